//! Names, amounts and choices in the words of messages.

use crate::sizing::MIB;

/// `` `a` ``, `` `a` or `b` ``, `` `a`, `b` or `c` ``.
pub fn either<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    joined(names, "or")
}

/// `` `a` ``, `` `a` and `b` ``, `` `a`, `b` and `c` ``.
pub fn both<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    joined(names, "and")
}

/// As [`both`], but of many names only the first few, and how many more there are.
pub fn some<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    const SHOWN: usize = 6;
    let names: Vec<String> = names.into_iter().map(|name| quoted(name.as_ref())).collect();
    if names.len() <= SHOWN + 1 {
        return series(&names, "and");
    }
    format!("{} and {} more", names[..SHOWN].join(", "), names.len() - SHOWN)
}

fn joined<T: AsRef<str>>(names: impl IntoIterator<Item = T>, word: &str) -> String {
    let names: Vec<String> = names.into_iter().map(|name| quoted(name.as_ref())).collect();
    series(&names, word)
}

fn quoted(name: &str) -> String {
    format!("`{name}`")
}

/// `a`, `a and b`, `a, b and c`, with the word before the last.
pub fn series(parts: &[String], word: &str) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

/// `1 pod`, `3 pods`.
pub fn counted(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// Thousandths of a CPU as people say them: `3.5 vCPU`.
pub fn cpu(millis: u64) -> String {
    format!("{} vCPU", thousandths(millis))
}

/// `3`, `3.5`, `0.125`.
fn thousandths(millis: u64) -> String {
    let text = format!("{}.{:03}", millis / 1000, millis % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// CPU in thousandths, or memory in bytes, as people say it.
pub fn amount(resource: &str, amount: u64) -> String {
    if resource == "cpu" { cpu(amount) } else { memory(amount) }
}

/// As [`amount`], of what is reckoned to be needed: rounded up to a number that people would write,
/// whole CPUs and GiB from ten of them on, else tenths of a CPU and MiB.
pub fn needed(resource: &str, amount: u64) -> String {
    let (one, part) = if resource == "cpu" { (1000, 100) } else { (1024 * MIB, MIB) };
    let step = if amount >= 10 * one { one } else { part };
    self::amount(resource, amount.div_ceil(step).saturating_mul(step))
}

/// Bytes as people say them: `5734 MiB` below 10 GiB, and above it `22.4 GiB`.
pub fn memory(bytes: u64) -> String {
    let mib = bytes / MIB;
    if mib == 0 && bytes > 0 {
        counted(bytes, "byte")
    } else if mib.is_multiple_of(1024) {
        format!("{} GiB", mib / 1024)
    } else if mib < 10 * 1024 {
        format!("{mib} MiB")
    } else {
        format!("{}.{} GiB", mib / 1024, mib % 1024 * 10 / 1024)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_joined_as_in_a_sentence() {
        assert_eq!(either(["a"]), "`a`");
        assert_eq!(either(["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(both(["a", "b"]), "`a` and `b`");
        assert_eq!(both(Vec::<String>::new()), "");
        let many: Vec<String> = (0..9).map(|number| number.to_string()).collect();
        assert_eq!(some(&many), "`0`, `1`, `2`, `3`, `4`, `5` and 3 more");
        assert_eq!(some(&many[..2]), "`0` and `1`");
    }

    #[test]
    fn amounts_are_short() {
        assert_eq!(cpu(3500), "3.5 vCPU");
        assert_eq!(cpu(4000), "4 vCPU");
        assert_eq!(cpu(125), "0.125 vCPU");
        assert_eq!(memory(5734 * MIB), "5734 MiB");
        assert_eq!(memory(8192 * MIB), "8 GiB");
        assert_eq!(memory(22_937 * MIB), "22.3 GiB");
        assert_eq!(memory(400), "400 bytes");
        assert_eq!(needed("cpu", 101_520), "102 vCPU");
        assert_eq!(needed("cpu", 3_142), "3.2 vCPU");
        assert_eq!(needed("memory", 22_937 * MIB), "23 GiB");
        assert_eq!(needed("memory", 5734 * MIB - 1), "5734 MiB");
        assert_eq!(counted(1, "pod"), "1 pod");
        assert_eq!(counted(0, "pod"), "0 pods");
    }
}

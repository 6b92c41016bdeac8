//! Patterns of paths: `*` stands for any part of a name, `**` for any directories.

/// Whether a path, with `/` between names, matches a pattern or lies below a directory that does.
pub fn matches(pattern: &str, path: &str) -> bool {
    let pattern: Vec<&str> = pattern.trim_end_matches('/').split('/').collect();
    let path: Vec<&str> = path.split('/').collect();
    // From the last name of the path to the first: which ends of the pattern match the rest?
    let mut below = vec![true; pattern.len() + 1];
    below[..pattern.len()].fill(false);
    for at in (0..pattern.len()).rev() {
        below[at] = below[at + 1] && pattern[at] == "**";
    }
    for name in path.iter().rev() {
        let mut here = vec![false; pattern.len() + 1];
        // What is left of a path when its pattern has ended lies below what matched.
        here[pattern.len()] = below[pattern.len()];
        for at in (0..pattern.len()).rev() {
            here[at] = match pattern[at] {
                "**" => here[at + 1] || below[at],
                part => below[at + 1] && name_matches(part.as_bytes(), name.as_bytes()),
            };
        }
        below = here;
    }
    below[0]
}

/// The part of a pattern before its first `*` or `?`, whole names only.
pub fn literal(pattern: &str) -> String {
    let plain = pattern.split('/').take_while(|name| !name.contains(['*', '?']));
    plain.collect::<Vec<_>>().join("/")
}

fn name_matches(pattern: &[u8], name: &[u8]) -> bool {
    let (mut at, mut read) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while read < name.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, read));
                at += 1;
            }
            Some(byte) if *byte == b'?' || *byte == name[read] => {
                at += 1;
                read += 1;
            }
            Some(_) | None => {
                let Some((from, taken)) = star else { return false };
                star = Some((from, taken + 1));
                at = from + 1;
                read = taken + 1;
            }
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stay_within_a_name_and_double_stars_do_not() {
        for (pattern, path) in [
            ("a.yaml", "a.yaml"),
            ("*.yaml", "a.yaml"),
            ("jobs/*.yaml", "jobs/a.yaml"),
            ("**/a.yaml", "a.yaml"),
            ("**/a.yaml", "x/y/a.yaml"),
            ("jobs/**", "jobs/x/a.yaml"),
            ("jobs/**/a.yaml", "jobs/a.yaml"),
            ("jobs", "jobs/x/a.yaml"),
            ("jobs/", "jobs/a.yaml"),
            ("j?bs/a*b*c.yaml", "jobs/aXbYbc.yaml"),
            ("**", "x/y"),
        ] {
            assert!(matches(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [
            ("*.yaml", "x/a.yaml"),
            ("jobs/*.yaml", "jobs/x/a.yaml"),
            ("jobs", "jobsx/a.yaml"),
            ("a.yaml", "x/a.yaml"),
            ("a*b", "ac"),
            ("jobs/*/a", "jobs/a"),
        ] {
            assert!(!matches(pattern, path), "{pattern} {path}");
        }
    }

    #[test]
    fn many_stars_take_no_time() {
        let pattern = "**/a*a*a*a*a*a*a*a*b/".repeat(20);
        assert!(!matches(&pattern, &"aaaaaaaaaaaaaaaaaaaaaaaa/".repeat(200)));
    }

    #[test]
    fn the_literal_part_ends_before_the_first_star() {
        assert_eq!(literal("manifests/jobs/**/*.yaml"), "manifests/jobs");
        assert_eq!(literal("**"), "");
        assert_eq!(literal("a/b.yaml"), "a/b.yaml");
    }
}

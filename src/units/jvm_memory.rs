//! A size as Spark's memory keys have it: `4g`, `512m`.

use super::UnitError;

/// An amount of memory; a bare number is MiB. Compared by value, shown as written.
///
/// The grammar is that of Spark's `JavaUtils.byteStringAs`: a whole number and a binary unit.
#[derive(Clone, Debug)]
pub struct JvmMemory {
    text: Box<str>,
    bytes: u64,
}

shows_its_text!(JvmMemory);
compares_by!(JvmMemory, bytes);
unit!(JvmMemory {
    name: "jvm-memory",
    noun: "a JVM memory size",
    rule: "write a whole number and one of `k`, `m`, `g`, `t`, such as `4g`",
    pattern: Some(r"^[0-9]+([kKmMgGtTpP]?[bB]|[kKmMgGtTpP])?$"),
    examples: &["4g", "512m", "8G", "2048"],
    number: true,
});

impl JvmMemory {
    /// Reads a size.
    ///
    /// # Errors
    /// When the text is not a whole number with a unit, or is more than 2⁶⁴ bytes.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        match bytes(text) {
            Some(bytes) => Ok(Self { text: text.into(), bytes }),
            None => Err(Self::FORMAT.refuse(text).or_suggest(guess(text))),
        }
    }

    /// So many MiB, in GiB where that needs no fraction: 4096 is `4g`.
    #[must_use]
    pub fn from_mebibytes(mebibytes: u32) -> Self {
        let text = if mebibytes > 0 && mebibytes.is_multiple_of(1024) {
            format!("{}g", mebibytes / 1024)
        } else {
            format!("{mebibytes}m")
        };
        Self { text: text.into(), bytes: u64::from(mebibytes) << 20 }
    }

    /// In bytes.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// In MiB, rounded down as Spark does.
    #[must_use]
    pub fn mebibytes(&self) -> u64 {
        self.bytes >> 20
    }
}

fn bytes(text: &str) -> Option<u64> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let power = match unit.to_ascii_lowercase().as_str() {
        "b" => 0,
        "k" | "kb" => 10,
        "" | "m" | "mb" => 20,
        "g" | "gb" => 30,
        "t" | "tb" => 40,
        "p" | "pb" => 50,
        _ => return None,
    };
    number.parse::<u64>().ok()?.checked_mul(1 << power)
}

/// The size that was probably meant: `4Gi` is `4g`, `1.5g` is `1536m`.
fn guess(text: &str) -> Option<String> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let compact = compact.to_ascii_lowercase().replace("ib", "").replace('i', "");
    if bytes(&compact).is_some() {
        return Some(compact);
    }
    let compact = compact.strip_suffix('b').unwrap_or(&compact);
    let (number, smaller_unit) = match (compact.strip_suffix('g'), compact.strip_suffix('t')) {
        (Some(number), _) => (number, 'm'),
        (_, Some(number)) => (number, 'g'),
        (None, None) => return None,
    };
    let (whole, fraction) = number.split_once('.')?;
    let thousandths: u64 = format!("{fraction:0<3}").parse().ok().filter(|it| *it < 1000)?;
    let smaller = whole.parse::<u64>().ok()?.checked_mul(1024)?;
    let guess = format!("{}{smaller_unit}", smaller + (thousandths * 1024).div_ceil(1000));
    bytes(&guess).map(|_| guess)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_binary_units() {
        let mebibytes = |text| JvmMemory::parse(text).unwrap().mebibytes();
        assert_eq!(mebibytes("4g"), 4096);
        assert_eq!(mebibytes("8G"), 8192);
        assert_eq!(mebibytes("512m"), 512);
        assert_eq!(mebibytes("2gb"), 2048);
        assert_eq!(mebibytes("2048"), 2048);
        assert_eq!(mebibytes("1t"), 1 << 20);
        assert_eq!(mebibytes("1536k"), 1);
        assert_eq!(JvmMemory::parse("7b").unwrap().bytes(), 7);
        assert_eq!(JvmMemory::parse("1g").unwrap(), JvmMemory::parse("1024m").unwrap());
    }

    #[test]
    fn refuses_and_guesses() {
        let message = |text| JvmMemory::parse(text).unwrap_err().to_string();
        assert_eq!(message("4Gi"), "`4Gi` is not a JVM memory size: write `4g`");
        assert_eq!(message("4 GiB"), "`4 GiB` is not a JVM memory size: write `4g`");
        assert_eq!(message("1.5g"), "`1.5g` is not a JVM memory size: write `1536m`");
        assert_eq!(message("0.1g"), "`0.1g` is not a JVM memory size: write `103m`");
        for wrong in ["g", "-1g", "1e3", "4x", "", "é", "99999999999999999999g", "16384p", ".", "b"]
        {
            assert!(JvmMemory::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_bare_number_is_mebibytes() {
        assert_eq!(serde_json::from_str::<JvmMemory>("2048").unwrap().mebibytes(), 2048);
        assert!(serde_json::from_str::<JvmMemory>("1.5").is_err());
    }

    proptest! {
        #[test]
        fn shown_text_reads_back_equal(mebibytes: u32) {
            let memory = JvmMemory::from_mebibytes(mebibytes);
            prop_assert_eq!(&JvmMemory::parse(memory.as_str()).unwrap(), &memory);
            prop_assert_eq!(memory.mebibytes(), u64::from(mebibytes));
        }

        #[test]
        fn a_guess_is_valid(text in "[0-9.]{0,12} ?[kmgtpKMGTPiB]{0,3}") {
            if let Some(guess) = guess(&text) {
                prop_assert!(JvmMemory::parse(&guess).is_ok(), "{} from {}", guess, text);
            }
        }
    }
}

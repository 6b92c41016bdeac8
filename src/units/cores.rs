//! A number of cores that Spark counts tasks by.

use std::fmt;

use super::UnitError;

/// The most cores that one process may have; the largest EC2 instances have 896.
const MOST: u32 = 1024;

/// Whole cores, at least one, as in `spark.executor.cores`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CpuCores(u32);

unit!(CpuCores {
    name: "cpu-cores",
    noun: "a number of cores",
    rule: "write a whole number from 1 to 1024",
    pattern: Some("^[1-9][0-9]{0,3}$"),
    examples: &["1", "4"],
    number: true,
});

impl CpuCores {
    /// Reads a number of cores.
    ///
    /// # Errors
    /// When the text is not a whole number from 1 to 1024.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
        match text.parse() {
            Ok(cores) if digits && cores <= MOST => Ok(Self(cores)),
            _ => Err(Self::FORMAT.refuse(text)),
        }
    }

    /// How many.
    #[must_use]
    pub fn get(self) -> u32 {
        self.0
    }

    /// In thousandths of a core.
    #[must_use]
    pub fn millicores(self) -> u64 {
        u64::from(self.0) * 1000
    }
}

impl fmt::Display for CpuCores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cores_are_whole() {
        assert_eq!(CpuCores::parse("4").unwrap().millicores(), 4000);
        assert_eq!(serde_json::from_str::<CpuCores>("2").unwrap().get(), 2);
        for wrong in ["0", "-1", "+1", "0.5", "1025", "01", "", "two", "99999999999"] {
            assert!(CpuCores::parse(wrong).is_err(), "{wrong}");
        }
        let error = serde_json::from_value::<CpuCores>(serde_json::json!(0.5)).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`0.5` is not a number of cores: write a whole number from 1 to 1024"
        );
    }
}

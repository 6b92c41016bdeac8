//! A span of time as Karpenter writes it: `2h`, `1m30s`.

use super::UnitError;

const HOUR: u64 = 3600;
const MINUTE: u64 = 60;
/// The longest duration that Go can hold, 2⁶³ - 1 nanoseconds, in seconds.
const LONGEST: u64 = i64::MAX as u64 / 1_000_000_000;

/// A span of time of whole hours, minutes and seconds; compared by value, shown as written.
///
/// The grammar is the pattern `^([0-9]+(s|m|h))+$` of Karpenter's CRDs, within Go's range.
#[derive(Clone, Debug)]
pub struct Duration {
    text: Box<str>,
    seconds: u64,
}

shows_its_text!(Duration);
compares_by!(Duration, seconds);
unit!(Duration {
    name: "duration",
    noun: "a duration",
    rule: "write hours, minutes and seconds, such as `2h` or `1m30s`",
    pattern: Some("^([0-9]+(s|m|h))+$"),
    examples: &["2h", "1m30s", "720h"],
    number: false,
});

impl Duration {
    /// Reads a duration.
    ///
    /// # Errors
    /// When the text has other units than `h`, `m`, `s`, or is longer than 292 years.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        match seconds(text, unit_seconds) {
            Some(seconds) => Ok(Self { text: text.into(), seconds }),
            None => Err(Self::FORMAT.refuse(text).or_suggest(guess(text))),
        }
    }

    /// So many seconds, in hours, minutes and seconds: 5400 is `1h30m`.
    #[must_use]
    pub fn of_seconds(seconds: u32) -> Self {
        let seconds = u64::from(seconds);
        Self { text: written(seconds).into(), seconds }
    }

    /// In seconds.
    #[must_use]
    pub fn seconds(&self) -> u64 {
        self.seconds
    }
}

/// A span of time, or `Never`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DurationOrNever {
    /// After this time.
    After(Duration),
    /// At no time.
    Never,
}

unit!(DurationOrNever {
    name: "duration-or-never",
    noun: "a duration",
    rule: "write hours, minutes and seconds, such as `2h` or `1m30s`, or `Never`",
    pattern: Some("^(([0-9]+(s|m|h))+|Never)$"),
    examples: &["720h", "Never"],
    number: false,
});

impl DurationOrNever {
    /// Reads a duration or the word `Never`.
    ///
    /// # Errors
    /// When the text is neither.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        if text == "Never" {
            return Ok(Self::Never);
        }
        let near = text.eq_ignore_ascii_case("never").then(|| "Never".to_owned());
        Duration::parse(text).map(Self::After).map_err(|error| UnitError {
            rule: Self::FORMAT.rule.into(),
            suggestion: near.or(error.suggestion),
            ..error
        })
    }

    /// In seconds; `None` for never.
    #[must_use]
    pub fn seconds(&self) -> Option<u64> {
        match self {
            Self::After(duration) => Some(duration.seconds()),
            Self::Never => None,
        }
    }
}

impl std::fmt::Display for DurationOrNever {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::After(duration) => duration.fmt(f),
            Self::Never => f.pad("Never"),
        }
    }
}

/// The sum of a row of numbers with units, each unit read by `unit`.
fn seconds(text: &str, unit: fn(&str) -> Option<u64>) -> Option<u64> {
    let (mut rest, mut total) = (text, 0_u64);
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: u64 = rest[..digits].parse().ok()?;
        rest = &rest[digits..];
        let letters = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        total = total.checked_add(number.checked_mul(unit(&rest[..letters])?)?)?;
        rest = &rest[letters..];
    }
    (!text.is_empty() && total <= LONGEST).then_some(total)
}

fn unit_seconds(unit: &str) -> Option<u64> {
    match unit {
        "h" => Some(HOUR),
        "m" => Some(MINUTE),
        "s" => Some(1),
        _ => None,
    }
}

/// The units that people also write.
fn loose_unit_seconds(unit: &str) -> Option<u64> {
    match unit.to_ascii_lowercase().as_str() {
        "w" | "week" | "weeks" => Some(7 * 24 * HOUR),
        "d" | "day" | "days" => Some(24 * HOUR),
        "h" | "hr" | "hrs" | "hour" | "hours" => Some(HOUR),
        "m" | "min" | "mins" | "minute" | "minutes" => Some(MINUTE),
        "" | "s" | "sec" | "secs" | "second" | "seconds" => Some(1),
        _ => None,
    }
}

/// The duration that was probably meant: `7d` is `168h`, `90` is `1m30s`.
fn guess(text: &str) -> Option<String> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if compact.bytes().all(|byte| byte.is_ascii_digit()) {
        return seconds(&format!("{compact}s"), unit_seconds).map(written);
    }
    if let Some((whole, "5h")) = compact.split_once('.') {
        return seconds(&format!("{whole}h30m"), unit_seconds).map(written);
    }
    seconds(&compact, loose_unit_seconds).map(written)
}

fn written(seconds: u64) -> String {
    let parts = [(seconds / HOUR, 'h'), (seconds % HOUR / MINUTE, 'm'), (seconds % MINUTE, 's')];
    let text: String = parts
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, unit)| format!("{number}{unit}"))
        .collect();
    if text.is_empty() { "0s".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn adds_its_parts() {
        let seconds = |text| Duration::parse(text).unwrap().seconds();
        assert_eq!(seconds("2h"), 7200);
        assert_eq!(seconds("1m30s"), 90);
        assert_eq!(seconds("0s"), 0);
        assert_eq!(seconds("30s1m"), 90);
        assert_eq!(Duration::parse("60m").unwrap(), Duration::parse("1h").unwrap());
    }

    #[test]
    fn refuses_and_guesses() {
        let message = |text| Duration::parse(text).unwrap_err().to_string();
        assert_eq!(message("7d"), "`7d` is not a duration: write `168h`");
        assert_eq!(message("90"), "`90` is not a duration: write `1m30s`");
        assert_eq!(message("2 Hours"), "`2 Hours` is not a duration: write `2h`");
        assert_eq!(message("1.5h"), "`1.5h` is not a duration: write `1h30m`");
        for wrong in
            ["", "h", "-1h", "1h or 2h", "1ms", "Never", "9999999999h", "99999999999999999999s"]
        {
            assert!(Duration::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn never_is_the_longest() {
        let parse = |text| DurationOrNever::parse(text).unwrap();
        assert_eq!(parse("Never").seconds(), None);
        assert_eq!(parse("1h").seconds(), Some(3600));
        assert!(parse("720h") < parse("Never"));
        let error = DurationOrNever::parse("never").unwrap_err();
        assert_eq!(error.to_string(), "`never` is not a duration: write `Never`");
    }

    proptest! {
        #[test]
        fn shown_text_reads_back_equal(seconds: u32) {
            let duration = Duration::of_seconds(seconds);
            prop_assert_eq!(&Duration::parse(duration.as_str()).unwrap(), &duration);
        }

        #[test]
        fn a_guess_is_valid(text in "[0-9.]{0,22} ?[hmsdwo]{0,3}[0-9]{0,3}[hms]?") {
            if let Some(guess) = guess(&text) {
                prop_assert!(Duration::parse(&guess).is_ok(), "{} from {}", guess, text);
            }
        }
    }
}

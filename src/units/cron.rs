//! A schedule such as that of a disruption budget: `0 9 * * mon-fri`, `@daily`.

use super::UnitError;
use super::error::shown;

/// When something begins: five fields or a descriptor.
///
/// The grammar is that of robfig/cron's standard parser as Karpenter calls it, with `TZ=UTC ` put
/// before it: no time zone of one's own and no `@every`. Days of the week are 0 to 6.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cron {
    text: Box<str>,
    fields: [Field; 5],
}

/// The values of one field as bits, and whether it is `*` or `?`, which the days need to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Field {
    bits: u64,
    star: bool,
}

shows_its_text!(Cron);
unit!(Cron {
    name: "cron",
    noun: "a cron schedule",
    rule: "write minute, hour, day, month and day of the week in UTC, such as `0 9 * * mon-fri`, \
           or `@daily`",
    pattern: None,
    examples: &["0 9 * * mon-fri", "@daily", "*/15 22-23,0-4 * * *"],
    number: false,
});

/// What a field is called, and its first and last value.
const FIELDS: [(&str, u32, u32); 5] = [
    ("minute", 0, 59),
    ("hour", 0, 23),
    ("day", 1, 31),
    ("month", 1, 12),
    ("day of the week", 0, 6),
];
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

impl Cron {
    /// Reads a schedule.
    ///
    /// # Errors
    /// When the parser could not read it. Karpenter would then disrupt nothing at all.
    pub fn parse(text: &str) -> Result<Self, UnitError> {
        let expanded = if text.starts_with('@') { descriptor(text)? } else { text };
        if expanded.starts_with("TZ=") || expanded.starts_with("CRON_TZ=") {
            let rule = "leave the zone out and write the hours in UTC";
            return Err(UnitError::new(format!("{} has a time zone", shown(text)), rule));
        }
        let words: Vec<&str> = expanded.split_whitespace().collect();
        let [minute, hour, day, month, weekday] = words[..] else {
            return Err(wrong_count(text, words.len()));
        };
        let field = |index: usize, word| field(word, index);
        let fields = [
            field(0, minute)?,
            field(1, hour)?,
            field(2, day)?,
            field(3, month)?,
            field(4, weekday)?,
        ];
        Ok(Self { text: text.into(), fields })
    }

    /// Whether no date fits it, such as the 30th of February.
    #[must_use]
    pub fn is_never(&self) -> bool {
        const DAYS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        let [_, _, day, month, weekday] = self.fields;
        let has = |field: Field, value: u32| field.bits & (1 << value) != 0;
        // A restricted day of the week is an alternative, and comes in every month.
        let by_date = day.star || weekday.star;
        let fits = |(month_at, days): (u32, u32)| {
            has(month, month_at) && (1..=days).any(|at| has(day, at))
        };
        by_date && !(1..=12).zip(DAYS).any(fits)
    }

    /// Whether it fires at a minute of a day: `minute` 0–59, `hour` 0–23, `day` 1–31, `month` 1–12,
    /// `weekday` 0 (Sunday) to 6.
    #[must_use]
    pub fn matches(&self, minute: u32, hour: u32, day: u32, month: u32, weekday: u32) -> bool {
        let has = |index: usize, value: u32| {
            self.fields[index].bits & 1_u64.checked_shl(value).unwrap_or(0) != 0
        };
        let (by_day, by_weekday) = (has(2, day), has(4, weekday));
        // A star leaves the choice to the other field; two restricted fields are alternatives.
        let on_day = if self.fields[2].star || self.fields[4].star {
            by_day && by_weekday
        } else {
            by_day || by_weekday
        };
        has(0, minute) && has(1, hour) && has(3, month) && on_day
    }
}

fn descriptor(text: &str) -> Result<&'static str, UnitError> {
    match text {
        "@yearly" | "@annually" => Ok("0 0 1 1 *"),
        "@monthly" => Ok("0 0 1 * *"),
        "@weekly" => Ok("0 0 * * 0"),
        "@daily" | "@midnight" => Ok("0 0 * * *"),
        "@hourly" => Ok("0 * * * *"),
        _ => Err(UnitError::new(
            format!("{} is not a word for a schedule", shown(text)),
            "use `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly` or five fields",
        )),
    }
}

fn wrong_count(text: &str, count: usize) -> UnitError {
    let error = Cron::FORMAT.refuse(text);
    match count {
        6 => {
            UnitError { rule: "leave out the seconds: a schedule has five fields".into(), ..error }
        }
        _ => error,
    }
}

fn field(text: &str, index: usize) -> Result<Field, UnitError> {
    let mut field = Field { bits: 0, star: false };
    for part in text.split(',') {
        let (bits, star) = range(part, index).ok_or_else(|| wrong_field(text, part, index))?;
        field.bits |= bits;
        field.star |= star;
    }
    Ok(field)
}

fn wrong_field(text: &str, part: &str, index: usize) -> UnitError {
    let (name, first, last) = FIELDS[index];
    let article = if name == "hour" { "an" } else { "a" };
    let reason = format!("{} in {} is not {article} {name}", shown(part), shown(text));
    let rule = match (index, part) {
        (4, "7") => "write `0` or `sun` for Sunday".to_owned(),
        _ => {
            format!("write values from {first} to {last}, ranges such as `{first}-{last}`, or `*`")
        }
    };
    UnitError::new(reason, rule)
}

/// One of `*`, `n`, `n-m`, each with an optional `/step`; `n/step` goes on to the last value.
fn range(text: &str, index: usize) -> Option<(u64, bool)> {
    let (_, first, last) = FIELDS[index];
    let (span, step) = match text.split_once('/') {
        Some((span, step)) => (span, Some(number(step).filter(|step| *step > 0)?)),
        None => (text, None),
    };
    let star = matches!(span, "*" | "?");
    let (from, to) = match span.split_once('-') {
        _ if star => (first, last),
        Some((from, to)) => (value(from, index)?, value(to, index)?),
        None if step.is_some() => (value(span, index)?, last),
        None => (value(span, index)?, value(span, index)?),
    };
    if from < first || to > last || from > to {
        return None;
    }
    let step = step.unwrap_or(1);
    let every = usize::try_from(step).ok()?;
    let bits = (from..=to).step_by(every).fold(0, |bits, value| bits | 1_u64 << value);
    // With a step above 1 a star is a list like any other.
    Some((bits, star && step == 1))
}

fn value(text: &str, index: usize) -> Option<u32> {
    let names: &[&str] = match index {
        3 => &MONTHS,
        4 => &WEEKDAYS,
        _ => &[],
    };
    let named = names.iter().position(|name| name.eq_ignore_ascii_case(text));
    match named {
        // Months count from 1, days of the week from 0.
        Some(position) => u32::try_from(position).ok().map(|position| position + FIELDS[index].1),
        None => number(text),
    }
}

fn number(text: &str) -> Option<u32> {
    let digits = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cron(text: &str) -> Cron {
        Cron::parse(text).unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn reads_what_robfig_reads() {
        for right in [
            "@daily",
            "@annually",
            "* * * * *",
            "0 9 * * mon-fri",
            "5/15 * * * *",
            "*/10 0-6/2 1,15 JAN-mar Sun",
            "0 0 ? * ?",
            "0  0\t1 1 *",
            "05 00 01 01 00",
        ] {
            cron(right);
        }
        for wrong in [
            "",
            "* * * *",
            "* * * * * *",
            "@dailyfoo",
            "@every 5m",
            "@",
            "60 * * * *",
            "* 24 * * *",
            "* * 0 * *",
            "* * * 13 *",
            "* * * * 7",
            "*/0 * * * *",
            "5-1 * * * *",
            "1,,2 * * * *",
            "L * * * *",
            "* * * * mon#2",
            "1-2-3 * * * *",
            "+1 * * * *",
            "*-5 * * * *",
            "TZ=America/New_York 0 9 * * *",
            "99 99 * * *",
            "1/2/3 * * * *",
            "é * * * *",
        ] {
            assert!(Cron::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn says_which_field() {
        let message = |text| Cron::parse(text).unwrap_err().to_string();
        assert_eq!(
            message("* * * * mon,7"),
            "`7` in `mon,7` is not a day of the week: write `0` or `sun` for Sunday"
        );
        assert!(
            message("0 9 * * * *").ends_with("leave out the seconds: a schedule has five fields")
        );
        assert!(message("TZ=UTC 0 9 * * *").contains("has a time zone"));
    }

    #[test]
    fn fires_when_it_should() {
        let weekdays = cron("0 9 * * mon-fri");
        assert!(weekdays.matches(0, 9, 2, 11, 1) && !weekdays.matches(0, 9, 1, 11, 0));
        let from_five = cron("5/15 * * * *");
        let minutes: Vec<u32> = (0..60).filter(|it| from_five.matches(*it, 0, 1, 1, 0)).collect();
        assert_eq!(minutes, [5, 20, 35, 50]);
        let either = cron("0 0 13 * fri");
        assert!(either.matches(0, 0, 13, 1, 2) && either.matches(0, 0, 1, 1, 5));
        assert!(!either.matches(0, 0, 1, 1, 2) && !either.matches(99, 0, 13, 1, 5));
    }

    #[test]
    fn some_dates_never_come() {
        assert!(cron("0 0 30 2 *").is_never() && cron("0 0 31 4,6 *").is_never());
        assert!(!cron("0 0 29 2 *").is_never() && !cron("0 0 30 2 mon").is_never());
        assert!(!cron("@daily").is_never() && !cron("0 0 31 * *").is_never());
    }

    proptest! {
        #[test]
        fn never_panics(text in "[-0-9*/,@a-z? ]{0,30}") {
            drop(Cron::parse(&text));
        }

        #[test]
        fn a_list_of_numbers_fires_then(minute in 0_u32..60, hour in 0_u32..24) {
            let schedule = cron(&format!("{minute} {hour} * * *"));
            prop_assert!(schedule.matches(minute, hour, 1, 1, 0));
        }
    }
}

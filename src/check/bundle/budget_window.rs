//! When the windows are open in which a budget of disruption acts.

use crate::units::{Cron, Duration};

const MINUTES_OF_DAY: u32 = 24 * 60;

/// When the windows of a schedule are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Its window has no length.
    Never,
    /// Some of the time.
    Sometimes,
    /// The next window begins before one has ended.
    Always,
    /// No day fits. Karpenter's parser then gives the year 1 for the next one, which has come.
    Undated,
}

/// Follows a schedule through a year; `None` if it cannot be read.
#[must_use]
pub fn opening(schedule: &str, duration: &str) -> Option<Opening> {
    Cron::parse(schedule).ok()?;
    let window = Duration::parse(duration).ok()?.seconds() / 60;
    if window == 0 {
        return Some(Opening::Never);
    }
    let (times, days) = halves(schedule);
    let (times, days) = (Cron::parse(&times).ok()?, Cron::parse(&days).ok()?);
    let minutes: Vec<u32> =
        (0..MINUTES_OF_DAY).filter(|at| times.matches(at % 60, at / 60, 1, 1, 0)).collect();
    let starts: Vec<u64> = days_of_year(&days)
        .flat_map(|day| {
            minutes.iter().map(move |at| day * u64::from(MINUTES_OF_DAY) + u64::from(*at))
        })
        .collect();
    let (Some(first), Some(last)) = (starts.first(), starts.last()) else {
        return Some(Opening::Undated);
    };
    let year = 366 * u64::from(MINUTES_OF_DAY);
    let is_joined = starts.windows(2).all(|pair| pair[1] - pair[0] <= window);
    let is_always = is_joined && first + year - last <= window;
    Some(if is_always { Opening::Always } else { Opening::Sometimes })
}

/// A schedule as two: its minutes and hours on any day, and its days at midnight.
fn halves(schedule: &str) -> (String, String) {
    let fields: Vec<&str> = schedule.split_whitespace().collect();
    let [minute, hour, day, month, weekday] = fields.as_slice() else {
        let days = match schedule {
            "@yearly" | "@annually" => "0 0 1 1 *",
            "@monthly" => "0 0 1 * *",
            "@weekly" => "0 0 * * 0",
            _ => "0 0 * * *",
        };
        let times = if schedule == "@hourly" { "0 * * * *" } else { "0 0 * * *" };
        return (times.to_owned(), days.to_owned());
    };
    (format!("{minute} {hour} * * *"), format!("0 0 {day} {month} {weekday}"))
}

/// The days of a leap year on which a schedule of midnights fires, from 0.
fn days_of_year(days: &Cron) -> impl Iterator<Item = u64> {
    const MONTHS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let dates = MONTHS
        .into_iter()
        .zip(1..)
        .flat_map(|(length, month)| (1..=length).map(move |day| (day, month)));
    dates.zip(0u32..).filter_map(move |((day, month), index)| {
        days.matches(0, 0, day, month, index % 7).then_some(u64::from(index))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_are_followed_through_the_year() {
        assert_eq!(opening("0 9 * * 1-5", "8h"), Some(Opening::Sometimes));
        assert_eq!(opening("0 9 * * *", "24h"), Some(Opening::Always));
        assert_eq!(opening("@hourly", "1h"), Some(Opening::Always));
        assert_eq!(opening("@daily", "23h"), Some(Opening::Sometimes));
        assert_eq!(opening("0 9 30 2 *", "8h"), Some(Opening::Undated));
        assert_eq!(opening("0 9 * * *", "0m"), Some(Opening::Never));
        assert_eq!(opening("0 9 29 2 *", "8h"), Some(Opening::Sometimes));
        assert_eq!(opening("99 99 * * *", "8h"), None);
        assert_eq!(opening("@every 1h", "8h"), None);
    }
}

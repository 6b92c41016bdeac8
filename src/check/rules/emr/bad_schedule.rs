//! A schedule by which nothing runs.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use crate::artifact::{Artifact, Kind};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::units::Cron;

/// A schedule by which nothing runs.
pub const RULE: Rule = Rule {
    code: Code("bad-schedule"),
    severity: Severity::Error,
    summary: "a scheduled application whose schedule or time zone the operator cannot read",
    page: include_str!("bad_schedule.md"),
    check,
};

/// Names of time zones without a slash. Source: the time zone database, 2025b.
const ZONES: [&str; 46] = [
    "CET",
    "CST6CDT",
    "Cuba",
    "EET",
    "EST",
    "EST5EDT",
    "Egypt",
    "Eire",
    "Factory",
    "GB",
    "GB-Eire",
    "GMT",
    "GMT+0",
    "GMT-0",
    "GMT0",
    "Greenwich",
    "HST",
    "Hongkong",
    "Iceland",
    "Iran",
    "Israel",
    "Jamaica",
    "Japan",
    "Kwajalein",
    "Libya",
    "Local",
    "MET",
    "MST",
    "MST7MDT",
    "NZ",
    "NZ-CHAT",
    "Navajo",
    "PRC",
    "PST8PDT",
    "Poland",
    "Portugal",
    "ROC",
    "ROK",
    "Singapore",
    "Turkey",
    "UCT",
    "UTC",
    "Universal",
    "W-SU",
    "WET",
    "Zulu",
];

/// A span of time as Go reads it.
static SPAN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[+-]?(([0-9]+\.?[0-9]*|\.[0-9]+)(ns|us|µs|ms|s|m|h))+$")
        .expect("the pattern is constant, and a test uses it")
});

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for artifact in bundle.of(Kind::ScheduledSparkApplication) {
        let spec = artifact.value().and_then(|value| value.get("spec"));
        let text = |key: &str| spec.and_then(|spec| spec.get(key)).and_then(Value::as_str);
        // What a template or a shell fills in is not known.
        let text = |key: &str| text(key).filter(|text| !text.contains(['{', '$']));
        let name = artifact.name().unwrap_or_default();
        if let Some(schedule) = text("schedule") {
            of_schedule(artifact, name, schedule, findings);
        }
        if let Some(zone) = text("timeZone").filter(|zone| !zone.is_empty()) {
            of_zone(artifact, name, zone, text("schedule").unwrap_or_default(), findings);
        }
    }
}

fn of_schedule(artifact: &Artifact, name: &str, schedule: &str, findings: &mut Findings) {
    let route = route!["spec", "schedule"];
    if let Some(help) = fault(schedule) {
        let message = format!("application `{name}` never runs: `{schedule}` is not a schedule");
        findings.at(artifact, &route, message).help(help);
    } else if Cron::parse(without_zone(schedule)).is_ok_and(|cron| cron.is_never()) {
        let message = format!("application `{name}` never runs: no day fits `{schedule}`");
        findings.at(artifact, &route, message).help("correct day and month");
    }
}

/// What is wrong with a schedule, as the next step.
fn fault(schedule: &str) -> Option<String> {
    let plain = without_zone(schedule);
    if let Some(span) = plain.strip_prefix("@every ") {
        let help = "write hours, minutes and seconds, such as `@every 6h` or `@every 1h30m`";
        return (!SPAN.is_match(span)).then(|| help.to_owned());
    }
    let error = Cron::parse(plain).err()?;
    Some(match plain.split_whitespace().count() {
        6 => "leave out the seconds: the operator reads five fields".to_owned(),
        5 => format!("{}; {}", error.reason, error.help()),
        _ => "write minute, hour, day, month and day of the week, such as `0 2 * * *`, or \
              `@daily`, or `@every 6h`"
            .to_owned(),
    })
}

/// A schedule may have its zone before it.
fn without_zone(schedule: &str) -> &str {
    let has_zone = schedule.starts_with("TZ=") || schedule.starts_with("CRON_TZ=");
    let rest = schedule.split_once(' ').filter(|_| has_zone);
    rest.map_or(schedule, |(_, rest)| rest.trim_start())
}

fn of_zone(artifact: &Artifact, name: &str, zone: &str, schedule: &str, findings: &mut Findings) {
    let route = route!["spec", "timeZone"];
    if !is_zone(zone) {
        findings
            .at(
                artifact,
                &route,
                format!("application `{name}` never runs: there is no time zone `{zone}`"),
            )
            .help("write a name of the time zone database, such as `Europe/Berlin` or `UTC`");
    } else if without_zone(schedule) != schedule {
        findings
            .at(
                artifact,
                &route,
                format!("`{zone}` is not looked at: the schedule `{schedule}` brings its own zone"),
            )
            .severity(Severity::Warning)
            .help("keep `timeZone`, and leave the zone out of the schedule");
    }
}

/// Whether a name may be one of the database: those with a slash are too many to list.
fn is_zone(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+');
    ZONES.contains(&name) || (name.contains('/') && name.chars().all(is_plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_are_read_as_the_operator_reads_them() {
        for right in [
            "0 2 * * *",
            "@daily",
            "@every 5m",
            "@every 1h30m",
            "@every 1.5h",
            "TZ=Europe/Berlin 0 2 * * mon-fri",
            "CRON_TZ=UTC @hourly",
        ] {
            assert_eq!(fault(right), None, "{right}");
        }
        for wrong in ["", "daily", "0 0 2 * * *", "0 25 * * *", "@every 1d", "@every", "@reboot"] {
            assert!(fault(wrong).is_some(), "{wrong}");
        }
    }

    #[test]
    fn zones_have_names_of_the_database() {
        assert!(is_zone("UTC") && is_zone("Etc/GMT+1") && is_zone("America/Argentina/Salta"));
        assert!(!is_zone("CEST") && !is_zone("UTC+1") && !is_zone("Europe/New York"));
        assert!(ZONES.is_sorted());
    }
}

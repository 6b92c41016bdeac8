//! A key acts only with another, or not beside another.

use super::switches::{ON_SINCE, SWITCHES, Switch};
use crate::catalog::spark;
use crate::check::bundle::{Job, Setting};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::MinorVersion;

/// A key acts only with another, or not beside another.
pub const RULE: Rule = Rule {
    code: Code("idle-spark-key"),
    severity: Severity::Warning,
    summary: "a Spark key has no effect without another key, or beside another",
    page: include_str!("idle_spark_key.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        for switch in SWITCHES {
            let Some(key) = switch.keys.iter().find_map(|key| first(job, key, switch)) else {
                continue;
            };
            if let Some(off) = off(job, switch.needs) {
                report(findings, job, key, off);
            }
        }
        outdone(findings, job);
        outdone_by_both(findings, job);
    }
}

/// The setting of a key that wants a switch on.
fn first<'j>(job: &'j Job<'_>, key: &'static str, switch: &Switch) -> Option<Idle<'j>> {
    // A key that the job's Spark does not have is another rule's.
    let is_known = |spark| spark::declared(key).is_none_or(|it| it.is_in(spark));
    let setting = job.conf.setting(key).filter(|_| job.known_spark().is_none_or(is_known))?;
    let is_wish = match switch.if_true {
        true => setting.value.trim() == "true",
        false => setting.value.trim() != "false",
    };
    is_wish.then_some(Idle { key, setting })
}

struct Idle<'j> {
    key: &'static str,
    setting: &'j Setting,
}

/// The first switch that is off. One that is written as `false` is off on purpose, except where it
/// would be on by itself.
fn off(job: &Job<'_>, needs: &[&'static str]) -> Option<&'static str> {
    needs.iter().copied().find(|need| {
        let since = ON_SINCE.iter().find(|(key, _)| key == need).map(|(_, since)| *since);
        match (job.conf.get(need).map(str::trim), since) {
            (Some(value), Some(_)) => value == "false",
            (Some(_), None) => false,
            (None, Some(since)) => job.known_spark().is_some_and(|spark| spark < since),
            (None, None) => true,
        }
    })
}

fn report(findings: &mut Findings, job: &Job<'_>, idle: Idle<'_>, off: &str) {
    let Idle { key, setting } = idle;
    let state = match job.conf.get(off) {
        Some(value) => format!("`{}`", value.trim()),
        None => "not set here".to_owned(),
    };
    let finding = findings
        .at_key(
            job.artifact,
            &setting.route,
            format!(
                "{} sets `{key}`, which acts only with `{off}`, and that is {state}",
                job.title()
            ),
        )
        .help(match job.conf.get(off) {
            Some(_) => format!("set `{off}` to `true`, or leave `{key}` away"),
            None => format!("set `{off}` too, or leave `{key}` away"),
        });
    if key.starts_with("spark.dynamicAllocation.") {
        finding.severity(Severity::Note);
    }
}

/// The share of the heap for both kinds of pod, where each has a share or an overhead of its own.
fn outdone_by_both(findings: &mut Findings, job: &Job<'_>) {
    let has_factors = job.known_spark().is_none_or(|spark| spark >= MinorVersion::new(3, 3));
    let has_own = |role: &str| {
        let is_set = |end: &str| job.conf.get(&format!("spark.{role}.{end}")).is_some();
        is_set("memoryOverhead") || (has_factors && is_set("memoryOverheadFactor"))
    };
    let both = "spark.kubernetes.memoryOverheadFactor";
    let Some(setting) = job.conf.setting(both) else { return };
    if has_own("driver") && has_own("executor") {
        let message = format!(
            "{} sets `{both}`, and driver and executors each have a share or an overhead of their own",
            job.title()
        );
        findings
            .at_key(job.artifact, &setting.route, message)
            .severity(Severity::Note)
            .help("leave it away");
    }
}

/// Shares of the heap beside the overhead itself, which wins.
fn outdone(findings: &mut Findings, job: &Job<'_>) {
    for role in ["driver", "executor"] {
        let winner = format!("spark.{role}.memoryOverhead");
        if job.conf.get(&winner).is_none() {
            continue;
        }
        for loser in ["memoryOverheadFactor", "minMemoryOverhead"] {
            let loser = format!("spark.{role}.{loser}");
            let Some(setting) = job.conf.setting(&loser) else { continue };
            findings
                .at_key(
                    job.artifact,
                    &setting.route,
                    format!("{} sets `{loser}`, which does nothing beside `{winner}`", job.title()),
                )
                .severity(Severity::Note)
                .help("keep one of the two");
        }
    }
}

//! A key acts only with another, or not beside another.

use super::switches::{ON_SINCE, SWITCHES, Switch};
use crate::catalog::spark;
use crate::check::bundle::{Job, JobSource, Setting};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

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
        outdone_by_least(findings, job);
    }
}

/// The setting of a key that wants a switch on.
fn first<'j>(job: &'j Job<'_>, key: &'static str, switch: &Switch) -> Option<Idle<'j>> {
    // A key that the job's Spark does not have is another rule's.
    let setting = job.conf.setting(key).filter(|_| is_in(job, key))?;
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

/// Keys for both kinds of pod, what they say, and the keys of one kind that win over them.
const BOTH: [(&str, &str, &[&str]); 3] = [
    (
        "spark.kubernetes.memoryOverheadFactor",
        "a share or an overhead of their own",
        &["spark.{}.memoryOverhead", "spark.{}.memoryOverheadFactor"],
    ),
    (
        "spark.kubernetes.container.image",
        "an image of their own",
        &["spark.kubernetes.{}.container.image"],
    ),
    (
        "spark.kubernetes.scheduler.name",
        "a scheduler of their own",
        &["spark.kubernetes.{}.scheduler.name"],
    ),
];

/// What is said for both kinds of pod, where each has its own.
fn outdone_by_both(findings: &mut Findings, job: &Job<'_>) {
    // Kernels are made by a gateway, and an application is to have an image of its own.
    if job.made_by_spark().len() < 2 || job.source == JobSource::SparkApplication {
        return;
    }
    for (both, what, own) in BOTH {
        let Some(setting) = job.conf.setting(both) else { continue };
        let acts = |key: &str| job.conf.get(key).is_some() && is_in(job, key);
        let has_own = |role: &str| own.iter().any(|key| acts(&key.replace("{}", role)));
        if has_own("driver") && has_own("executor") {
            let message =
                format!("{} sets `{both}`, and driver and executors each have {what}", job.title());
            findings
                .at_key(job.artifact, &setting.route, message)
                .severity(Severity::Note)
                .help("leave it away");
        }
    }
}

/// Whether the job's Spark has a key, as far as it is known.
fn is_in(job: &Job<'_>, key: &str) -> bool {
    let has = |spark| spark::declared(key).is_none_or(|it| it.is_in(spark));
    job.known_spark().is_none_or(has)
}

/// Executors to start with that are fewer than those that are kept.
fn outdone_by_least(findings: &mut Findings, job: &Job<'_>) {
    let initial = "spark.dynamicAllocation.initialExecutors";
    let least = "spark.dynamicAllocation.minExecutors";
    let number = |key: &str| job.conf.get(key)?.trim().parse::<u64>().ok();
    let is_on =
        job.conf.get("spark.dynamicAllocation.enabled").is_some_and(|it| it.trim() == "true");
    let (Some(first), Some(kept), Some(setting)) =
        (number(initial), number(least), job.conf.setting(initial))
    else {
        return;
    };
    if is_on && first < kept {
        let message = format!(
            "{} sets `{initial}` to {first}, which does nothing beside `{least}` of {kept}",
            job.title()
        );
        findings
            .at_key(job.artifact, &setting.route, message)
            .severity(Severity::Note)
            .help("leave it away, or raise it above the least");
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

//! Executors come and go, and nobody keeps track of their shuffle files.

use crate::check::bundle::Job;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::MinorVersion;

/// Executors come and go, and nobody keeps track of their shuffle files.
pub const RULE: Rule = Rule {
    code: Code("untracked-shuffle"),
    severity: Severity::Error,
    summary: "dynamic allocation without shuffle tracking, which Spark refuses on Kubernetes",
    page: include_str!("untracked_shuffle.md"),
    check,
};

const ENABLED: &str = "spark.dynamicAllocation.enabled";
const TRACKING: &str = "spark.dynamicAllocation.shuffleTracking.enabled";

/// The first release that tracks shuffle files unless told otherwise.
const TRACKS: MinorVersion = MinorVersion::new(3, 4);

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        let Some(enabled) = job.conf.setting(ENABLED).filter(|it| it.value.trim() == "true") else {
            continue;
        };
        if !is_untracked(job) || moves_shuffle(job) {
            continue;
        }
        let at = job.conf.setting(TRACKING).unwrap_or(enabled);
        findings
            .at(
                job.artifact,
                &at.route,
                format!(
                    "{} adds and removes executors without tracking their shuffle files",
                    job.title()
                ),
            )
            .help(format!(
                "set `{TRACKING}` to `true`: there is no external shuffle service on Kubernetes"
            ));
    }
}

fn is_untracked(job: &Job<'_>) -> bool {
    match job.conf.get(TRACKING) {
        Some(value) => value.trim() == "false",
        None => job.known_spark().is_some_and(|spark| spark < TRACKS),
    }
}

/// Spark is also content when shuffle files move with decommissioned executors, or lie elsewhere.
fn moves_shuffle(job: &Job<'_>) -> bool {
    let on = |key: &str| job.conf.get(key).is_some_and(|value| value.trim() == "true");
    let blocks = "spark.storage.decommission.shuffleBlocks.enabled";
    let migrates = on("spark.decommission.enabled")
        && on("spark.storage.decommission.enabled")
        && (on(blocks) || job.conf.get(blocks).is_none() && job.spark() >= TRACKS);
    let elsewhere = ["spark.shuffle.manager", "spark.shuffle.sort.io.plugin.class"];
    migrates
        || on("spark.shuffle.service.enabled")
        || elsewhere.iter().any(|key| job.conf.get(key).is_some())
}

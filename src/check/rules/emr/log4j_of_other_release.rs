//! Settings for log4j in the syntax of another release.

use crate::catalog::emr::Feature;
use crate::check::bundle::Job;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// Settings for log4j in the syntax of another release.
pub const RULE: Rule = Rule {
    code: Code("log4j-of-other-release"),
    severity: Severity::Warning,
    summary: "settings for log4j are in the syntax of log4j 1 for a release with log4j 2, or the reverse",
    page: include_str!("log4j_of_other_release.md"),
    check,
};

/// What keys of log4j 1 begin with.
const OF_1: [&str; 1] = ["log4j."];
/// What keys of log4j 2 begin with.
const OF_2: [&str; 4] = ["appender.", "logger.", "property.", "rootLogger"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        let Some(release) = &job.release else { continue };
        let has_2 = Feature::Log4j2.is_in(release);
        let (foreign, own): (&[&str], _) = if has_2 { (&OF_1, 2) } else { (&OF_2, 1) };
        for name in ["spark-log4j", "spark-log4j2"] {
            judge(job, name, foreign, own, findings);
        }
    }
}

/// Reports the first key of a classification that the release's log4j does not read.
fn judge(job: &Job<'_>, name: &str, foreign: &[&str], own: u32, findings: &mut Findings) {
    let classes = job.classification(name).into_iter();
    let mut keys = classes.flat_map(|(at, map)| map.keys().map(move |key| (at.then(key), key)));
    let is_foreign = |key: &str| foreign.iter().any(|start| key.starts_with(start));
    let Some((route, key)) = keys.find(|(_, key)| is_foreign(key)) else { return };
    let release = job.release.as_ref().map_or("its release", |label| label.base());
    let help = match own {
        1 => "write it as log4j 1 does: `log4j.rootCategory: WARN, console`",
        _ => {
            "write it as log4j 2 does: `rootLogger.level: warn`, `logger.<name>.name` and `logger.<name>.level`"
        }
    };
    findings
        .at_key(
            job.artifact,
            &route,
            format!(
                "{} sets `{key}`, which is not for log4j {own}, and {release} has no other",
                job.title()
            ),
        )
        .help(help);
}

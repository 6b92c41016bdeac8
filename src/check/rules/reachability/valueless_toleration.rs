//! A toleration of the job submitter that EMR's API refuses.

use crate::check::bundle::Role;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

const PREFIX: &str = "jobsubmitter.node.toleration.";

/// A toleration of the job submitter that EMR's API refuses.
pub const RULE: Rule = Rule {
    code: Code("valueless-toleration"),
    severity: Severity::Error,
    summary: "a toleration of the job submitter has no value or no effect, which EMR refuses",
    page: include_str!("valueless_toleration.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let submitters = bundle.pods.iter().filter(|pod| pod.role == Role::Submitter);
    for (pod, job) in submitters.filter_map(|pod| Some((pod, bundle.job_of(pod)?))) {
        for (home, properties) in job.classification("emr-job-submitter") {
            for (key, value) in properties {
                let Some(taint) = key.strip_prefix(PREFIX) else { continue };
                let route = home.then(key);
                if let Some((taint, "effect" | "tolerationSeconds")) = taint.rsplit_once('.') {
                    if !properties.contains_key(&format!("{PREFIX}{taint}")) {
                        findings
                            .at_key(
                                job.artifact,
                                &route,
                                format!("{} tolerates `{taint}` without a value", pod.title),
                            )
                            .help(format!(
                                "add `{PREFIX}{taint}` with the value that the taint has"
                            ));
                    }
                    continue;
                }
                if value.as_str() == Some("") {
                    findings
                        .at(
                            job.artifact,
                            &route,
                            format!("{} tolerates `{taint}` without a value", pod.title),
                        )
                        .help("EMR refuses an empty value: give the taint of the pool one, such as `true`, and write it here");
                } else if !properties.contains_key(&format!("{key}.effect")) {
                    findings
                        .at(
                            job.artifact,
                            &route,
                            format!("{} tolerates `{taint}` without an effect", pod.title),
                        )
                        .help(format!("add `{key}.effect: NoSchedule`"));
                }
            }
        }
    }
}

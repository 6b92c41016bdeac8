//! A gang that fails before its nodes are there.

use crate::check::bundle::POLICY;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A gang that fails before its nodes are there.
pub const RULE: Rule = Rule {
    code: Code("short-gang-timeout"),
    severity: Severity::Warning,
    summary: "a gang of style Hard gives up before new nodes can be ready, and the application fails",
    page: include_str!("short_gang_timeout.md"),
    check,
};

/// How long a fleet of new nodes may well take, in seconds: a node 40 to 90, and not all come at
/// once.
const NODES: i64 = 120;

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for placement in bundle.placements() {
        for pod in placement.subjects(&bundle.pods) {
            let Some(policy) = pod.annotations.get(POLICY) else { continue };
            let of = |key: &str| {
                let mut parts = policy.split(' ').filter_map(|part| part.split_once('='));
                parts.find(|(known, _)| *known == key).map(|(_, value)| value)
            };
            let seconds = of("placeholderTimeoutInSeconds").and_then(|it| it.parse::<i64>().ok());
            let Some(seconds) = seconds.filter(|seconds| (1..NODES).contains(seconds)) else {
                continue;
            };
            if of("gangSchedulingStyle") != Some("Hard") {
                continue;
            }
            let at = pod.place_of_annotation(POLICY, &bundle.jobs);
            findings
                .at(
                    at.artifact,
                    &at.route,
                    format!(
                        "the gang of {} gives up {seconds} s after its first place, and the job fails, unless all other nodes are up by then",
                        pod.title
                    ),
                )
                .help("allow some minutes, or take the style `Soft`; in a spec: `scheduler: { yunikorn: { placeholderTimeout: 10m } }`");
        }
    }
}

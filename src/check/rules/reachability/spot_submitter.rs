//! A job submitter may land on spot capacity.

use crate::catalog::label::CAPACITY_TYPE;
use crate::check::bundle::Role;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A job submitter may land on spot capacity.
pub const RULE: Rule = Rule {
    code: Code("spot-submitter"),
    severity: Severity::Warning,
    summary: "a job submitter may land on spot capacity, where one interruption fails the run",
    page: include_str!("spot_submitter.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for placement in bundle.placements() {
        let Some(nodes) = placement.spot_nodes(&bundle.pools) else { continue };
        let subjects = placement.subjects(&bundle.pods);
        for pod in subjects.into_iter().filter(|pod| pod.role == Role::Submitter) {
            if pod.is_unplaced() {
                continue;
            }
            let at = pod.place_of(CAPACITY_TYPE);
            findings
                .at(
                    at.artifact,
                    &at.route,
                    format!("{} may land on {nodes}", pod.title),
                )
                .help(format!(
                    "add `jobsubmitter.node.selector.{CAPACITY_TYPE}: on-demand` to the classification `emr-job-submitter`"
                ));
        }
    }
}

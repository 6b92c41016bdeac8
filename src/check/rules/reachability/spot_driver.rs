//! A driver may land on spot capacity.

use crate::catalog::label::CAPACITY_TYPE;
use crate::check::bundle::Role;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A driver may land on spot capacity.
pub const RULE: Rule = Rule {
    code: Code("spot-driver"),
    severity: Severity::Warning,
    summary: "a driver may land on spot capacity, where one interruption ends the job",
    page: include_str!("spot_driver.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for placement in bundle.placements() {
        let Some(nodes) = placement.spot_nodes(&bundle.pools) else { continue };
        let subjects = placement.subjects(&bundle.pods);
        for pod in subjects.into_iter().filter(|pod| pod.role == Role::Driver) {
            let at = pod.place_of(CAPACITY_TYPE);
            let message = format!("{} may land on {nodes}", pod.title);
            findings.at(at.artifact, &at.route, message).help(format!(
                "let it select `{CAPACITY_TYPE}: on-demand`; in a spec: `driver: {{ capacity: on-demand }}`"
            ));
        }
    }
}

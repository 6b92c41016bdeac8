//! A driver may land on spot capacity.

use crate::catalog::label::CAPACITY_TYPE;
use crate::check::bundle::{Role, words};
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
        let spot = placement.open(&bundle.pools).filter(|(_, landing)| landing.spot);
        let pools: Vec<&str> = spot.map(|(pool, _)| pool.name()).collect();
        if pools.is_empty() {
            continue;
        }
        let subjects = placement.subjects(&bundle.pods);
        for pod in subjects.into_iter().filter(|pod| pod.role == Role::Driver) {
            let at = pod.place_of(CAPACITY_TYPE);
            let noun = if pools.len() == 1 { "pool" } else { "pools" };
            let message =
                format!("{} may land on spot nodes of {noun} {}", pod.title, words::some(&pools));
            findings.at(at.artifact, &at.route, message).help(format!(
                "let it select `{CAPACITY_TYPE}: on-demand`; in a spec: `driver: {{ capacity: on-demand }}`"
            ));
        }
    }
}

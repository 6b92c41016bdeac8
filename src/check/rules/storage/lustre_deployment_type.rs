//! A Lustre file system of whatever type comes by default.

use crate::catalog::fsx::Deployment;
use crate::check::bundle::lustre::{Said, file_systems};
use crate::check::bundle::words;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A Lustre file system of whatever type comes by default.
pub const RULE: Rule = Rule {
    code: Code("lustre-deployment-type"),
    severity: Severity::Warning,
    summary: "a Lustre file system without a deployment type gets the oldest one",
    page: include_str!("lustre_deployment_type.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for system in file_systems(bundle) {
        let [field, ..] = system.fields;
        let known = words::either(Deployment::ALL.map(|(name, _)| name));
        let (message, at) = match &system.deployment {
            Said::Nothing => (
                format!(
                    "{} has no `{field}`, and so is `SCRATCH_1`: not replicated, not encrypted in transit, and not offered in every region",
                    system.title
                ),
                (system.artifact, system.home.clone()),
            ),
            Said::This(text, at) if Deployment::parse(text).is_none() => (
                format!("`{text}` is no deployment type of Lustre that emrgen knows"),
                (at.artifact, at.route.clone()),
            ),
            Said::This(..) | Said::Unknown => continue,
        };
        findings
            .at(at.0, &at.1, message)
            .help(format!("`{field}` is {known}; `SCRATCH_2` suits shuffle data"));
    }
}

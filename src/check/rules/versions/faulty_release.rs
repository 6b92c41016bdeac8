//! A patch of Karpenter with a known fault is installed.

use crate::catalog::karpenter::FAULTY;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A patch of Karpenter with a known fault is installed.
pub const RULE: Rule = Rule {
    code: Code("faulty-release"),
    severity: Severity::Warning,
    summary: "a patch of Karpenter is installed that its own upgrade guide warns of",
    page: include_str!("faulty_release.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for install in bundle.installs_of("karpenter") {
        let Some((version, route)) = &install.version else { continue };
        let plain = version.trim_start_matches('v');
        let Some((_, fault)) = FAULTY.iter().find(|(faulty, _)| *faulty == plain) else { continue };
        findings
            .at(install.artifact, route, format!("Karpenter {version} {fault}"))
            .help("install another patch of this release, or a later release");
    }
}

//! Manifests are written for another Karpenter than the one that is installed.

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// Manifests are written for another Karpenter than the one that is installed.
pub const RULE: Rule = Rule {
    code: Code("chart-of-other-karpenter"),
    severity: Severity::Warning,
    summary: "the Karpenter that is installed is not the one that is targeted",
    page: include_str!("chart_of_other_karpenter.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let Some(target) = bundle.context.stated_karpenter() else { return };
    for install in bundle.installs_of("karpenter") {
        let Some(release) = install.release().filter(|release| *release != target) else {
            continue;
        };
        let Some((version, route)) = &install.version else { continue };
        let effect = if release < target {
            "does not know all fields that are checked for"
        } else {
            "may know more than is checked for"
        };
        findings
            .at(
                install.artifact,
                route,
                format!("Karpenter {version} is installed, and {target} is targeted: it {effect}"),
            )
            .help(format!(
                "install {target}, or target {release}: `--karpenter {release}`; in \
                a spec: `cluster.karpenter`"
            ));
    }
}

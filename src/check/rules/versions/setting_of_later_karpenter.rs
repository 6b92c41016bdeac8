//! Karpenter is given a setting that it does not have yet.

use serde_json::Value;

use crate::catalog::karpenter;
use crate::check::bundle::Install;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::MinorVersion;

/// Karpenter is given a setting that it does not have yet.
pub const RULE: Rule = Rule {
    code: Code("setting-of-later-karpenter"),
    severity: Severity::Warning,
    summary: "a feature gate or setting that came with a later Karpenter than the one installed",
    page: include_str!("setting_of_later_karpenter.md"),
    check,
};

/// Settings that came after 1.0. Source: the values of the charts 1.0 to 1.14.
const SETTINGS: [(&str, MinorVersion); 3] = [
    ("minValuesPolicy", MinorVersion::new(1, 6)),
    ("disableDryRun", MinorVersion::new(1, 6)),
    ("enableZonalShift", MinorVersion::new(1, 12)),
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for install in bundle.installs_of("karpenter") {
        let stated = bundle.context.stated_karpenter();
        // What Karpenter read before 1.0, the catalog does not say.
        let release = install.release().or(stated).filter(|it| it.major > 0);
        let Some(release) = release else { continue };
        for gate in karpenter::GATES.iter().filter(|gate| gate.since > release) {
            let pointer = format!("/settings/featureGates/{}", gate.value_key);
            // A gate that is written as closed does no harm.
            if install.value(&pointer) == Some(&Value::Bool(true)) {
                let noun = format!("feature gate {}", gate.name);
                report(install, &pointer, &noun, gate.since, release, findings);
            }
        }
        for (key, since) in SETTINGS.iter().filter(|(_, since)| *since > release) {
            let pointer = format!("/settings/{key}");
            let is_on = |it: &&Value| !matches!(it, Value::Null | Value::Bool(false));
            if install.value(&pointer).filter(is_on).is_some() {
                report(install, &pointer, &format!("`{key}`"), *since, release, findings);
            }
        }
    }
}

fn report(
    install: &Install<'_>,
    pointer: &str,
    noun: &str,
    since: MinorVersion,
    release: MinorVersion,
    findings: &mut Findings,
) {
    findings
        .at(
            install.artifact,
            &install.place(pointer),
            format!("{noun} came with Karpenter {since}, and {release} does not read it"),
        )
        .help(format!("install Karpenter {since} or later, or leave it out"));
}

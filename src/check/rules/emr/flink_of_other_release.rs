//! A deployment says one Flink and runs another.

use serde_json::Value;

use crate::catalog::emr::{self, EmrRelease};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::units::{MinorVersion, ReleaseLabel};

/// A deployment says one Flink and runs another.
pub const RULE: Rule = Rule {
    code: Code("flink-of-other-release"),
    severity: Severity::Warning,
    summary: "the Flink version of a deployment is not that of its EMR release",
    page: include_str!("flink_of_other_release.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for artifact in bundle.flink_deployments() {
        let spec = artifact.value().and_then(|value| value.get("spec"));
        let text = |key: &str| spec.and_then(|spec| spec.get(key)).and_then(Value::as_str);
        let (Some(said), Some(label)) = (text("flinkVersion"), text("emrReleaseLabel")) else {
            continue;
        };
        let release = ReleaseLabel::parse(label).ok().and_then(|label| emr::release(&label));
        let Some(has) = release.and_then(EmrRelease::flink_version) else { continue };
        if version(said).is_none_or(|said| said == has) {
            continue;
        }
        findings
            .at(
                artifact,
                &route!["spec", "flinkVersion"],
                format!(
                    "deployment `{}` says Flink `{said}`, but `{label}` has Flink {has}",
                    artifact.name().unwrap_or_default()
                ),
            )
            .related(artifact, &route!["spec", "emrReleaseLabel"], "the release")
            .help(format!("write `v{}_{}`", has.major, has.minor));
    }
}

/// `v1_18` is 1.18.
fn version(text: &str) -> Option<MinorVersion> {
    let (major, minor) = text.strip_prefix('v')?.split_once('_')?;
    Some(MinorVersion::new(major.parse().ok()?, minor.parse().ok()?))
}

//! A volume has an option that Spark does not read.

use crate::check::bundle::conf_volume::ConfVolume;
use crate::check::bundle::{Job, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::Role;
use crate::units::spelling;

/// A volume has an option that Spark does not read.
pub const RULE: Rule = Rule {
    code: Code("unknown-volume-option"),
    severity: Severity::Warning,
    summary: "a volume of Spark's configuration has an option that Spark does not read",
    page: include_str!("unknown_volume_option.md"),
    check,
};

/// What every volume may have. Source: `KubernetesVolumeUtils` of Spark, 3.1 to 4.1.
const OF_MOUNTS: [&str; 4] = ["mount.path", "mount.subPath", "mount.subPathExpr", "mount.readOnly"];

/// From here on two names are alike.
const ALIKE: f64 = 0.6;

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        for role in job.made_by_spark().iter().copied() {
            for volume in job.conf_volumes(role) {
                of_volume(findings, job, role, &volume);
            }
        }
    }
}

fn of_volume(findings: &mut Findings, job: &Job<'_>, role: Role, volume: &ConfVolume<'_>) {
    let Some(options) = options(volume.kind) else { return };
    let known: Vec<&str> = OF_MOUNTS.iter().chain(options).copied().collect();
    for (property, setting) in &volume.properties {
        let is_free = volume.kind == "persistentVolumeClaim"
            && ["label.", "annotation."].iter().any(|prefix| property.starts_with(prefix));
        if is_free || known.contains(property) {
            continue;
        }
        let message = format!(
            "the volume `{}` of the {} of {} has `{property}`, which Spark does not read",
            volume.name,
            role.word(),
            job.title()
        );
        findings.at_key(job.artifact, &setting.route, message).help(help(property, &known));
    }
}

/// The options of a type of volume.
fn options(kind: &str) -> Option<&'static [&'static str]> {
    Some(match kind {
        "persistentVolumeClaim" => {
            &["options.claimName", "options.storageClass", "options.sizeLimit"]
        }
        "hostPath" => &["options.path", "options.type"],
        "emptyDir" => &["options.medium", "options.sizeLimit"],
        "nfs" => &["options.server", "options.path"],
        _ => return None,
    })
}

fn help(property: &str, known: &[&str]) -> String {
    match spelling::most_alike(property, known.iter().copied(), ALIKE) {
        Some(nearest) => format!("write `{nearest}`, if that is meant"),
        None => format!("what such a volume may have is {}", words::both(known)),
    }
}

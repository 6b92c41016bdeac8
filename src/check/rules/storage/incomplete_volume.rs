//! A volume of Spark's configuration lacks what it cannot do without.

use crate::check::bundle::Job;
use crate::check::bundle::conf_volume::ConfVolume;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::Role;

/// A volume of Spark's configuration lacks what it cannot do without.
pub const RULE: Rule = Rule {
    code: Code("incomplete-volume"),
    severity: Severity::Error,
    summary: "a volume of Spark's configuration lacks its path, its claim, or the claim's class and size",
    page: include_str!("incomplete_volume.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        for role in job.made_by_spark().iter().copied() {
            of_role(findings, job, role);
        }
    }
}

fn of_role(findings: &mut Findings, job: &Job<'_>, role: Role) {
    for volume in job.conf_volumes(role) {
        let (kind, name, properties) = (volume.kind, volume.name, &volume.properties);
        let lacking = lacking(&volume);
        let Some(first) = properties.values().next().filter(|_| !lacking.is_empty()) else {
            continue;
        };
        let role = role.word();
        let at = properties.get("options.claimName").unwrap_or(first);
        let keys: Vec<String> = lacking.iter().map(|key| format!("`{key}`")).collect();
        let keys = crate::check::bundle::words::series(&keys, "and");
        let fate = if lacking.contains(&"options.storageClass")
            || lacking.contains(&"options.sizeLimit")
        {
            "makes no claim for it, and the pods wait for one for ever"
        } else {
            "refuses to start"
        };
        findings
            .at(
                job.artifact,
                &at.route,
                format!(
                    "the volume `{name}` of the {role} of {} has no {keys}: Spark {fate}",
                    job.title()
                ),
            )
            .help(format!("add `spark.kubernetes.{role}.volumes.{kind}.{name}.{}`", lacking[0]));
    }
}

/// The properties that a volume of a type must have and this one has not. A claim that Spark makes
/// is made only if both its class and its size are said.
fn lacking(volume: &ConfVolume<'_>) -> Vec<&'static str> {
    let needed: &[&'static str] = match volume.kind {
        "persistentVolumeClaim" if volume.is_on_demand() => {
            &["options.storageClass", "options.sizeLimit"]
        }
        "persistentVolumeClaim" => &["options.claimName"],
        "hostPath" => &["options.path"],
        "nfs" => &["options.server", "options.path"],
        _ => &[],
    };
    let all = ["mount.path"].iter().chain(needed);
    all.copied().filter(|key| !volume.properties.contains_key(key)).collect()
}

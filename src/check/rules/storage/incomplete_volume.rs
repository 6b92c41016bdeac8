//! A volume of Spark's configuration lacks what it cannot do without.

use std::collections::BTreeMap;

use crate::check::bundle::{Job, Setting};
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
    for job in &bundle.jobs {
        for role in [Role::Driver, Role::Executor] {
            of_role(findings, job, role.word());
        }
    }
}

fn of_role(findings: &mut Findings, job: &Job<'_>, role: &str) {
    let prefix = format!("spark.kubernetes.{role}.volumes.");
    let mut volumes: BTreeMap<(&str, &str), BTreeMap<&str, &Setting>> = BTreeMap::new();
    for (key, setting) in job.conf.under(&prefix) {
        let mut parts = key.splitn(3, '.');
        if let (Some(kind), Some(name), Some(rest)) = (parts.next(), parts.next(), parts.next()) {
            volumes.entry((kind, name)).or_default().insert(rest, setting);
        }
    }
    for ((kind, name), properties) in volumes {
        let lacking = lacking(kind, &properties);
        let Some(first) = properties.values().next().filter(|_| !lacking.is_empty()) else {
            continue;
        };
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
                    "the volume `{name}` of the {role} of job `{}` has no {keys}: Spark {fate}",
                    job.name
                ),
            )
            .help(format!("add `{prefix}{kind}.{name}.{}`", lacking[0]));
    }
}

/// The properties that a volume of a type must have and this one has not. A claim that Spark makes
/// is made only if both its class and its size are said.
fn lacking(kind: &str, properties: &BTreeMap<&str, &Setting>) -> Vec<&'static str> {
    let claim = properties.get("options.claimName").map(|setting| setting.value.as_str());
    let is_made =
        claim.is_some_and(|it| it.contains("OnDemand") || it.contains("SPARK_EXECUTOR_ID"));
    let needed: &[&'static str] = match kind {
        "persistentVolumeClaim" if is_made => &["options.storageClass", "options.sizeLimit"],
        "persistentVolumeClaim" => &["options.claimName"],
        "hostPath" => &["options.path"],
        "nfs" => &["options.server", "options.path"],
        _ => &[],
    };
    let all = ["mount.path"].iter().chain(needed);
    all.copied().filter(|key| !properties.contains_key(key)).collect()
}

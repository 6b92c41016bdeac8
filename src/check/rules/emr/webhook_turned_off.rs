//! An application has fields that the operator does not apply.

use serde_json::Value;

use crate::check::bundle::{Install, JobSource, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// An application has fields that the operator does not apply.
pub const RULE: Rule = Rule {
    code: Code("webhook-turned-off"),
    severity: Severity::Warning,
    summary: "fields of an application that the operator's webhook applies, and the webhook is off",
    page: include_str!("webhook_turned_off.md"),
    check,
};

/// Fields of a driver or executor that no setting of Spark stands for. Source: the operator's
/// webhook, 1.1 to 2.x.
const FIELDS: [&str; 8] = [
    "affinity",
    "configMaps",
    "dnsConfig",
    "hostAliases",
    "hostNetwork",
    "initContainers",
    "sidecars",
    "tolerations",
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let installs = || bundle.installs().iter().filter(|it| it.chart == "spark-operator");
    let Some(off) = installs().find(|install| is_off(install)) else { return };
    // Another operator in the cluster may have its webhook.
    if installs().any(|install| !is_off(install)) {
        return;
    }
    for job in bundle.jobs.iter().filter(|job| job.source == JobSource::SparkApplication) {
        for role in ["driver", "executor"] {
            let has = |field: &&&str| {
                job.field(&format!("/{role}/{field}")).is_some_and(|it| !is_empty(it))
            };
            let fields: Vec<&str> = FIELDS.iter().filter(has).copied().collect();
            let Some(first) = fields.first() else { continue };
            findings
                .at_key(
                    job.artifact,
                    &job.place(&format!("/{role}/{first}")),
                    format!(
                        "the {role} of {} does not get its {}: the operator's webhook is turned off",
                        job.title(),
                        words::both(&fields)
                    ),
                )
                .related(off.artifact, &off.place("/webhook/enable"), "the operator")
                .help("set `webhook.enable: true`, or say it in a pod template of Spark");
        }
    }
}

fn is_off(install: &Install<'_>) -> bool {
    install.value("/webhook/enable") == Some(&Value::Bool(false))
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(true) | Value::Number(_) | Value::String(_) => false,
    }
}

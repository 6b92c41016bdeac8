//! A key is EMR's to set.

use crate::check::bundle::{Job, JobSource};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A key is EMR's to set.
pub const RULE: Rule = Rule {
    code: Code("key-set-by-emr"),
    severity: Severity::Warning,
    summary: "EMR sets the key itself, and the job's value is ignored or stops it",
    page: include_str!("key_set_by_emr.md"),
    check,
};

/// What EMR decides by the virtual cluster and the request.
const KEYS: [(&str, &str); 6] = [
    ("spark.kubernetes.namespace", "the namespace is that of the virtual cluster"),
    ("spark.master", "the master is the cluster that the virtual cluster belongs to"),
    ("spark.submit.deployMode", "EMR starts every driver in a pod of its own"),
    ("spark.app.id", "the id is that of the job run"),
    ("spark.kubernetes.driver.podTemplateContainerName", MAIN),
    ("spark.kubernetes.executor.podTemplateContainerName", MAIN),
];

/// How many of them, from the first on, are known to hold for the kernels of an endpoint as well.
const OF_EVERY_REQUEST: usize = 2;

const MAIN: &str = "the main containers are `spark-kubernetes-driver` and `spark-kubernetes-executor` in every template";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let of_emr = |it: &&Job<'_>| it.source != JobSource::SparkApplication;
    for said in bundle.configured().filter(of_emr) {
        let keys = if said.is_endpoint() { &KEYS[..OF_EVERY_REQUEST] } else { &KEYS[..] };
        for (key, why) in keys {
            let Some(setting) = said.conf.setting(key) else { continue };
            // Whoever says what EMR does anyway loses nothing.
            if key.ends_with("ContainerName") && setting.value.starts_with("spark-kubernetes-") {
                continue;
            }
            findings
                .at(
                    said.artifact,
                    &setting.route,
                    format!("{} sets `{key}`, which EMR sets itself", said.title()),
                )
                .help(format!("remove it: {why}"));
        }
    }
}

//! A key that another cluster manager reads.

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A key that another cluster manager reads.
pub const RULE: Rule = Rule {
    code: Code("key-of-other-cluster-manager"),
    severity: Severity::Note,
    summary: "a job sets a key of YARN or Mesos, which nothing reads on Kubernetes",
    page: include_str!("key_of_other_cluster_manager.md"),
    check,
};

/// Keys that have one for Kubernetes in their place.
const INSTEAD: [(&str, &str); 5] = [
    ("spark.yarn.executor.memoryOverhead", "spark.executor.memoryOverhead"),
    ("spark.yarn.driver.memoryOverhead", "spark.driver.memoryOverhead"),
    ("spark.yarn.jars", "spark.jars"),
    ("spark.yarn.dist.files", "spark.files"),
    ("spark.yarn.dist.archives", "spark.archives"),
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        for (key, settings) in job.conf.iter() {
            let manager = match key.split('.').nth(1) {
                Some("yarn") => "YARN",
                Some("mesos") => "Mesos",
                _ => continue,
            };
            let instead = INSTEAD.iter().find(|(of_yarn, _)| *of_yarn == key);
            let help = match instead {
                Some((_, instead)) => format!("write `{instead}`"),
                None => "leave it away".to_owned(),
            };
            findings
                .at_key(
                    job.artifact,
                    &settings[0].route,
                    format!("{} sets `{key}`, which only {manager} reads", job.title()),
                )
                .help(help);
        }
    }
}

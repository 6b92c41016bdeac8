//! A Spark key is not in the job's release.

use crate::catalog::spark::{self, Key};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::MinorVersion;

/// A Spark key is not in the job's release.
pub const RULE: Rule = Rule {
    code: Code("spark-key-of-other-release"),
    severity: Severity::Warning,
    summary: "the job's release of Spark does not have the configuration key",
    page: include_str!("spark_key_of_other_release.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for said in bundle.configured() {
        let Some(spark) = said.known_spark() else { continue };
        for (key, settings) in said.conf.iter() {
            let Some(when) = when(key, spark) else { continue };
            findings
                .at_key(
                    said.artifact,
                    &settings[0].route,
                    format!("{} sets `{key}`, which Spark {spark} does not have", said.title()),
                )
                .help(when);
        }
    }
}

/// What to do about a key that a release does not have; `None` for one that it may have.
fn when(key: &str, spark: MinorVersion) -> Option<String> {
    match spark::declared(key) {
        Some(key) => (!key.is_in(spark)).then(|| of_declared(key, spark)),
        None => spark::prefix_since(key).filter(|since| *since > spark).map(came_with),
    }
}

fn of_declared(key: &Key, spark: MinorVersion) -> String {
    let releases: Vec<MinorVersion> = key.releases().collect();
    match (releases.first(), releases.last()) {
        (Some(first), _) if *first > spark => came_with(*first),
        (_, Some(last)) => format!("the last with it is Spark {last}: remove the key"),
        (_, None) => "remove the key".to_owned(),
    }
}

fn came_with(first: MinorVersion) -> String {
    format!("it came with Spark {first}: choose a release with that, or remove the key")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_kubernetes_came_with_their_releases() {
        for (key, minor) in [
            ("spark.driver.memoryOverheadFactor", 3),
            ("spark.executor.memoryOverheadFactor", 3),
            ("spark.kubernetes.allocation.maxPendingPods", 2),
            ("spark.kubernetes.driver.node.selector.disk", 3),
            ("spark.kubernetes.driver.ownPersistentVolumeClaim", 2),
            ("spark.kubernetes.driver.reusePersistentVolumeClaim", 2),
            ("spark.kubernetes.driver.scheduler.name", 3),
            ("spark.kubernetes.driver.service.label.team", 4),
            ("spark.kubernetes.driver.waitToReusePersistentVolumeClaim", 4),
            ("spark.kubernetes.executor.decommissionLabel", 3),
            ("spark.kubernetes.executor.decommissionLabelValue", 3),
            ("spark.kubernetes.executor.node.selector.disk", 3),
            ("spark.kubernetes.scheduler.name", 3),
        ] {
            assert_eq!(when(key, MinorVersion::new(3, minor)), None, "{key}");
            let before = when(key, MinorVersion::new(3, minor - 1));
            assert_eq!(before, Some(came_with(MinorVersion::new(3, minor))), "{key}");
        }
        assert_eq!(when("spark.kubernetes.node.selector.disk", MinorVersion::new(2, 4)), None);
    }
}

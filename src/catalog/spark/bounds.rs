//! What Spark and Kubernetes ask of values beyond the type that Spark declares.
//!
//! Source: the checks in Spark's `Config.scala` of Kubernetes, its `internal/config/package.scala`
//! and `SparkSubmitArguments`, 3.1 to 4.1; the API reference of Kubernetes for what is handed on.

use super::{ValueType, declared};
use crate::units::{DnsLabel, QualifiedName};

/// Keys whose values are bound more tightly than their declared types say.
const BOUND: &[(&str, ValueType)] = &[
    ("spark.blockManager.port", ValueType::Port),
    ("spark.driver.blockManager.port", ValueType::Port),
    ("spark.driver.cores", ValueType::Count),
    ("spark.driver.memoryOverheadFactor", ValueType::PositiveDouble),
    ("spark.driver.port", ValueType::Port),
    ("spark.dynamicAllocation.initialExecutors", ValueType::Whole),
    ("spark.dynamicAllocation.maxExecutors", ValueType::Whole),
    ("spark.dynamicAllocation.minExecutors", ValueType::Whole),
    ("spark.executor.cores", ValueType::Count),
    ("spark.executor.memoryOverheadFactor", ValueType::PositiveDouble),
    ("spark.kubernetes.allocation.batch.delay", ValueType::PositiveDuration),
    ("spark.kubernetes.allocation.batch.size", ValueType::Count),
    ("spark.kubernetes.allocation.executor.timeout", ValueType::PositiveDuration),
    ("spark.kubernetes.allocation.maxPendingPods", ValueType::Count),
    ("spark.kubernetes.container.image.pullPolicy", PULL_POLICY),
    ("spark.kubernetes.driver.limit.cores", ValueType::Quantity),
    ("spark.kubernetes.driver.request.cores", ValueType::Quantity),
    ("spark.kubernetes.executor.apiPollingInterval", ValueType::PositiveDuration),
    ("spark.kubernetes.executor.eventProcessingInterval", ValueType::PositiveDuration),
    ("spark.kubernetes.executor.limit.cores", ValueType::Quantity),
    ("spark.kubernetes.executor.request.cores", ValueType::Quantity),
    ("spark.storage.decommission.fallbackStorage.path", ValueType::Directory),
    ("spark.ui.port", ValueType::Port),
];

const PULL_POLICY: ValueType = ValueType::OneOf(&["Always", "Never", "IfNotPresent"]);
const HOST_PATH: ValueType = ValueType::OneOf(&[
    "",
    "DirectoryOrCreate",
    "Directory",
    "FileOrCreate",
    "File",
    "Socket",
    "CharDevice",
    "BlockDevice",
]);
const MEDIUM: ValueType =
    ValueType::OneOf(&["", "Memory", "HugePages", "HugePages-2Mi", "HugePages-1Gi"]);

/// What the values of a key are, where that is known.
#[must_use]
pub fn value_type(name: &str) -> Option<ValueType> {
    if let Ok(at) = BOUND.binary_search_by(|(key, _)| (*key).cmp(name)) {
        return Some(BOUND[at].1);
    }
    declared(name)
        .and_then(|key| key.value_type)
        .or_else(|| of_volume(name))
        .or_else(|| of_label(name))
}

/// The type of a volume's property: `spark.kubernetes.<role>.volumes.<type>.<name>.<property>`.
fn of_volume(name: &str) -> Option<ValueType> {
    let rest = name.strip_prefix("spark.kubernetes.")?.split_once(".volumes.")?.1;
    let mut parts = rest.splitn(3, '.');
    let (kind, property) = (parts.next()?, parts.nth(1)?);
    Some(match (kind, property) {
        (_, "mount.readOnly") => ValueType::Bool,
        (_, "mount.subPath") => ValueType::Inner,
        ("persistentVolumeClaim", "options.claimName" | "options.storageClass") => ValueType::Name,
        ("hostPath", "options.type") => HOST_PATH,
        ("emptyDir", "options.medium") => MEDIUM,
        ("emptyDir" | "persistentVolumeClaim", "options.sizeLimit") => ValueType::Quantity,
        _ => return None,
    })
}

/// Keys that hold a label or a part of a node selector, whose values Kubernetes bounds alike.
const LABELS: [&str; 6] = [
    "spark.kubernetes.driver.label.",
    "spark.kubernetes.driver.node.selector.",
    "spark.kubernetes.driver.service.label.",
    "spark.kubernetes.executor.label.",
    "spark.kubernetes.executor.node.selector.",
    "spark.kubernetes.node.selector.",
];

/// Keys that hold an annotation.
const ANNOTATIONS: [&str; 3] = [
    "spark.kubernetes.driver.annotation.",
    "spark.kubernetes.driver.service.annotation.",
    "spark.kubernetes.executor.annotation.",
];

/// What Kubernetes refuses in a key of Spark's: a label or an annotation by a key that none has, or
/// a volume by such a name. What is to be filled in passes.
#[must_use]
pub fn fault_in_key(name: &str) -> Option<String> {
    let rest = name.strip_prefix("spark.kubernetes.").filter(|rest| !rest.contains(['$', '{']))?;
    let key = LABELS.iter().chain(&ANNOTATIONS).find_map(|prefix| name.strip_prefix(prefix));
    if let Some(key) = key {
        let noun = format!("`{key}` is no key of a label or an annotation");
        return QualifiedName::parse(key).is_err().then_some(noun);
    }
    let volume = rest.split_once(".volumes.")?.1.split('.').nth(1)?;
    DnsLabel::parse(volume).is_err().then(|| format!("no volume can be called `{volume}`"))
}

fn of_label(name: &str) -> Option<ValueType> {
    LABELS.iter().any(|prefix| name.starts_with(prefix)).then_some(ValueType::Label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_of_declared_keys_in_order() {
        assert!(BOUND.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(BOUND.iter().all(|(key, _)| declared(key).is_some()));
    }

    #[test]
    fn names_in_keys_are_those_of_kubernetes() {
        for good in [
            "spark.kubernetes.driver.label.team",
            "spark.kubernetes.driver.annotation.yunikorn.apache.org/app-id",
            "spark.kubernetes.executor.volumes.emptyDir.spark-local-dir-1.mount.path",
            "spark.kubernetes.executor.annotation.${key}",
            "spark.kubernetes.executor.request.cores",
            "spark.acme.label.my team",
        ] {
            assert_eq!(fault_in_key(good), None, "{good}");
        }
        for bad in [
            "spark.kubernetes.driver.label.my team",
            "spark.kubernetes.driver.annotation.a/b/c",
            "spark.kubernetes.node.selector.-x",
            "spark.kubernetes.driver.service.annotation.x y",
            "spark.kubernetes.executor.volumes.emptyDir.Spark_Local.mount.path",
        ] {
            assert!(fault_in_key(bad).is_some(), "{bad}");
        }
    }

    #[test]
    fn properties_of_volumes_have_types() {
        let of = |rest: &str| value_type(&format!("spark.kubernetes.driver.volumes.{rest}"));
        assert_eq!(of("emptyDir.tmp.options.sizeLimit"), Some(ValueType::Quantity));
        assert_eq!(of("nfs.home.mount.readOnly"), Some(ValueType::Bool));
        assert_eq!(of("hostPath.disk.options.type"), Some(HOST_PATH));
        assert_eq!(of("hostPath.disk.options.path"), None);
        assert_eq!(value_type("spark.executor.memory"), Some(ValueType::Size));
        assert_eq!(value_type("spark.kubernetes.driver.label.team"), Some(ValueType::Label));
        assert_eq!(value_type("spark.kubernetes.driver.annotation.team"), None);
        assert_eq!(value_type("spark.etl.date"), None);
    }
}

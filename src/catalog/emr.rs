//! EMR on EKS releases: what is in the image, and what the service can do from which release on.

use std::sync::LazyLock;

use crate::units::{MinorVersion, ReleaseFamily, ReleaseLabel};

use super::table;

/// A release and the versions in its image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EmrRelease {
    /// The release without variant and tag: `emr-7.9.0`.
    pub name: &'static str,
    /// Spark, with EMR's revision: `3.5.3-amzn-0`.
    pub spark: Option<&'static str>,
    /// Iceberg.
    pub iceberg: Option<&'static str>,
    /// Hudi.
    pub hudi: Option<&'static str>,
    /// Delta Lake.
    pub delta: Option<&'static str>,
    /// Flink.
    pub flink: Option<&'static str>,
    /// Day of its first image, as it stands in labels: `20250425`.
    pub image: Option<&'static str>,
}

impl EmrRelease {
    /// The line of Spark releases: 3.5.
    #[must_use]
    pub fn spark_version(&self) -> Option<MinorVersion> {
        minor(self.spark?)
    }

    /// The line of Flink releases: 1.20.
    #[must_use]
    pub fn flink_version(&self) -> Option<MinorVersion> {
        minor(self.flink?)
    }
}

fn minor(version: &str) -> Option<MinorVersion> {
    let mut numbers = version.split('.').map(str::parse::<u32>);
    Some(MinorVersion::new(numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// The volumes that EMR adds to its pods; side-cars may mount them, and templates may not add
/// others of these names. Source: EMR on EKS Development Guide, pod templates.
pub const VOLUMES: [&str; 8] = [
    "config-volume",
    "emr-container-application-log-dir",
    "emr-container-communicate",
    "emr-container-event-log-dir",
    "emr-container-s3",
    "home-dir",
    "mnt-dir",
    "temp-data-dir",
];

/// The container that EMR adds to its pods for their logs.
pub const LOG_CONTAINER: &str = "emr-container-fluentd";

/// The variables that EMR sets in the main container.
/// Source: EMR on EKS Development Guide, pod templates.
pub const VARIABLES: [&str; 4] = [
    "K8S_SPARK_LOG_URL_STDERR",
    "K8S_SPARK_LOG_URL_STDOUT",
    "SIDECAR_SIGNAL_FILE",
    "SPARK_CONTAINER_ID",
];

/// The labels by which EMR finds the pods of a job run. Source: pods of job runs.
pub const LABELS: [&str; 6] = [
    "eks-subscription.amazonaws.com/emr.internal.id",
    "emr-containers.amazonaws.com/component",
    "emr-containers.amazonaws.com/dynamic.sizing.signature",
    "emr-containers.amazonaws.com/job.id",
    "emr-containers.amazonaws.com/resource.type",
    "emr-containers.amazonaws.com/virtual-cluster-id",
];

/// Whether an object has the name that EMR makes for those of one job run: `<run>-spark-defaults`,
/// `podtemplate-<run>`, `fluentd-<virtual cluster>-<run>`.
#[must_use]
pub fn is_of_one_run(name: &str) -> bool {
    let is_emrs = name.ends_with("-spark-defaults")
        || ["podtemplate-", "fluentd-", "emr-containers-s3-"].iter().any(|it| name.starts_with(it));
    let is_run = |part: &str| {
        let is_digit = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_lowercase();
        part.len() == 19 && part.starts_with("000") && part.bytes().all(is_digit)
    };
    is_emrs && name.split('-').any(is_run)
}

/// The paths that EMR reserves with everything below: it mounts volumes of its own there, in the
/// main container. Source: EMR on EKS guide, pod templates.
pub const RESERVED_PATHS: [&str; 6] = [
    "/home/hadoop",
    "/mnt",
    "/tmp",
    "/var/log/fluentd",
    "/var/log/spark/apps",
    "/var/log/spark/user",
];

/// Something that not every release can do.
/// Source: EMR on EKS Development Guide, release notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Feature {
    /// Pod templates for driver and executor.
    PodTemplates,
    /// Volume claims that Spark makes for each executor.
    OnDemandClaims,
    /// Decommissioning of executors.
    Decommissioning,
    /// Settings for log4j2 instead of log4j.
    Log4j2,
    /// Images in the public registry.
    PublicImages,
    /// Drivers that are started again.
    RetryPolicies,
    /// EMR's Spark operator.
    SparkOperator,
    /// Rotation of container logs.
    LogRotation,
    /// Reuse of claims without mixing up blocks.
    ClaimReuse,
    /// EMR's Flink operator.
    FlinkOperator,
    /// Livy.
    Livy,
    /// EKS Pod Identity in place of a web identity.
    PodIdentity,
}

impl Feature {
    /// All features, in the order of the releases that brought them.
    pub const ALL: [Self; 12] = [
        Self::PodTemplates,
        Self::OnDemandClaims,
        Self::Decommissioning,
        Self::Log4j2,
        Self::PublicImages,
        Self::RetryPolicies,
        Self::SparkOperator,
        Self::LogRotation,
        Self::ClaimReuse,
        Self::FlinkOperator,
        Self::Livy,
        Self::PodIdentity,
    ];

    /// What a job uses, in words: `pod templates`.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::PodTemplates => "pod templates",
            Self::OnDemandClaims => "claims on demand",
            Self::Decommissioning => "decommissioned executors",
            Self::Log4j2 => "settings for log4j2",
            Self::PublicImages => "images of the public registry",
            Self::RetryPolicies => "retry policies",
            Self::SparkOperator => "EMR's Spark operator's images",
            Self::LogRotation => "rotated logs",
            Self::ClaimReuse => "claims that executors take over",
            Self::FlinkOperator => "EMR's Flink operator's images",
            Self::Livy => "Livy",
            Self::PodIdentity => "EKS Pod Identity",
        }
    }

    /// The first release that can do it.
    #[must_use]
    pub const fn since(self) -> (u32, u32, u32) {
        match self {
            Self::PodTemplates | Self::OnDemandClaims | Self::Decommissioning => (6, 3, 0),
            Self::Log4j2 => (6, 8, 0),
            Self::PublicImages | Self::RetryPolicies => (6, 9, 0),
            Self::SparkOperator => (6, 10, 0),
            Self::LogRotation => (6, 11, 0),
            Self::ClaimReuse => (6, 12, 0),
            Self::FlinkOperator => (6, 13, 0),
            Self::Livy => (7, 1, 0),
            Self::PodIdentity => (7, 3, 0),
        }
    }

    /// Whether a release can do it.
    #[must_use]
    pub fn is_in(self, label: &ReleaseLabel) -> bool {
        let backport =
            self == Self::PodTemplates && label.version().0 == 5 && label.version() >= (5, 33, 0);
        label.version() >= self.since() || backport
    }
}

/// What runs the program of a release, by its label alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Runtime {
    /// Java, by its main version.
    pub java: u32,
    /// Scala.
    pub scala: MinorVersion,
}

/// The runtime of a release and variant: `emr-7.9.0-java11-latest` has Java 11.
#[must_use]
pub fn runtime(label: &ReleaseLabel) -> Runtime {
    let is_spark_4 = label.family() == ReleaseFamily::EmrSpark;
    let default_java = if label.version().0 >= 7 { 17 } else { 8 };
    let mut parts = label.variant().unwrap_or_default().split('-');
    let written = parts.find_map(|part| part.strip_prefix("java")?.parse().ok());
    Runtime {
        java: written.unwrap_or(default_java),
        scala: MinorVersion::new(2, if is_spark_4 { 13 } else { 12 }),
    }
}

static RELEASES: LazyLock<Vec<EmrRelease>> = LazyLock::new(|| {
    table::rows(include_str!("data/emr_releases.csv")).filter_map(|row| read(&row)).collect()
});

fn read(row: &[&'static str]) -> Option<EmrRelease> {
    let &[name, spark, iceberg, hudi, delta, flink, image] = row else { return None };
    let known = |field: &'static str| (!field.is_empty()).then_some(field);
    let (spark, iceberg, hudi) = (known(spark), known(iceberg), known(hudi));
    let (delta, flink, image) = (known(delta), known(flink), known(image));
    Some(EmrRelease { name, spark, iceberg, hudi, delta, flink, image })
}

/// All releases known, newest first.
#[must_use]
pub fn releases() -> &'static [EmrRelease] {
    &RELEASES
}

/// The release of a label; `None` may mean that it is newer than the catalog.
#[must_use]
pub fn release(label: &ReleaseLabel) -> Option<&'static EmrRelease> {
    RELEASES.iter().find(|release| release.name == label.base())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn label(text: &str) -> ReleaseLabel {
        ReleaseLabel::parse(text).unwrap()
    }

    #[test]
    fn every_line_is_read() {
        let lines = table::lines(include_str!("data/emr_releases.csv")).count();
        assert_eq!(releases().len(), lines);
        for known in releases() {
            assert_eq!(release(&label(known.name)), Some(known));
        }
    }

    #[test]
    fn releases_know_their_versions() {
        let known = release(&label("emr-7.9.0-latest")).unwrap();
        assert_eq!((known.spark, known.image), (Some("3.5.5"), Some("20250425")));
        assert_eq!(known.spark_version(), Some(MinorVersion::new(3, 5)));
        assert_eq!(known.flink_version(), Some(MinorVersion::new(1, 20)));
        assert_eq!(release(&label("emr-6.9.0")).unwrap().delta, Some("2.1.0"));
        assert_eq!(release(&label("emr-7.14.0")).unwrap().spark_version(), None);
        assert_eq!(release(&label("emr-9.0.0")), None);
    }

    #[test]
    fn features_come_with_releases() {
        assert!(Feature::PodIdentity.is_in(&label("emr-7.3.0")));
        assert!(!Feature::PodIdentity.is_in(&label("emr-7.2.0-latest")));
        assert!(Feature::LogRotation.is_in(&label("emr-spark-8.0.0")));
        assert!(Feature::PodTemplates.is_in(&label("emr-5.33.0")));
        assert!(!Feature::PodTemplates.is_in(&label("emr-6.2.0")));
        assert!(Feature::ALL.is_sorted_by_key(|feature| feature.since()));
    }

    #[test]
    fn runtimes_follow_label_and_variant() {
        let java = |text| runtime(&label(text)).java;
        assert_eq!((java("emr-6.15.0"), java("emr-7.0.0-latest")), (8, 17));
        assert_eq!(java("emr-6.15.0-java11-latest"), 11);
        assert_eq!(runtime(&label("emr-spark-8.0.0")).scala, MinorVersion::new(2, 13));
    }
}

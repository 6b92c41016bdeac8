//! Spark's configuration keys: which exist, from which release on, and what values they take.

mod bounds;
mod suggest;
mod value;

use std::sync::LazyLock;

use crate::units::MinorVersion;

use super::table;

pub use bounds::{fault_in_key, value_type};
pub use value::ValueType;

/// A configuration key that Spark declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// What its values are, where known.
    pub value_type: Option<ValueType>,
    /// The release that brought it, where known.
    pub since: Option<MinorVersion>,
    /// The releases that have it, as bits by place in the list of releases.
    releases: u8,
}

/// What is known of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Spark has it.
    Known(&'static Key),
    /// Spark has it, but not in the release asked for.
    OtherRelease(&'static Key),
    /// Anything may follow this prefix.
    Prefix(&'static str),
    /// EMR's own Spark, or a table format in its image, has it.
    Emr,
    /// Spark takes no notice of it, because it does not begin with `spark.`.
    NotSpark,
    /// Nothing is known of it. It may be a program's own.
    Unknown {
        /// The key that was probably meant.
        suggestion: Option<&'static str>,
    },
}

/// Beginnings that anything may follow. Source: Spark's configuration page and its page on
/// Kubernetes.
pub const PREFIXES: &[&str] = &[
    "spark.appMasterEnv.",
    "spark.databricks.",
    "spark.delta.",
    "spark.driver.resource.",
    "spark.executor.resource.",
    "spark.executorEnv.",
    "spark.files.io.",
    "spark.hadoop.",
    "spark.hive.",
    "spark.hoodie.",
    "spark.kubernetes.authenticate.",
    "spark.kubernetes.driver.annotation.",
    "spark.kubernetes.driver.label.",
    "spark.kubernetes.driver.node.selector.",
    "spark.kubernetes.driver.secretKeyRef.",
    "spark.kubernetes.driver.secrets.",
    "spark.kubernetes.driver.service.annotation.",
    "spark.kubernetes.driver.service.label.",
    "spark.kubernetes.driver.volumes.",
    "spark.kubernetes.driverEnv.",
    "spark.kubernetes.executor.annotation.",
    "spark.kubernetes.executor.label.",
    "spark.kubernetes.executor.node.selector.",
    "spark.kubernetes.executor.secretKeyRef.",
    "spark.kubernetes.executor.secrets.",
    "spark.kubernetes.executor.volumes.",
    "spark.kubernetes.node.selector.",
    "spark.mesos.",
    "spark.metrics.conf.",
    "spark.rapids.",
    "spark.rpc.io.",
    "spark.scheduler.listenerbus.eventqueue.",
    "spark.shuffle.io.",
    "spark.shuffle.plugin.__config__.",
    "spark.sql.catalog.",
    "spark.sql.iceberg.",
    "spark.ssl.",
    "spark.streaming.kafka.",
    "spark.task.resource.",
    "spark.yarn.",
];

/// Beginnings that came with a release of Spark later than the first on Kubernetes for jobs of EMR.
/// Source: Spark's page on Kubernetes, column "Since Version".
const LATER_PREFIXES: [(&str, MinorVersion); 4] = [
    ("spark.kubernetes.driver.node.selector.", MinorVersion::new(3, 3)),
    ("spark.kubernetes.driver.service.annotation.", MinorVersion::new(3, 0)),
    ("spark.kubernetes.driver.service.label.", MinorVersion::new(3, 4)),
    ("spark.kubernetes.executor.node.selector.", MinorVersion::new(3, 3)),
];

/// What only EMR's Spark has. Source: EMR release guide, Spark performance and S3 committers.
const EMR: &[&str] = &[
    "spark.blacklist.decommissioning.",
    "spark.decommissioning.timeout.threshold",
    "spark.emr.",
    "spark.emr-containers.",
    "spark.resourceManager.cleanupExpiredHost",
    "spark.sql.bloomFilterJoin.",
    "spark.sql.dynamicPartitionPruning.",
    "spark.sql.emr.",
    "spark.sql.optimizer.distinctBeforeIntersect.enabled",
    "spark.sql.optimizer.flattenScalarSubqueriesWithAggregates.enabled",
    "spark.sql.optimizer.sizeBasedJoinReorder.enabled",
    "spark.sql.parquet.fs.optimized.committer.",
    "spark.stage.attempt.ignoreOnDecommissionFetchFailure",
];

struct Keys {
    releases: Vec<MinorVersion>,
    keys: Vec<Key>,
}

static KEYS: LazyLock<Keys> = LazyLock::new(|| {
    let (mut releases, mut keys) = (Vec::new(), Vec::new());
    for line in table::lines(include_str!("../data/spark_keys.txt")) {
        match line.strip_prefix('=') {
            Some(list) => releases.extend(list.split(' ').filter_map(version)),
            None => keys.extend(read(line)),
        }
    }
    Keys { releases, keys }
});

fn read(line: &'static str) -> Option<Key> {
    let mut fields = line.split(' ');
    Some(Key {
        name: fields.next()?,
        value_type: ValueType::parse(fields.next()?),
        since: version(fields.next()?),
        releases: u8::from_str_radix(fields.next()?, 16).ok()?,
    })
}

fn version(text: &str) -> Option<MinorVersion> {
    MinorVersion::parse(text).ok()
}

impl Key {
    /// Whether a release has it. Releases newer than the catalog are taken to have what its newest
    /// has, those between or before to have what the next one has.
    #[must_use]
    pub fn is_in(&self, spark: MinorVersion) -> bool {
        let releases = &KEYS.releases;
        let at = releases.iter().position(|release| *release >= spark);
        let at = at.unwrap_or(releases.len().saturating_sub(1));
        self.releases >> at & 1 == 1
    }

    /// The releases of the catalog that have it, oldest first.
    pub fn releases(&self) -> impl Iterator<Item = MinorVersion> {
        let bits = self.releases;
        let known = KEYS.releases.iter().enumerate();
        known.filter(move |(at, _)| bits >> at & 1 == 1).map(|(_, release)| *release)
    }
}

/// All keys known, sorted by name.
#[must_use]
pub fn keys() -> &'static [Key] {
    &KEYS.keys
}

/// The declared key of this name, in any release.
#[must_use]
pub fn declared(name: &str) -> Option<&'static Key> {
    let at = KEYS.keys.binary_search_by(|key| key.name.cmp(name)).ok()?;
    KEYS.keys.get(at)
}

/// The release with which the beginning of a key came, where it came late.
#[must_use]
pub fn prefix_since(name: &str) -> Option<MinorVersion> {
    let found = LATER_PREFIXES.iter().find(|(prefix, _)| name.starts_with(prefix));
    found.map(|(_, since)| *since)
}

/// What is known of a key, in a release of Spark where one is given.
///
/// Looking for a suggestion takes a millisecond: ask once for each name, not for each job.
#[must_use]
pub fn key(name: &str, spark: Option<MinorVersion>) -> Verdict {
    if let Some(found) = declared(name) {
        let is_in = spark.is_none_or(|version| found.is_in(version));
        return if is_in { Verdict::Known(found) } else { Verdict::OtherRelease(found) };
    }
    let follows = |prefix: &&&'static str| name.len() > prefix.len() && name.starts_with(**prefix);
    if let Some(prefix) = PREFIXES.iter().find(follows) {
        return Verdict::Prefix(prefix);
    }
    if EMR.iter().any(|known| name == *known || (known.ends_with('.') && name.starts_with(known))) {
        return Verdict::Emr;
    }
    if !name.starts_with("spark.") {
        return Verdict::NotSpark;
    }
    Verdict::Unknown { suggestion: suggest::nearest(name, &KEYS.keys) }
}

#[cfg(test)]
mod tests;

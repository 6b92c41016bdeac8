//! The classifications of EMR on EKS, their keys, and what their values are.
//! Source: EMR on EKS Development Guide, configuring applications and the job submitter.

/// The classifications.
pub const KNOWN: [&str; 12] = [
    "core-site",
    "emr-containers-defaults",
    SUBMITTER,
    "emrfs-site",
    "jeg-config",
    "jupyter-kernel-overrides",
    "spark-defaults",
    "spark-env",
    "spark-hive-site",
    "spark-log4j",
    "spark-log4j2",
    "spark-metrics",
];

/// The classification of the job submitter.
pub const SUBMITTER: &str = "emr-job-submitter";

/// The classification of EMR's containers beside Spark's.
pub const CONTAINERS: &str = "emr-containers-defaults";

/// What only interactive endpoints read.
pub const OF_ENDPOINTS: [&str; 2] = ["jeg-config", "jupyter-kernel-overrides"];

/// Classifications of EMR on EC2 alone, each with what stands in its place here.
pub const OF_EC2: [(&str, &str); 20] = [
    ("capacity-scheduler", NO_YARN),
    ("container-executor", NO_YARN),
    ("delta-defaults", TABLES),
    (
        "hadoop-env",
        "variables of a job's pods are `spark.kubernetes.driverEnv.…` and `spark.executorEnv.…`",
    ),
    ("hbase-site", "write keys of Hadoop as `spark.hadoop.…`"),
    ("hdfs-env", NO_HDFS),
    ("hdfs-site", NO_HDFS),
    ("hive", "write `spark-hive-site`"),
    ("hive-env", "write `spark-hive-site`"),
    ("hive-site", "write `spark-hive-site`"),
    ("hudi-defaults", TABLES),
    ("iceberg-defaults", TABLES),
    ("livy-conf", "Livy has values of its own chart"),
    ("mapred-env", NO_YARN),
    ("mapred-site", NO_YARN),
    ("presto-config", "EMR on EKS runs Spark and Flink"),
    (
        "spark",
        "write cores, memory and executors in `spark-defaults`: nobody reckons them from the nodes",
    ),
    ("tez-site", NO_YARN),
    ("yarn-env", NO_YARN),
    ("yarn-site", NO_YARN),
];

const NO_YARN: &str = "there is no YARN on EKS: remove it";
const NO_HDFS: &str = "there is no HDFS on EKS: remove it, or write keys of Hadoop in `core-site`";
const TABLES: &str = "write the catalog, the extension and the jar in `spark-defaults`";

/// What keys of the job submitter begin with, where a name of the user's follows.
pub const SUBMITTER_PREFIXES: [&str; 4] = [
    "jobsubmitter.annotation.",
    "jobsubmitter.label.",
    "jobsubmitter.node.selector.",
    "jobsubmitter.node.toleration.",
];

/// The other keys of the job submitter.
pub const SUBMITTER_KEYS: [&str; 8] = [
    "jobsubmitter.container.image",
    "jobsubmitter.container.image.pullPolicy",
    "jobsubmitter.gracefulTermination",
    "jobsubmitter.logging",
    "jobsubmitter.logging.image",
    "jobsubmitter.logging.request.cores",
    "jobsubmitter.logging.request.memory",
    "jobsubmitter.scheduler.name",
];

/// The keys of EMR's containers beside Spark's.
pub const CONTAINERS_KEYS: [&str; 5] = [
    "executor.logging",
    "job-start-timeout",
    "logging.image",
    "logging.request.cores",
    "logging.request.memory",
];

/// What a value has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// An amount of CPU.
    Cpu,
    /// An amount of memory.
    Memory,
    /// A whole number of seconds.
    Seconds,
    /// `DISABLED`, or logging stays on.
    Switch,
    /// `true` or `false`.
    Truth,
    /// When an image is pulled.
    PullPolicy,
    /// What a taint does.
    Effect,
    /// The value of a label, whose key follows the prefix.
    Label,
}

/// What the value of a key has to be, if not any text.
#[must_use]
pub fn form(classification: &str, key: &str) -> Option<Form> {
    match (classification, key) {
        (CONTAINERS, "job-start-timeout") => Some(Form::Seconds),
        (CONTAINERS, "executor.logging") | (SUBMITTER, "jobsubmitter.logging") => {
            Some(Form::Switch)
        }
        (CONTAINERS, "logging.request.cores")
        | (SUBMITTER, "jobsubmitter.logging.request.cores") => Some(Form::Cpu),
        (CONTAINERS, "logging.request.memory")
        | (SUBMITTER, "jobsubmitter.logging.request.memory") => Some(Form::Memory),
        (SUBMITTER, "jobsubmitter.container.image.pullPolicy") => Some(Form::PullPolicy),
        (SUBMITTER, "jobsubmitter.gracefulTermination") => Some(Form::Truth),
        (SUBMITTER, _) if key.starts_with("jobsubmitter.node.toleration.") => of_toleration(key),
        (SUBMITTER, _) => label(key).map(|_| Form::Label),
        _ => None,
    }
}

fn of_toleration(key: &str) -> Option<Form> {
    match key.rsplit_once('.')?.1 {
        "effect" => Some(Form::Effect),
        "tolerationSeconds" => Some(Form::Seconds),
        _ => None,
    }
}

/// The label that a key of the job submitter names.
#[must_use]
pub fn label(key: &str) -> Option<&str> {
    let prefixes = ["jobsubmitter.label.", "jobsubmitter.node.selector."];
    prefixes.iter().find_map(|prefix| key.strip_prefix(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_and_apart() {
        assert!(KNOWN.is_sorted() && OF_EC2.is_sorted_by_key(|(name, _)| *name));
        assert!(OF_EC2.iter().all(|(name, _)| !KNOWN.contains(name)));
    }

    #[test]
    fn values_have_forms() {
        let of = |key: &str| form(SUBMITTER, key);
        assert_eq!(of("jobsubmitter.node.toleration.a.effect"), Some(Form::Effect));
        assert_eq!(of("jobsubmitter.node.toleration.example.com/a"), None);
        assert_eq!(of("jobsubmitter.label.team"), Some(Form::Label));
        assert_eq!(of("jobsubmitter.annotation.team"), None);
        assert_eq!(form("spark-defaults", "job-start-timeout"), None);
    }
}

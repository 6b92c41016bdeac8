//! What Spark asks Kubernetes for, for a driver or an executor.
//!
//! Source: Spark's documentation of running on Kubernetes and its configuration pages, 3.1 to 4.1.

use crate::units::{JvmMemory, MinorVersion, Quantity};

use super::resources::Resources;

/// Memory that the log side-car of EMR on EKS asks for beside a driver or executor, in MiB, as
/// published pod dumps show it.
pub const LOG_SIDECAR_MIB: u64 = 200;
/// The same as EMR's guide states it; a cautious reckoning takes this.
pub const LOG_SIDECAR_CAUTIOUS_MIB: u64 = 512;

const DEFAULT_MEMORY_MIB: u64 = 1024;
const DEFAULT_MIN_OVERHEAD_MIB: u64 = 384;
const KUBERNETES_FACTOR: &str = "spark.kubernetes.memoryOverheadFactor";

/// Which of a job's pods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The one that runs the program.
    Driver,
    /// Those that run its tasks.
    Executor,
}

impl Role {
    /// The role as Spark's keys spell it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Driver => "driver",
            Self::Executor => "executor",
        }
    }
}

/// What the program is written in, as far as memory goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// Java, Scala, SQL.
    Jvm,
    /// Python.
    Python,
    /// R.
    R,
}

impl Language {
    /// The language of an entry point, told from its file name as Spark does.
    #[must_use]
    pub fn of_entry_point(path: &str) -> Self {
        let lower = path.to_ascii_lowercase();
        let ends_in = |endings: &[&str]| endings.iter().any(|ending| lower.ends_with(ending));
        if ends_in(&[".py", ".pyc", ".zip", ".egg"]) {
            Self::Python
        } else if ends_in(&[".r"]) {
            Self::R
        } else {
            Self::Jvm
        }
    }
}

/// The request of a driver's or executor's main container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SparkPod {
    /// CPU in thousandths.
    pub cpu_millis: u64,
    /// Limit of CPU in thousandths, where one is set.
    pub cpu_limit_millis: Option<u64>,
    /// The Java heap in MiB.
    pub heap_mib: u64,
    /// Memory beside the heap in MiB.
    pub overhead_mib: u64,
    /// Memory outside the heap that Spark manages, in MiB.
    pub off_heap_mib: u64,
    /// Memory of the Python workers, where it is limited, in MiB.
    pub pyspark_mib: u64,
}

impl SparkPod {
    /// Memory in MiB; limit and request alike.
    #[must_use]
    pub fn memory_mib(&self) -> u64 {
        [self.heap_mib, self.overhead_mib, self.off_heap_mib, self.pyspark_mib]
            .into_iter()
            .fold(0, u64::saturating_add)
    }

    /// The request of a pod that has nothing beside the main container.
    #[must_use]
    pub fn request(&self) -> Resources {
        Resources::of_pod(self.cpu_millis, self.memory_mib())
    }

    /// The request of a pod with a side-car that asks for this much memory, in MiB.
    #[must_use]
    pub fn with_sidecar(&self, memory_mib: u64) -> Resources {
        Resources::of_pod(self.cpu_millis, self.memory_mib().saturating_add(memory_mib))
    }
}

/// A key whose value Spark cannot read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadValue {
    /// The key.
    pub key: String,
    /// Its value.
    pub value: String,
}

/// Spark's settings of a job, and what decides how they are read.
#[derive(Clone, Copy)]
pub struct SparkSettings<'a> {
    /// The value of a key, where it is set.
    pub get: &'a dyn Fn(&str) -> Option<&'a str>,
    /// What the program is written in.
    pub language: Language,
    /// Version of Spark.
    pub version: MinorVersion,
}

impl SparkSettings<'_> {
    /// What the pods of a role ask for.
    ///
    /// # Errors
    /// The first key whose value Spark would refuse.
    pub fn pod(&self, role: Role) -> Result<SparkPod, BadValue> {
        let word = role.word();
        let heap_mib = self.mib(&format!("spark.{word}.memory"))?.unwrap_or(DEFAULT_MEMORY_MIB);
        let is_executor = role == Role::Executor;
        let is_python = self.language == Language::Python;
        let pyspark = || self.mib("spark.executor.pyspark.memory");
        Ok(SparkPod {
            cpu_millis: self.cpu_millis(word)?,
            cpu_limit_millis: self.millis(&format!("spark.kubernetes.{word}.limit.cores"))?,
            heap_mib,
            overhead_mib: self.overhead_mib(role, heap_mib)?,
            off_heap_mib: if is_executor { self.off_heap_mib()? } else { 0 },
            pyspark_mib: if is_executor && is_python { pyspark()?.unwrap_or(0) } else { 0 },
        })
    }

    fn cpu_millis(&self, word: &str) -> Result<u64, BadValue> {
        if let Some(millis) = self.millis(&format!("spark.kubernetes.{word}.request.cores"))? {
            return Ok(millis);
        }
        let cores = self.read(&format!("spark.{word}.cores"), |text| text.parse::<u32>().ok())?;
        Ok(u64::from(cores.unwrap_or(1)) * 1000)
    }

    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    fn overhead_mib(&self, role: Role, heap_mib: u64) -> Result<u64, BadValue> {
        let word = role.word();
        if let Some(written) = self.mib(&format!("spark.{word}.memoryOverhead"))? {
            return Ok(written);
        }
        let has_minimum_key = self.version >= MinorVersion::new(4, 0);
        let minimum = format!("spark.{word}.minMemoryOverhead");
        let minimum = if has_minimum_key { self.mib(&minimum)? } else { None };
        let share = (self.factor(word)? * heap_mib as f64) as u64;
        Ok(share.max(minimum.unwrap_or(DEFAULT_MIN_OVERHEAD_MIB)))
    }

    /// The share of the heap that is added. A program in Python or R gets 0.4 for its executors
    /// too, because the submission hands its own default on.
    fn factor(&self, word: &str) -> Result<f64, BadValue> {
        let number = |text: &str| text.parse().ok().filter(|it: &f64| it.is_finite());
        let positive = |text: &str| number(text).filter(|it| *it > 0.0);
        // Spark refuses zero for one kind of pod, and takes it for both.
        let at_least_zero = |text: &str| number(text).filter(|it| *it >= 0.0);
        let has_own_keys = self.version >= MinorVersion::new(3, 3);
        let own = format!("spark.{word}.memoryOverheadFactor");
        let own = if has_own_keys { self.read(&own, positive)? } else { None };
        let common = self.read(KUBERNETES_FACTOR, at_least_zero)?;
        let default = if self.language == Language::Jvm { 0.1 } else { 0.4 };
        Ok(own.or(common).unwrap_or(default))
    }

    fn off_heap_mib(&self) -> Result<u64, BadValue> {
        let truth = |text: &str| text.to_ascii_lowercase().parse::<bool>().ok();
        if self.read("spark.memory.offHeap.enabled", truth)? != Some(true) {
            return Ok(0);
        }
        // Unlike elsewhere, a bare number here is bytes.
        let size = |text: &str| match text.parse::<u64>() {
            Ok(bytes) => Some(bytes >> 20),
            Err(_) => JvmMemory::parse(text).ok().map(|size| size.mebibytes()),
        };
        Ok(self.read("spark.memory.offHeap.size", size)?.unwrap_or(0))
    }

    fn mib(&self, key: &str) -> Result<Option<u64>, BadValue> {
        self.read(key, |text| JvmMemory::parse(text).ok().map(|size| size.mebibytes()))
    }

    fn millis(&self, key: &str) -> Result<Option<u64>, BadValue> {
        self.read(key, |text| u64::try_from(Quantity::parse(text).ok()?.milli()).ok())
    }

    /// The value of a key, read in one way.
    ///
    /// # Errors
    /// When the key is set to something that cannot be read so.
    pub(super) fn read<T>(
        &self,
        key: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, BadValue> {
        let Some(text) = (self.get)(key) else { return Ok(None) };
        let bad = || BadValue { key: key.to_owned(), value: text.to_owned() };
        read(text.trim()).map(Some).ok_or_else(bad)
    }
}

#[cfg(test)]
#[path = "spark_pod_tests.rs"]
mod tests;

//! How many executors a job can have.

use super::spark_pod::{BadValue, SparkSettings};

/// The numbers of executors that a job starts with, keeps and may grow to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Executors {
    /// The number at the start.
    pub initial: u32,
    /// The least number.
    pub min: u32,
    /// The largest number; `None` for no bound.
    pub max: Option<u32>,
}

/// Executors of a job on Kubernetes when nobody says how many.
const DEFAULT_INSTANCES: u32 = 2;

impl SparkSettings<'_> {
    /// How many executors the settings allow.
    ///
    /// # Errors
    /// The first key whose value Spark would refuse.
    pub fn executors(&self) -> Result<Executors, BadValue> {
        let truth = |text: &str| text.to_ascii_lowercase().parse::<bool>().ok();
        let count = |key: &str| self.read(key, |text| text.parse::<u32>().ok());
        let instances = count("spark.executor.instances")?;
        if self.read("spark.dynamicAllocation.enabled", truth)? != Some(true) {
            let fixed = instances.unwrap_or(DEFAULT_INSTANCES);
            return Ok(Executors { initial: fixed, min: fixed, max: Some(fixed) });
        }
        let min = count("spark.dynamicAllocation.minExecutors")?.unwrap_or(0);
        let initial = count("spark.dynamicAllocation.initialExecutors")?.unwrap_or(min);
        let max = count("spark.dynamicAllocation.maxExecutors")?;
        Ok(Executors { initial: initial.max(min).max(instances.unwrap_or(0)), min, max })
    }
}

#[cfg(test)]
mod tests {
    use super::super::spark_pod::Language;
    use super::*;
    use crate::units::MinorVersion;

    fn executors(conf: &[(&str, &str)]) -> Result<(u32, u32, Option<u32>), BadValue> {
        let get = |key: &str| conf.iter().find(|(name, _)| *name == key).map(|(_, value)| *value);
        let settings =
            SparkSettings { get: &get, language: Language::Jvm, version: MinorVersion::new(3, 5) };
        settings.executors().map(|found| (found.initial, found.min, found.max))
    }

    #[test]
    fn fixed_numbers_default_to_two() {
        assert_eq!(executors(&[]), Ok((2, 2, Some(2))));
        assert_eq!(executors(&[("spark.executor.instances", "47")]), Ok((47, 47, Some(47))));
    }

    #[test]
    fn dynamic_allocation_starts_with_the_largest_wish() {
        let on = ("spark.dynamicAllocation.enabled", "true");
        assert_eq!(executors(&[on]), Ok((0, 0, None)));
        let min = ("spark.dynamicAllocation.minExecutors", "2");
        let max = ("spark.dynamicAllocation.maxExecutors", "10");
        assert_eq!(executors(&[on, min, max]), Ok((2, 2, Some(10))));
        assert_eq!(executors(&[on, min, ("spark.executor.instances", "5")]), Ok((5, 2, None)));
        assert!(executors(&[on, ("spark.dynamicAllocation.minExecutors", "few")]).is_err());
    }
}

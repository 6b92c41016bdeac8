//! Where EMR's job submitter runs: the pod that has no template.

use indexmap::IndexMap;

use super::pod::{node_selector, tolerations};
use crate::artifact::emr::Configuration;
use crate::model::{Job, Platform, Shape};
use crate::spec::Capacity;

/// The classification that puts the submitter beside the driver, on demand: its loss fails the run.
pub fn configuration(platform: &Platform, job: &Job) -> Configuration {
    let pool = platform.pools.get(&job.driver.pool);
    let on_demand = pool.is_some_and(|pool| pool.capacity.contains(&Capacity::OnDemand));
    let shape = Shape {
        capacity: if on_demand { Some(Capacity::OnDemand) } else { job.driver.capacity },
        ..job.driver.clone()
    };
    let mut properties = IndexMap::new();
    for (key, value) in node_selector(job, &shape) {
        properties.insert(format!("jobsubmitter.node.selector.{key}"), value);
    }
    for toleration in tolerations(platform, &shape) {
        let key = toleration.key.unwrap_or_default();
        let key = format!("jobsubmitter.node.toleration.{key}");
        // EMR takes an empty value for `Exists`, but its API refuses empty values: a taint
        // without one cannot be tolerated, which a rule reports.
        if let (Some(value), Some(effect)) = (toleration.value, toleration.effect) {
            properties.insert(key.clone(), value);
            properties.insert(format!("{key}.effect"), effect);
        }
    }
    Configuration { classification: "emr-job-submitter".to_owned(), properties }
}

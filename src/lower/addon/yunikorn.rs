//! YuniKorn: the scheduler, and the queues that jobs name.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::placement::core;
use super::{Delivery, Recipe};
use crate::lower::spark::gang_request;
use crate::model::Platform;

/// Apache YuniKorn.
pub const RECIPE: Recipe =
    Recipe { name: "yunikorn", delivery: Delivery::Chart, grant: None, values, daemon: None };

fn values(platform: &Platform) -> Value {
    json!({
        // Jobs name their scheduler and their queue. The admission controller would take every pod
        // of the cluster, so that with the scheduler down nothing could start that repairs it.
        "embedAdmissionController": false,
        "service": { "type": "ClusterIP" },
        "nodeSelector": core(platform),
        "yunikornDefaults": {
            // A volume of a new node takes longer than the default of ten seconds.
            "service.volumeBindTimeout": "60s",
            "service.placeholderImage": "registry.k8s.io/pause:3.9",
            // JSON is YAML, and quotes whatever a queue is called.
            "queues.yaml": format!("{:#}", queues(platform)),
        },
    })
}

/// A queue: what it is sure of, what it may use at most, and its children.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Queue {
    guaranteed: Option<Amount>,
    max: Option<Amount>,
    children: BTreeMap<String, Queue>,
}

/// Memory in GB (10⁹ bytes) and whole cores.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Amount {
    memory_gb: u64,
    vcores: u64,
}

const fn amount(memory_gb: u64, vcores: u64) -> Amount {
    Amount { memory_gb, vcores }
}

/// The queues of the reference platform: name, guaranteed, maximum.
const USUAL: [(&str, Amount, Amount); 4] = [
    ("default", amount(1000, 1000), amount(1000, 1000)),
    ("prod", amount(500, 50), amount(800, 300)),
    ("test", amount(100, 10), amount(800, 50)),
    ("dev", amount(100, 10), amount(100, 10)),
];

/// The partition with the usual queues and every queue that a job names.
fn queues(platform: &Platform) -> Value {
    let mut root = Queue::default();
    for (name, guaranteed, max) in USUAL {
        let queue = Queue { guaranteed: Some(guaranteed), max: Some(max), ..Queue::default() };
        root.children.insert(name.to_owned(), queue);
    }
    for job in platform.teams.iter().flat_map(|team| team.jobs.values()) {
        if let Some(yunikorn) = &job.yunikorn {
            let gang = yunikorn.gang.then(|| gang_request(job));
            add(&mut root, &yunikorn.queue, gang);
        }
    }
    let mut tree = queue("root", &root);
    tree["submitacl"] = "*".into();
    json!({ "partitions": [{ "name": "default", "queues": [tree] }] })
}

/// Makes room for a queue and its parents, wide enough for the gang.
fn add(root: &mut Queue, path: &str, gang: Option<(u64, u64)>) {
    let mut at = root;
    for name in path.split('.').skip_while(|name| *name == "root") {
        at = at.children.entry(name.to_owned()).or_default();
        if let (Some(max), Some((millis, mib))) = (&mut at.max, gang) {
            // A gang that is larger than its queue is never admitted.
            max.vcores = max.vcores.max(millis.div_ceil(1000));
            max.memory_gb = max.memory_gb.max((mib << 20).div_ceil(1_000_000_000));
        }
    }
}

fn queue(name: &str, queue: &Queue) -> Value {
    let mut fields = Map::new();
    fields.insert("name".to_owned(), name.into());
    let mut resources = Map::new();
    // Children share what their parent is sure of, so only leaves are promised anything.
    let guaranteed = queue.guaranteed.filter(|_| queue.children.is_empty());
    for (key, amount) in [("guaranteed", guaranteed), ("max", queue.max)] {
        if let Some(Amount { memory_gb, vcores }) = amount {
            let amount = json!({ "memory": format!("{memory_gb}G"), "vcore": vcores.to_string() });
            resources.insert(key.to_owned(), amount);
        }
    }
    if !resources.is_empty() {
        fields.insert("resources".to_owned(), resources.into());
    }
    if !queue.children.is_empty() {
        let children = queue.children.iter().map(|(name, child)| self::queue(name, child));
        fields.insert("queues".to_owned(), children.collect());
    }
    fields.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_queue_that_a_job_names_exists_with_its_parents() {
        let mut root = Queue::default();
        add(&mut root, "root.etl.nightly", None);
        add(&mut root, "root.etl.hourly", None);
        let text = queue("root", &root).to_string();
        assert_eq!(
            text,
            r#"{"name":"root","queues":[{"name":"etl","queues":[{"name":"hourly"},{"name":"nightly"}]}]}"#
        );
    }

    #[test]
    fn g02_a_queue_holds_the_largest_gang_that_is_sent_to_it() {
        let mut root = Queue::default();
        let max = Some(Amount { memory_gb: 100, vcores: 10 });
        root.children.insert("dev".to_owned(), Queue { max, ..Queue::default() });
        add(&mut root, "root.dev", Some((25_200, 322_560)));
        let grown = root.children["dev"].max.unwrap();
        assert_eq!((grown.vcores, grown.memory_gb), (26, 339));
    }
}

//! What instances of a pool must have, as requirements on node labels.

use crate::artifact::karpenter::Requirement;
use crate::model::{Pool, PoolDisk};
use crate::spec::{Architecture, Capacity, PoolInstances};

/// The requirements of a pool, each key once.
pub fn requirements(pool: &Pool) -> Vec<Requirement> {
    let mut all = vec![
        Requirement::within("kubernetes.io/os", ["linux".to_owned()]),
        Requirement::within(
            "kubernetes.io/arch",
            pool.architectures.iter().map(|arch| architecture(*arch).to_owned()),
        ),
        Requirement::within(
            "karpenter.sh/capacity-type",
            pool.capacity.iter().map(|capacity| capacity_type(*capacity).to_owned()),
        ),
    ];
    all.extend(instances(&pool.instances));
    if pool.disk == PoolDisk::Nvme {
        all.push(Requirement::exists("karpenter.k8s.aws/instance-local-nvme"));
    }
    if !pool.zones.is_empty() {
        let zones = pool.zones.iter().map(ToString::to_string);
        all.push(Requirement::within("topology.kubernetes.io/zone", zones));
    }
    all
}

/// The field of a pool that a requirement says, by its key.
pub fn field(key: &str) -> Option<&'static [&'static str]> {
    Some(match key {
        "kubernetes.io/arch" => &["arch"],
        "karpenter.sh/capacity-type" => &["capacity"],
        "topology.kubernetes.io/zone" => &["zones"],
        "karpenter.k8s.aws/instance-local-nvme" => &["scratch"],
        "karpenter.k8s.aws/instance-category" => &["instances", "categories"],
        "karpenter.k8s.aws/instance-family" => &["instances", "families"],
        "node.kubernetes.io/instance-type" => &["instances", "types"],
        "karpenter.k8s.aws/instance-size" => &["instances", "sizes"],
        "karpenter.k8s.aws/instance-cpu" => &["instances", "vcpus"],
        "karpenter.k8s.aws/instance-generation" => &["instances", "generation"],
        _ => return None,
    })
}

fn instances(written: &PoolInstances) -> Vec<Requirement> {
    let vcpus: Vec<String> = written.vcpus.iter().map(ToString::to_string).collect();
    let lists = [
        ("categories", "karpenter.k8s.aws/instance-category", &written.categories),
        ("families", "karpenter.k8s.aws/instance-family", &written.families),
        ("types", "node.kubernetes.io/instance-type", &written.types),
        ("sizes", "karpenter.k8s.aws/instance-size", &written.sizes),
        ("vcpus", "karpenter.k8s.aws/instance-cpu", &vcpus),
    ];
    let mut all = Vec::new();
    for (word, key, values) in lists {
        let least = written.min_values.get(word).copied();
        if values.is_empty() && least.is_none() {
            continue;
        }
        let mut requirement = if values.is_empty() {
            Requirement::exists(key)
        } else {
            Requirement::within(key, values.iter().cloned())
        };
        requirement.min_values = least;
        all.push(requirement);
    }
    // Gte and Lte exist from Karpenter 1.9 on; Gt and Lt say the same of whole numbers in all.
    if let Some(generation) = &written.generation {
        let key = "karpenter.k8s.aws/instance-generation";
        all.extend(
            generation.min.map(|min| Requirement::compare(key, "Gt", min.saturating_sub(1))),
        );
        all.extend(generation.max.map(|max| Requirement::compare(key, "Lt", max + 1)));
    }
    all
}

/// An architecture in Kubernetes' words.
pub fn architecture(architecture: Architecture) -> &'static str {
    match architecture {
        Architecture::Amd64 => "amd64",
        Architecture::Arm64 => "arm64",
    }
}

/// A way to buy capacity in Karpenter's words.
pub fn capacity_type(capacity: Capacity) -> &'static str {
    match capacity {
        Capacity::Spot => "spot",
        Capacity::OnDemand => "on-demand",
        Capacity::Reserved => "reserved",
    }
}

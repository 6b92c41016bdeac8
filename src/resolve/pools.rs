//! Pools with every default applied.

use indexmap::IndexMap;

use super::cluster::{quantity, zone_in_region};
use super::{Scope, codes};
use crate::model::{Allowance, Aws, Origin, Pool, PoolDisk, RootVolume};
use crate::spec::{
    self, Architecture, Architectures, Budget, Capacity, Consolidate, Effect, Limits, PoolScratch,
    Taint,
};
use crate::units::{DurationOrNever, LabelValue, PoolName, QualifiedName, Quantity};

/// All pools of the spec.
pub fn pools(
    written: &spec::Platform,
    aws: &Aws,
    origin: &Origin,
    scope: &mut Scope<'_>,
) -> IndexMap<PoolName, Pool> {
    let home = origin.then("pools");
    written
        .pools
        .iter()
        .map(|(name, pool)| {
            let origin = home.then(name.as_str());
            (name.clone(), pool_of(name, pool, aws, origin, scope))
        })
        .collect()
}

fn pool_of(
    name: &PoolName,
    written: &spec::Pool,
    aws: &Aws,
    origin: Origin,
    scope: &mut Scope<'_>,
) -> Pool {
    for (index, zone) in written.zones.iter().enumerate() {
        zone_in_region(zone, &aws.region, &origin.then("zones").then(index), scope);
    }
    let disruption = written.disruption.clone().unwrap_or_default();
    let (disk, root_volume) = disk(written, &origin, scope);
    Pool {
        name: name.clone(),
        architectures: architectures(written.arch.as_ref()),
        instances: written.instances.clone().unwrap_or_default(),
        capacity: capacity(&written.capacity),
        zones: if written.zones.is_empty() { aws.zones.clone() } else { written.zones.clone() },
        disk,
        root_volume,
        limits: limits(written),
        consolidate: disruption.consolidate.unwrap_or(Consolidate::WhenEmptyOrUnderutilized),
        consolidate_after: disruption.after.unwrap_or_else(|| duration("2m")),
        expire_after: disruption.expire_after.unwrap_or_else(|| duration("Never")),
        termination_grace_period: disruption.termination_grace_period,
        budgets: budgets(disruption.budgets),
        weight: written.weight,
        replicas: written.replicas,
        labels: labels(name, written),
        taints: taints(name, written),
        startup_taints: written.startup_taints.clone(),
        ami: written.ami.clone().unwrap_or_else(|| "al2023@latest".to_owned()),
        kubelet: written.kubelet.clone().unwrap_or_default(),
        user_data: written.user_data.clone(),
        overrides: written.overrides.clone(),
        allow: Allowance::all(&written.allow, &origin),
        origin,
    }
}

fn architectures(written: Option<&Architectures>) -> Vec<Architecture> {
    let mut all = match written {
        None => vec![Architecture::Amd64],
        Some(Architectures::One(one)) => vec![*one],
        Some(Architectures::Many(many)) => many.clone(),
    };
    all.sort_unstable();
    all.dedup();
    all
}

fn capacity(written: &[Capacity]) -> Vec<Capacity> {
    if written.is_empty() { vec![Capacity::Spot, Capacity::OnDemand] } else { written.to_vec() }
}

fn disk(written: &spec::Pool, origin: &Origin, scope: &mut Scope<'_>) -> (PoolDisk, RootVolume) {
    let volume = written.root_volume.clone().unwrap_or_default();
    let (disk, scratch_size) = match &written.scratch {
        None | Some(PoolScratch::Medium(_)) => (PoolDisk::Nvme, None),
        Some(PoolScratch::Ebs(disk)) => (PoolDisk::Root, Some(disk.ebs.clone())),
    };
    if let (Some(_), Some(size)) = (&scratch_size, &volume.size) {
        scope.error(
            codes::ONE_OF,
            format!("the size of the root volume is said twice, under `scratch` and as `{size}`"),
            origin.then("rootVolume").at("size"),
            "keep the one under `scratch`".to_owned(),
        );
    }
    let size = scratch_size.or(volume.size).unwrap_or_else(|| quantity("100Gi"));
    (disk, RootVolume { size, iops: volume.iops, throughput: volume.throughput })
}

/// A pool of fixed size has no limits but on nodes; any other has one on CPU and on memory.
fn limits(written: &spec::Pool) -> Limits {
    let limits = written.limits.clone().unwrap_or_default();
    if written.replicas.is_some() {
        return limits;
    }
    let cpu = limits.cpu.unwrap_or_else(|| quantity("1000"));
    // Eight GiB for a vCPU is what memory-optimised families have, so that the limit on CPU is the
    // one that acts.
    let memory = limits.memory.unwrap_or_else(|| {
        let gibibytes = u64::try_from(cpu.milli() * 8 / 1000).unwrap_or(u64::MAX / 1024);
        Quantity::mebibytes(gibibytes.saturating_mul(1024))
    });
    Limits { cpu: Some(cpu), memory: Some(memory), ..limits }
}

fn budgets(written: Vec<Budget>) -> Vec<Budget> {
    if written.is_empty() {
        vec![Budget {
            nodes: "10%".to_owned(),
            schedule: None,
            duration: None,
            reasons: Vec::new(),
        }]
    } else {
        written
    }
}

fn labels(name: &PoolName, written: &spec::Pool) -> IndexMap<QualifiedName, LabelValue> {
    let key = QualifiedName::parse("NodeGroupType").expect("a literal of this file");
    let mut labels = IndexMap::new();
    if let Ok(value) = LabelValue::parse(&pascal_case(name.as_str())) {
        labels.insert(key, value);
    }
    labels.extend(written.labels.clone());
    labels
}

/// `spark-compute-optimized` as `SparkComputeOptimized`, the reference platform's way to name it.
fn pascal_case(name: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_ascii_uppercase())
            .into_iter()
            .chain(letters)
            .collect::<String>()
    };
    name.split('-').map(capital).collect()
}

fn taints(name: &PoolName, written: &spec::Pool) -> Vec<Taint> {
    written.taints.clone().unwrap_or_else(|| {
        vec![Taint {
            key: QualifiedName::parse(name.as_str()).expect("a DNS label is a qualified name"),
            // With a value, since EMR's job submitter cannot tolerate a taint that has none.
            value: LabelValue::parse("true").ok(),
            effect: Some(Effect::NoSchedule),
        }]
    })
}

fn duration(text: &str) -> DurationOrNever {
    DurationOrNever::parse(text).expect("a literal of this file")
}

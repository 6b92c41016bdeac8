//! Where pods can land, how well they pack there, and why not elsewhere: what `emrgen fit` shows.
//!
//! Pods that are placed alike and ask for the same are one [`Row`].

mod html;
mod svg;
mod text;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::check::Bundle;
use crate::check::bundle::{Landing, Pod, Pool};
use crate::sizing::{Bound, Mismatch, Packing, Resources, allocatable, better_request, pack};

pub use html::html;
pub use svg::svg;
pub use text::text;

/// Where the pods of a platform can land.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Fit {
    /// One row for pods that are placed alike and ask for the same.
    pub rows: Vec<Row>,
    /// Pods whose request is not known from the documents.
    pub unknown: Vec<String>,
}

/// Pods that are placed alike and ask for the same.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// What they are called: ``the driver of job `etl` of team `analytics` ``.
    pub pods: Vec<String>,
    /// `driver`, `executor` and so on.
    pub role: &'static str,
    /// What one asks for.
    pub request: Amount,
    /// The pools that take them, in the order in which Karpenter tries them.
    pub pools: Vec<PoolFit>,
    /// The pools that do not, and why.
    pub misses: Vec<Miss>,
    /// A request that packs one more on every type of the first pool.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<Amount>,
}

/// An amount of CPU and memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Amount {
    /// Thousandths of a vCPU.
    pub cpu_millis: u64,
    /// MiB.
    pub memory_mib: u64,
    /// MiB of ephemeral storage.
    pub ephemeral_mib: u64,
}

/// How pods pack in a pool.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PoolFit {
    /// The pool.
    pub pool: String,
    /// How its nodes for these pods may be bought.
    pub capacity: Vec<&'static str>,
    /// The instance types, smallest first.
    pub types: Vec<TypeFit>,
}

/// How pods pack on an instance type.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TypeFit {
    /// The instance type.
    pub name: &'static str,
    /// vCPUs.
    pub vcpus: u32,
    /// GiB of memory.
    pub memory_gib: f64,
    /// How many of the pods fit on one node.
    pub pods: u64,
    /// What the node runs out of first.
    pub bound: &'static str,
    /// Per cent of its CPU for pods that stays unused.
    pub cpu_waste: f64,
    /// Per cent of its memory for pods that stays unused.
    pub memory_waste: f64,
}

/// Why a pool does not take pods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Miss {
    /// The pool.
    pub pool: String,
    /// What stands in the way.
    pub reasons: Vec<String>,
}

/// Computes where every pod of a bundle can land.
#[must_use]
pub fn fit(bundle: &Bundle<'_>) -> Fit {
    let mut fit = Fit::default();
    let mut groups: BTreeMap<(usize, &'static str, [u64; 3]), usize> = BTreeMap::new();
    for (placement, landing) in bundle.placements().iter().enumerate() {
        for &index in &landing.pods {
            let pod = &bundle.pods[index];
            let Some(request) = pod.request(&bundle.jobs).map(|request| request.total) else {
                fit.unknown.push(name(pod));
                continue;
            };
            let amounts = [request.cpu_millis, request.memory_bytes, request.ephemeral_bytes];
            let row = *groups.entry((placement, pod.role.word(), amounts)).or_insert_with(|| {
                fit.rows.push(row(bundle, pod, &landing.landings, &request));
                fit.rows.len() - 1
            });
            fit.rows[row].pods.push(name(pod));
        }
    }
    fit
}

/// What a pod is called among those of all teams, whose jobs may have one name.
fn name(pod: &Pod<'_>) -> String {
    match &pod.artifact.team {
        Some(team) => format!("{} of team `{team}`", pod.title),
        None => pod.title.clone(),
    }
}

fn row(bundle: &Bundle<'_>, pod: &Pod<'_>, landings: &[Landing], request: &Resources) -> Row {
    let pairs = || bundle.pools.iter().zip(landings);
    let open: Vec<_> = pairs().filter(|(_, landing)| landing.is_open()).collect();
    let closed = pairs().filter(|(_, landing)| !landing.is_open());
    let suggestion = open.first().and_then(|(pool, landing)| {
        let daemons = |kind| pool.taken_by_daemons(kind, bundle.context);
        let room = |kind| allocatable(kind, &pool.settings).less(&daemons(kind));
        let rooms: Vec<Resources> = landing.types.iter().map(room).collect();
        better_request(&rooms, request)
    });
    Row {
        pods: Vec::new(),
        role: pod.role.word(),
        request: amount(request),
        pools: open.iter().map(|(pool, found)| pool_fit(bundle, pool, found, request)).collect(),
        misses: closed.map(|(pool, landing)| miss(pool, landing)).collect(),
        suggestion: suggestion.as_ref().map(amount),
    }
}

fn amount(resources: &Resources) -> Amount {
    Amount {
        cpu_millis: resources.cpu_millis,
        memory_mib: resources.memory_mib(),
        ephemeral_mib: resources.ephemeral_bytes >> 20,
    }
}

fn pool_fit(
    bundle: &Bundle<'_>,
    pool: &Pool<'_>,
    landing: &Landing,
    request: &Resources,
) -> PoolFit {
    let mut types: Vec<TypeFit> = landing
        .types
        .iter()
        .map(|kind| {
            let daemons = pool.taken_by_daemons(kind, bundle.context);
            let packing = pack(&allocatable(kind, &pool.settings), &daemons, request);
            type_fit(kind.name, kind.vcpus, kind.memory_mib, &packing)
        })
        .collect();
    types.sort_by(|a, b| (a.vcpus, a.name).cmp(&(b.vcpus, b.name)));
    let ways = [(landing.spot, "spot"), (landing.on_demand, "on-demand")];
    let capacity = ways.into_iter().filter_map(|(may, word)| may.then_some(word)).collect();
    PoolFit { pool: pool.name().to_owned(), capacity, types }
}

#[expect(clippy::cast_precision_loss, reason = "a figure for people")]
fn type_fit(name: &'static str, vcpus: u32, memory_mib: u64, packing: &Packing) -> TypeFit {
    let tenth = |share: f64| (share * 10.0).round() / 10.0;
    TypeFit {
        name,
        vcpus,
        memory_gib: tenth(memory_mib as f64 / 1024.0),
        pods: packing.pods,
        bound: bound(packing.bound),
        cpu_waste: tenth(packing.cpu_waste),
        memory_waste: tenth(packing.memory_waste),
    }
}

fn bound(bound: Bound) -> &'static str {
    match bound {
        Bound::Cpu => "cpu",
        Bound::Memory => "memory",
        Bound::EphemeralStorage => "ephemeral storage",
        Bound::Pods => "pods",
    }
}

fn miss(pool: &Pool<'_>, landing: &Landing) -> Miss {
    let taint =
        landing.taint.as_ref().map(|taint| format!("taint `{}` is not tolerated", taint.key));
    let reasons = landing.mismatches.iter().map(|mismatch| match mismatch {
        Mismatch::Undefined { key } => {
            format!("the pool does not define `{}`", pool.spelling(key))
        }
        Mismatch::Conflict { key } => {
            format!("the pool has other values of `{}`", pool.spelling(key))
        }
        Mismatch::NoInstance { keys } => {
            let keys: Vec<String> = keys.iter().map(|key| pool.spelling(key)).collect();
            format!("no instance type has {} together", keys.join(", "))
        }
    });
    Miss { pool: pool.name().to_owned(), reasons: taint.into_iter().chain(reasons).collect() }
}

/// What the pods of a row are called, in a few words.
fn title(row: &Row) -> String {
    match row.pods.as_slice() {
        [] => row.role.to_owned(),
        [one] => one.clone(),
        [one, rest @ ..] => format!("{one} and {} alike", rest.len()),
    }
}

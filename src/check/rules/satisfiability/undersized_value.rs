//! A size that a pool lists, on which none of its pods fits.

use std::collections::BTreeSet;

use super::common::place_of_value;
use crate::catalog::instance::{InstanceSet, column};
use crate::catalog::label::{INSTANCE_TYPE, NODE_POOL};
use crate::check::bundle::{Pool, Role, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::{Resources, allocatable, pack};

/// A size that a pool lists, on which none of its pods fits.
pub const RULE: Rule = Rule {
    code: Code("undersized-value"),
    severity: Severity::Note,
    summary: "a pool lists a size that, less the DaemonSets, is too small for every pod of its own",
    page: include_str!("undersized_value.md"),
    check,
};

/// Labels by which people list sizes.
const SIZES: [&str; 3] =
    ["karpenter.k8s.aws/instance-size", "karpenter.k8s.aws/instance-cpu", INSTANCE_TYPE];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (index, pool) in bundle.pools.iter().enumerate() {
        let Some(requests) = requests(bundle, index) else { continue };
        let holds = holding(bundle, pool, &requests);
        if holds.is_empty() {
            continue;
        }
        for key in SIZES {
            judge(pool, key, &holds, findings);
        }
    }
}

fn judge(pool: &Pool<'_>, key: &str, holds: &InstanceSet, findings: &mut Findings) {
    let listed = pool.requirements.get(key).and_then(|set| set.listed());
    for value in listed.into_iter().flatten() {
        let Some(with) = column(key).and_then(|column| column.values.get(value.as_str())) else {
            continue;
        };
        let mut types = with.clone();
        types.intersect(&pool.types);
        if types.is_empty() || types.meets(holds) {
            continue;
        }
        let at = place_of_value(&pool.demands(), key, value)
            .unwrap_or_else(|| route!["spec", "template", "spec", "requirements"]);
        let names: Vec<&str> = types.iter().map(|kind| kind.name).collect();
        findings
            .at(
                pool.view.artifact,
                &at,
                format!(
                    "pool `{}` lists `{value}`, but none of its pods fits on {}",
                    pool.name(),
                    words::some(&names)
                ),
            )
            .help(format!("remove `{value}`, or let the pods ask for less"));
    }
}

/// What each pod asks for that picks the pool by name; `None` where one of them is not known, or
/// there is no executor.
fn requests(bundle: &Bundle<'_>, pool: usize) -> Option<BTreeSet<Resources>> {
    let mut all = BTreeSet::new();
    let mut has_executor = false;
    for placement in bundle.placements().iter().filter(|it| it.landings[pool].is_open()) {
        if placement.demands.iter().all(|demands| demands.get(NODE_POOL).is_none()) {
            let mut open = placement.open(&bundle.pools);
            if open.nth(1).is_some() {
                return None;
            }
        }
        for pod in placement.pods.iter().map(|at| &bundle.pods[*at]) {
            has_executor |= pod.role == Role::Executor;
            if pod.role == Role::Submitter {
                continue;
            }
            all.insert(pod.request(&bundle.jobs)?.total);
        }
    }
    has_executor.then_some(all)
}

/// The types of a pool on which at least one pod fits.
fn holding(bundle: &Bundle<'_>, pool: &Pool<'_>, requests: &BTreeSet<Resources>) -> InstanceSet {
    InstanceSet::of(|kind| {
        pool.types.contains(kind.name) && {
            let room = allocatable(kind, &pool.settings);
            let daemons = pool.taken_by_daemons(kind, bundle.context);
            requests.iter().any(|request| pack(&room, &daemons, request).pods > 0)
        }
    })
}

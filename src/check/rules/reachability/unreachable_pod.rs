//! A pod has no pool that it can land on.

use crate::check::bundle::{Pod, Pool, Role};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::{Mismatch, reach};

/// A pod has no pool that it can land on.
pub const RULE: Rule = Rule {
    code: Code("unreachable-pod"),
    severity: Severity::Error,
    summary: "a pod has no pool that it can land on, and stays Pending",
    page: include_str!("unreachable_pod.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    if bundle.pools.is_empty() {
        return;
    }
    for pod in &bundle.pods {
        // A pod that says nothing lands on whatever nodes there are beside the pools.
        if matches!(pod.role, Role::Submitter | Role::Other) && pod.is_unplaced() {
            continue;
        }
        let misses: Option<Vec<(&Pool<'_>, Vec<String>)>> = bundle
            .pools
            .iter()
            .map(|pool| miss(pod, pool, bundle).map(|reasons| (pool, reasons)))
            .collect();
        let Some(misses) = misses else { continue };
        let Some((nearest, reasons)) = misses.iter().min_by_key(|(_, reasons)| reasons.len()) else {
            continue;
        };
        findings
            .at(pod.artifact, &pod.at, format!("{} has no pool that it can land on", pod.title))
            .help(format!("the nearest is `{}`, but {}", nearest.name(), reasons.join("; and ")));
    }
}

/// Why a pod cannot land on a pool; `None` if it can.
fn miss(pod: &Pod<'_>, pool: &Pool<'_>, bundle: &Bundle<'_>) -> Option<Vec<String>> {
    let taint = pod.untolerated(pool.taints()).map(|taint| {
        let value = taint.value.as_ref().map(|value| format!("={value}")).unwrap_or_default();
        format!("the pod does not tolerate its taint `{}{value}:{}`", taint.key, taint.effect)
    });
    let mut best: Option<Vec<String>> = None;
    for demands in pod.demands() {
        let reasons = match reach(&pool.requirements, &demands, bundle.context.targets.karpenter) {
            Ok(_) => Vec::new(),
            Err(mismatches) => mismatches.iter().map(reason).collect(),
        };
        if best.as_ref().is_none_or(|known| reasons.len() < known.len()) {
            best = Some(reasons);
        }
    }
    let reasons: Vec<String> = taint.into_iter().chain(best.unwrap_or_default()).collect();
    (!reasons.is_empty()).then_some(reasons)
}

fn reason(mismatch: &Mismatch) -> String {
    match mismatch {
        Mismatch::Undefined { key } => format!("it does not define the label `{key}`"),
        Mismatch::Conflict { key } => format!("it has other values of `{key}`"),
        Mismatch::NoInstance { keys } => {
            let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
            format!("no instance type of it satisfies {} together", keys.join(", "))
        }
    }
}

//! A pod has no pool that it can land on.

use crate::catalog::label;
use crate::check::bundle::{Landing, Placement, Pod, Pool, Written, words, words_on};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::Mismatch;
use crate::units::spelling;

/// A pod has no pool that it can land on.
pub const RULE: Rule = Rule {
    code: Code("unreachable-pod"),
    severity: Severity::Error,
    summary: "a pod has no pool that it can land on, and stays Pending",
    page: include_str!("unreachable_pod.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for placement in bundle.placements() {
        for pod in placement.subjects(&bundle.pods) {
            if placement.is_unreachable(pod, bundle) {
                judge(bundle, placement, pod, findings);
            }
        }
    }
}

fn judge(bundle: &Bundle<'_>, placement: &Placement, pod: &Pod<'_>, findings: &mut Findings) {
    let may_be_elsewhere = bundle.node_groups.is_empty() && placement.suits_foreign_nodes();
    let both = bundle.pools.iter().zip(&placement.landings);
    let Some((pool, landing)) = both.min_by_key(|(_, landing)| landing.distance()) else { return };
    let unless = if may_be_elsewhere {
        ", unless a node group that is not among the documents takes it"
    } else {
        ""
    };
    let at = place(pod, landing);
    let message = format!("{} has no pool that it can land on{unless}", pod.title);
    let reasons = reasons(pod, pool, landing);
    let finding = findings.at(at.artifact, &at.route, message).help(format!(
        "the nearest pool is `{}`, but {}",
        pool.name(),
        reasons.join(", and ")
    ));
    let finding = if may_be_elsewhere { finding.severity(Severity::Warning) } else { finding };
    if let Some(has) = pool.demands().iter().find(|it| key(landing).is_some_and(|k| it.concerns(k)))
    {
        finding.related(has.at.artifact, &has.at.route, format!("the pool has {}", has.words()));
    }
}

/// Where the pod says what stands in the way first.
fn place<'a>(pod: &Pod<'a>, landing: &Landing) -> Written<'a> {
    if let Some(key) = key(landing) {
        return pod.place_of(key);
    }
    let mut at = pod.place();
    if pod.spec.tolerations.is_some() {
        at.route = at.route.then("tolerations");
    }
    at
}

fn key(landing: &Landing) -> Option<&str> {
    match landing.mismatches.first()? {
        Mismatch::Undefined { key } | Mismatch::Conflict { key } => Some(key),
        Mismatch::NoInstance { keys } => keys.first().map(String::as_str),
    }
}

fn reasons(pod: &Pod<'_>, pool: &Pool<'_>, landing: &Landing) -> Vec<String> {
    let taint = landing.taint.as_ref().map(|taint| {
        let value = taint.value.as_ref().map(|value| format!("={value}")).unwrap_or_default();
        format!("the pod does not tolerate its taint `{}{value}:{}`", taint.key, taint.effect)
    });
    taint.into_iter().chain(landing.mismatches.iter().map(|it| reason(pod, pool, it))).collect()
}

fn reason(pod: &Pod<'_>, pool: &Pool<'_>, mismatch: &Mismatch) -> String {
    match mismatch {
        Mismatch::Undefined { key } => {
            let hint = hint(key, pool).map(|hint| format!("; did you mean `{hint}`?"));
            let key = pool.spelling(key);
            format!("it does not define the label `{key}`{}", hint.unwrap_or_default())
        }
        Mismatch::Conflict { key } => {
            let wants = pod.words_on(key).unwrap_or_else(|| "another value".to_owned());
            let has = has(pool, key);
            format!("its nodes have `{}` {has}, and the pod wants {wants}", pool.spelling(key))
        }
        Mismatch::NoInstance { keys } if keys.is_empty() => {
            "no instance type of it satisfies all that the pod wants".to_owned()
        }
        Mismatch::NoInstance { keys } => {
            let wants = |key: &String| {
                format!("`{}` {}", pool.spelling(key), pod.words_on(key).unwrap_or_default())
            };
            let wants: Vec<String> = keys.iter().map(wants).collect();
            format!("no instance type of it has {}", words::series(&wants, "and"))
        }
    }
}

fn has(pool: &Pool<'_>, key: &str) -> String {
    if key == label::NODE_POOL {
        return format!("`{}`", pool.name());
    }
    if key == label::OS && pool.class.is_some() {
        return format!("`{}`, as their image has it,", pool.settings.family.operating_system());
    }
    words_on(&pool.demands(), key).unwrap_or_else(|| "other values".to_owned())
}

/// The label that was meant: one of the pool's with nearly this name, or one that Karpenter knows.
fn hint(key: &str, pool: &Pool<'_>) -> Option<String> {
    let of_eks = match key {
        "eks.amazonaws.com/capacityType" => Some(label::CAPACITY_TYPE),
        "eks.amazonaws.com/nodegroup" | "alpha.eksctl.io/nodegroup-name" => Some(label::NODE_POOL),
        _ => None,
    };
    let own = || spelling::nearest(key, pool.requirements.iter().map(|(own, _)| own), 2);
    of_eks.or_else(|| label::look_alike(key)).or_else(own).map(str::to_owned)
}

//! Executors keep away from each other, and nodes stay half empty.

use k8s_openapi::api::core::v1::PodAffinityTerm;
use k8s_openapi::apimachinery::pkg::apis::meta::v1::LabelSelector;
use serde_json::Value;

use crate::check::bundle::{Pod, Pool, Role};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Route;

/// Executors keep away from each other, and nodes stay half empty.
pub const RULE: Rule = Rule {
    code: Code("spread-executors"),
    severity: Severity::Warning,
    summary: "executors keep away from each other, so that Karpenter does not empty underused nodes",
    page: include_str!("spread_executors.md"),
    check,
};

const HOST: &str = "kubernetes.io/hostname";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let policy = bundle.controller.setting("/preferencePolicy").and_then(Value::as_str);
    let heeds_wishes = policy != Some("Ignore");
    for placement in bundle.placements() {
        let mut open = placement.open(&bundle.pools).map(|(pool, _)| pool).peekable();
        let has_pool = open.peek().is_some();
        let draining = open.find(|pool| pool.consolidates_underused());
        for pod in placement.subjects(&bundle.pods) {
            if pod.role != Role::Executor || !has_pool {
                continue;
            }
            let wish = draining.filter(|_| heeds_wishes).zip(wish(pod));
            if let Some((pool, (how, route))) = wish {
                report_wish(findings, pod, pool, how, &route);
            } else if let Some(route) = demand(pod) {
                report_demand(findings, pod, &route);
            }
        }
    }
}

/// A wish of executors to keep away from each other, which Karpenter takes for a demand.
fn wish(pod: &Pod<'_>) -> Option<(&'static str, Route)> {
    let preferred = anti_affinity(pod).and_then(|it| {
        let terms = it.preferred_during_scheduling_ignored_during_execution.as_ref()?;
        terms.iter().position(|term| is_about_itself(pod, &term.pod_affinity_term))
    });
    if let Some(index) = preferred {
        let home = home(pod).then("preferredDuringSchedulingIgnoredDuringExecution");
        return Some(("would rather not share a node", home.then(index)));
    }
    let spread = pod.spec.topology_spread_constraints.iter().flatten();
    let anyway = spread.into_iter().position(|one| {
        one.when_unsatisfiable == "ScheduleAnyway"
            && one.label_selector.as_ref().is_some_and(|selector| selects(selector, pod))
    })?;
    let route = pod.at.then("topologySpreadConstraints").then(anyway);
    Some(("would rather be spread evenly", route))
}

/// A demand that each executor has a node of its own.
fn demand(pod: &Pod<'_>) -> Option<Route> {
    let terms = anti_affinity(pod)?.required_during_scheduling_ignored_during_execution.as_ref()?;
    let index =
        terms.iter().position(|term| term.topology_key == HOST && is_about_itself(pod, term))?;
    Some(home(pod).then("requiredDuringSchedulingIgnoredDuringExecution").then(index))
}

fn anti_affinity<'p>(pod: &'p Pod<'_>) -> Option<&'p k8s_openapi::api::core::v1::PodAntiAffinity> {
    pod.spec.affinity.as_ref()?.pod_anti_affinity.as_ref()
}

fn home(pod: &Pod<'_>) -> Route {
    pod.at.then("affinity").then("podAntiAffinity")
}

fn is_about_itself(pod: &Pod<'_>, term: &PodAffinityTerm) -> bool {
    term.label_selector.as_ref().is_some_and(|selector| selects(selector, pod))
}

/// Whether a selector takes executors such as this one, by its own labels and by Spark's.
fn selects(selector: &LabelSelector, pod: &Pod<'_>) -> bool {
    let has = |key: &str, value: &str| match pod.labels.get(key).map(String::as_str) {
        Some(own) => own == value,
        None => key == "spark-role" && value == "executor",
    };
    let meets = |key: &str, operator: &str, values: &[String]| match operator {
        "In" => values.iter().any(|value| has(key, value)),
        "Exists" => pod.labels.contains_key(key) || key.starts_with("spark-"),
        _ => false,
    };
    let labels = selector.match_labels.iter().flatten();
    let expressions = selector.match_expressions.iter().flatten();
    labels.into_iter().all(|(key, value)| has(key, value))
        && expressions
            .into_iter()
            .all(|it| meets(&it.key, &it.operator, it.values.as_deref().unwrap_or_default()))
}

fn report_wish(findings: &mut Findings, pod: &Pod<'_>, pool: &Pool<'_>, how: &str, route: &Route) {
    findings
        .at(
            pod.artifact,
            route,
            format!("{} {how} with others of its kind: Karpenter heeds a wish as if it were a demand, opens more nodes, and does not empty underused ones of pool `{}`", pod.title, pool.name()),
        )
        .help("drop it: executors are many, and losing one of them is no harm; or, where your Karpenter has it, set `settings.preferencePolicy: Ignore` in the values of its chart")
        .related(pool.view.artifact, &crate::route!["spec", "disruption"], "consolidation of the pool");
}

fn report_demand(findings: &mut Findings, pod: &Pod<'_>, route: &Route) {
    findings
        .at(
            pod.artifact,
            route,
            format!("{} must not share a node with others of its kind: each needs one of its own, and the scheduler compares all pods for each", pod.title),
        )
        .severity(Severity::Note)
        .help("let an executor be as large as a node, or drop the demand");
}

//! A budget under which a pool is never disrupted, or that never acts.

use std::collections::BTreeMap;

use crate::artifact::karpenter::Budget;
use crate::check::bundle::Pool;
use crate::check::bundle::budget_window::{Opening, opening};
use crate::check::bundle::disruption::span;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A budget under which a pool is never disrupted, or that never acts.
pub const RULE: Rule = Rule {
    code: Code("closed-budget"),
    severity: Severity::Warning,
    summary: "a budget closes a pool to all disruption, or never acts",
    page: include_str!("closed_budget.md"),
    check,
};

/// So many schedules are followed through a year; who has more does not read what is said of them.
const FOLLOWED: usize = 200;

/// What is known of schedules, by schedule and duration.
type Known = BTreeMap<(String, String), Option<Opening>>;

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut known = Known::new();
    for pool in &bundle.pools {
        expiry(pool, findings);
        for (index, budget) in pool.budgets().iter().enumerate() {
            let Some(fault) = fault(pool, budget, &mut known) else { continue };
            let route = route!["spec", "disruption", "budgets", index, fault.field];
            findings
                .at(pool.view.artifact, &route, fault.message)
                .help(fault.help)
                .severity(fault.severity);
        }
    }
}

/// What is wrong with a budget, and in which field.
struct Fault {
    field: &'static str,
    message: String,
    help: &'static str,
    severity: Severity,
}

fn fault(pool: &Pool<'_>, budget: &Budget, known: &mut Known) -> Option<Fault> {
    if budget.reasons.as_ref().is_some_and(Vec::is_empty) {
        return Some(Fault {
            field: "reasons",
            message: format!(
                "a budget of pool `{}` never acts: its list of reasons is empty",
                pool.name()
            ),
            help: "leave `reasons` out for all of them, or list those that the budget is for",
            severity: Severity::Warning,
        });
    }
    match (&budget.schedule, &budget.duration) {
        (Some(schedule), Some(duration)) => {
            let key = (schedule.clone(), duration.clone());
            if known.len() >= FOLLOWED && !known.contains_key(&key) {
                return None;
            }
            let opening = *known.entry(key).or_insert_with(|| opening(schedule, duration));
            // What cannot be read, the schema has refused.
            scheduled(pool.name(), budget, schedule, opening?)
        }
        // What expires is not closed to all disruption: that is said of expiry.
        (None, None) if is_closed(budget) && pool.expires_after().is_none() => Some(Fault {
            field: "nodes",
            message: format!(
                "pool `{}` is never disrupted: empty nodes stay, and no node gets a new AMI",
                pool.name()
            ),
            help: "give the budget a `schedule` and a `duration`, or `reasons`",
            severity: Severity::Note,
        }),
        // One without the other is refused by the schema.
        _ => None,
    }
}

fn scheduled(pool: &str, budget: &Budget, schedule: &str, opening: Opening) -> Option<Fault> {
    let is_closed = is_closed(budget);
    let (field, message, help) = match opening {
        Opening::Never => (
            "duration",
            format!("a budget of pool `{pool}` never acts: its window has no length"),
            "write some minutes or hours",
        ),
        Opening::Undated => {
            let then = if is_closed { "is never disrupted" } else { "is bound by it all the time" };
            let message = format!(
                "pool `{pool}` {then}: no day fits `{schedule}`, and without a next window Karpenter takes the budget for open"
            );
            ("schedule", message, "correct day and month")
        }
        Opening::Always if is_closed => (
            "schedule",
            format!(
                "pool `{pool}` is never disrupted: the window of `{schedule}` is as long as the time to its next one"
            ),
            "shorten `duration`; outside its windows a budget allows everything",
        ),
        Opening::Always | Opening::Sometimes => return None,
    };
    Some(Fault { field, message, help, severity: Severity::Warning })
}

/// Nodes expire whatever budgets say.
fn expiry(pool: &Pool<'_>, findings: &mut Findings) {
    let Some(age) = pool.expires_after() else { return };
    let Some(closed) = pool.budgets().iter().position(is_closed) else { return };
    let message = format!(
        "a budget closes pool `{}`, and its nodes expire all the same when they are {} old: expiry asks no budget",
        pool.name(),
        span(age)
    );
    let nodes = route!["spec", "disruption", "budgets", closed, "nodes"];
    let template = &pool.view.spec.template.spec;
    let finding = findings.at(pool.view.artifact, &nodes, message).severity(Severity::Note).help(
        "write `expireAfter: Never`, and let a new image replace the nodes: drift asks the budget",
    );
    if template.expire_after.is_some() {
        let route = route!["spec", "template", "spec", "expireAfter"];
        finding.related(pool.view.artifact, &route, "of the pool");
    }
}

/// Whether a budget lets no node go, for whatever reason. A schedule without a duration, or the
/// reverse, the schema has refused.
fn is_closed(budget: &Budget) -> bool {
    let is_whole = budget.schedule.is_some() == budget.duration.is_some();
    is_whole && matches!(budget.nodes.as_str(), "0" | "0%") && budget.reasons.is_none()
}

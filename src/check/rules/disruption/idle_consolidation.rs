//! A pool of fixed size says how it consolidates.

use crate::check::bundle::Pool;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::source::Route;

/// A pool of fixed size says how it consolidates.
pub const RULE: Rule = Rule {
    code: Code("idle-consolidation"),
    severity: Severity::Note,
    summary: "a pool of fixed size says how it consolidates, which Karpenter never does with it",
    page: include_str!("idle_consolidation.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pool in bundle.pools.iter().filter(|pool| pool.is_fixed()) {
        let Some(at) = idle(pool) else { continue };
        findings
            .at(
                pool.view.artifact,
                &at,
                format!("pool `{}` has a fixed number of nodes, which Karpenter does not consolidate: this has no effect", pool.name()),
            )
            .help("leave it out; for fewer nodes write fewer `replicas`");
    }
}

/// The first thing about consolidation that a pool need not have written: `consolidateAfter` it
/// must, wherever it writes budgets.
fn idle(pool: &Pool<'_>) -> Option<Route> {
    let disruption = pool.view.spec.disruption.as_ref()?;
    let home = route!["spec", "disruption"];
    if disruption.consolidation_policy.is_some() {
        return Some(home.then("consolidationPolicy"));
    }
    let is_idle =
        |reasons: &Vec<String>| !reasons.is_empty() && !reasons.iter().any(|it| it == "Drifted");
    let budgets = disruption.budgets.iter().flatten();
    let mut reasons = budgets.map(|budget| budget.reasons.as_ref());
    let at = reasons.position(|reasons| reasons.is_some_and(is_idle))?;
    Some(home.then("budgets").then(at).then("reasons"))
}

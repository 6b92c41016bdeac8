//! A pool leaves disruption to Karpenter's defaults.

use crate::artifact::karpenter::Disruption;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A pool leaves disruption to Karpenter's defaults.
pub const RULE: Rule = Rule {
    code: Code("default-disruption"),
    severity: Severity::Warning,
    summary: "a pool of Spark pods leaves consolidation or its budget to Karpenter's defaults",
    page: include_str!("default_disruption.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (index, pool) in
        bundle.pools.iter().enumerate().filter(|(_, it)| it.consolidates_underused())
    {
        let mut placements = bundle.placements().iter().filter(|one| one.landings[index].is_open());
        let has_spark = placements
            .any(|one| one.pods.iter().any(|pod| bundle.pods[*pod].role.spark().is_some()));
        if !has_spark {
            continue;
        }
        let name = pool.name();
        match &pool.view.spec.disruption {
            None => {
                findings
                    .at(
                        pool.view.artifact,
                        &route!["metadata", "name"],
                        format!("pool `{name}` says nothing of disruption: Karpenter moves Spark pods off a node as soon as it is underused, a tenth of the nodes at a time"),
                    )
                    .help("write `disruption` with a `consolidationPolicy`, a `consolidateAfter` of some minutes, and `budgets`");
            }
            Some(Disruption { budgets: Some(budgets), .. }) if budgets.is_empty() => {
                findings
                    .at(
                        pool.view.artifact,
                        &route!["spec", "disruption", "budgets"],
                        format!("pool `{name}` has an empty list of budgets: Karpenter may take all of its nodes at a time"),
                    )
                    .help("list a budget, such as `nodes: 10%`, or leave `budgets` out for just that one");
            }
            Some(Disruption { budgets: None, .. }) => {
                findings
                    .at(
                        pool.view.artifact,
                        &route!["spec", "disruption"],
                        format!("pool `{name}` has no budget of its own: Karpenter takes a tenth of its nodes at a time, rounded up, so of a small pool always one"),
                    )
                    .severity(Severity::Note)
                    .help("write `budgets`, for example none of the nodes in working hours");
            }
            Some(_) => {}
        }
    }
}

//! Reserved capacity that a pool and its node class do not both ask for.

use crate::artifact::karpenter::EC2NodeClass;
use crate::catalog::label::CAPACITY_TYPE;
use crate::check::bundle::node_class::selects_reservations;
use crate::check::bundle::{Pool, View, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::ValueSet;
use crate::units::MinorVersion;

/// Reserved capacity that a pool and its node class do not both ask for.
pub const RULE: Rule = Rule {
    code: Code("unmatched-reservation"),
    severity: Severity::Warning,
    summary: "a pool buys reserved capacity and its node class selects none, or the reverse",
    page: include_str!("unmatched_reservation.md"),
    check,
};

/// The first Karpenter that knows reservations.
const KNOWN_SINCE: MinorVersion = MinorVersion::new(1, 3);

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let release = bundle.context.targets.karpenter;
    // Where reservations are not known yet, or the gate is off, that is what is said.
    if release < KNOWN_SINCE || bundle.controller.has("ReservedCapacity", release) == Some(false) {
        return;
    }
    for pool in &bundle.pools {
        without_reservation(pool, findings);
    }
    for (name, class) in &bundle.node_classes {
        without_pool(bundle, name, class, findings);
    }
}

/// A pool that lists reserved capacity, of a class that selects none.
fn without_reservation(pool: &Pool<'_>, findings: &mut Findings) {
    let listed = pool.requirements.get(CAPACITY_TYPE).and_then(ValueSet::listed);
    let Some(listed) = listed.filter(|listed| listed.contains("reserved")) else { return };
    let Some(class) = pool.class.as_ref().filter(|class| !selects_reservations(class)) else {
        return;
    };
    let mut requirements = pool.view.spec.template.spec.requirements.iter();
    let Some(at) = requirements.position(|one| one.key == CAPACITY_TYPE) else { return };
    let (severity, fate) = if listed.len() == 1 {
        (Severity::Error, "the pool makes no node")
    } else {
        (Severity::Note, "it makes nodes of the other kinds only")
    };
    findings
        .at(
            pool.view.artifact,
            &route!["spec", "template", "spec", "requirements", at],
            format!(
                "pool `{}` lists reserved capacity, and its node class `{}` selects no reservation: {fate}",
                pool.name(),
                class.metadata.name
            ),
        )
        .severity(severity)
        .related(class.artifact, &route!["metadata", "name"], "the node class")
        .help("select reservations by `capacityReservationSelectorTerms` of the node class, or leave `reserved` out");
}

/// A class that selects reservations, none of whose pools buys them.
fn without_pool(
    bundle: &Bundle<'_>,
    name: &str,
    class: &View<'_, EC2NodeClass>,
    findings: &mut Findings,
) {
    let is_of = |pool: &&Pool<'_>| pool.view.spec.template.spec.node_class_ref.name == name;
    let pools: Vec<&Pool<'_>> = bundle.pools.iter().filter(is_of).collect();
    if pools.is_empty()
        || !selects_reservations(class)
        || pools.iter().any(|pool| pool.buys("reserved"))
    {
        return;
    }
    let names = words::some(pools.iter().map(|pool| pool.name()));
    let noun = if pools.len() == 1 { "its pool" } else { "none of its pools" };
    let verb = if pools.len() == 1 { "does not buy" } else { "buys" };
    let unless = if bundle.context.complete { "" } else { ", unless by a pool that is not here" };
    findings
        .at_key(
            class.artifact,
            &route!["spec", "capacityReservationSelectorTerms"],
            format!(
                "node class `{name}` selects reservations of capacity, and {noun} {names} {verb} reserved capacity: the reservations are paid for and not used{unless}"
            ),
        )
        .help(format!("add `reserved` to the values of `{CAPACITY_TYPE}` in a pool"));
}

//! Something is asked of Karpenter that its settings turn off.

use crate::artifact::{Artifact, Kind};
use crate::catalog::{karpenter, label};
use crate::check::bundle::Pool;
use crate::check::bundle::node_class::selects_reservations;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::source::Route;

/// Something is asked of Karpenter that its settings turn off.
pub const RULE: Rule = Rule {
    code: Code("closed-feature-gate"),
    severity: Severity::Error,
    summary: "a pool or another object needs a feature that Karpenter's settings leave off",
    page: include_str!("closed_feature_gate.md"),
    check,
};

/// A part of a document that only a feature makes work.
struct Need<'a> {
    artifact: &'a Artifact,
    route: Route,
    gate: &'static str,
    what: String,
    fate: &'static str,
    severity: Severity,
}

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let pools = bundle.pools.iter().flat_map(|pool| [fixed(pool), reserved(pool)]).flatten();
    for need in pools.chain(selected(bundle)).chain(objects(bundle)) {
        if bundle.controller.has(need.gate, bundle.context.targets.karpenter) != Some(false) {
            continue;
        }
        let key = karpenter::gate(need.gate).map_or(need.gate, |gate| gate.value_key);
        let Some(said) = bundle.controller.place(&format!("/featureGates/{key}")) else { return };
        findings
            .at(
                need.artifact,
                &need.route,
                format!(
                    "{}, and Karpenter's feature gate `{}` is off: {}",
                    need.what, need.gate, need.fate
                ),
            )
            .severity(need.severity)
            .help(format!(
                "set `settings.featureGates.{key}: true` in the values of Karpenter's chart"
            ))
            .related(said.artifact, &said.route, "the values of Karpenter");
    }
}

fn fixed<'a>(pool: &Pool<'a>) -> Option<Need<'a>> {
    let count = pool.view.spec.replicas?;
    Some(Need {
        artifact: pool.view.artifact,
        route: route!["spec", "replicas"],
        gate: "StaticCapacity",
        what: format!("pool `{}` asks for {count} fixed nodes", pool.name()),
        fate: "the pool makes no node",
        severity: Severity::Error,
    })
}

/// A pool that buys nothing else is empty; one that may also buy on demand does so at full price.
fn reserved<'a>(pool: &Pool<'a>) -> Option<Need<'a>> {
    let capacities = pool.requirements.get(label::CAPACITY_TYPE)?.listed()?;
    if !capacities.contains("reserved") {
        return None;
    }
    let mut requirements = pool.view.spec.template.spec.requirements.iter();
    let at = requirements.position(|one| one.key == label::CAPACITY_TYPE)?;
    let is_all = capacities.len() == 1;
    Some(Need {
        artifact: pool.view.artifact,
        route: route!["spec", "template", "spec", "requirements", at],
        gate: "ReservedCapacity",
        what: format!("pool `{}` asks for reserved capacity", pool.name()),
        fate: if is_all {
            "the pool makes no node"
        } else {
            "reservations are paid for and not used"
        },
        severity: if is_all { Severity::Error } else { Severity::Warning },
    })
}

/// Reservations that node classes select, where no pool asks for them.
fn selected<'a>(bundle: &Bundle<'a>) -> impl Iterator<Item = Need<'a>> {
    let is_asked_for = bundle.pools.iter().any(|pool| reserved(pool).is_some());
    let classes = bundle.node_classes.iter().filter(move |_| !is_asked_for);
    classes.filter(|(_, class)| selects_reservations(class)).map(|(name, class)| Need {
        artifact: class.artifact,
        route: route!["spec", "capacityReservationSelectorTerms"],
        gate: "ReservedCapacity",
        what: format!("node class `{name}` selects reservations of capacity"),
        fate: "reservations are paid for and not used",
        severity: Severity::Warning,
    })
}

fn objects<'a>(bundle: &Bundle<'a>) -> impl Iterator<Item = Need<'a>> {
    let kinds = [
        (Kind::NodeOverlay, "NodeOverlay", "a node overlay is written", "nothing reads it"),
        (
            Kind::CapacityBuffer,
            "CapacityBuffer",
            "a capacity buffer is written",
            "nothing is held ready",
        ),
    ];
    kinds.into_iter().flat_map(|(kind, gate, what, fate)| {
        bundle.of(kind).map(move |artifact| Need {
            artifact,
            route: route!["metadata", "name"],
            gate,
            what: what.to_owned(),
            fate,
            severity: Severity::Warning,
        })
    })
}

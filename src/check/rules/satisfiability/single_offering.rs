//! A handful of instance types in one zone.

use crate::catalog::label::ZONE;
use crate::check::bundle::{Pool, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A handful of instance types in one zone.
pub const RULE: Rule = Rule {
    code: Code("single-offering"),
    severity: Severity::Note,
    summary: "a pool has one zone and fewer than five instance types, and little to turn to when EC2 lacks them",
    page: include_str!("single_offering.md"),
    check,
};

/// How many types in one zone are enough to turn to, as for spot.
const ENOUGH: usize = 5;

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pool in &bundle.pools {
        let Some((kinds, zone)) = offering(pool) else { continue };
        let requirements = route!["spec", "template", "spec", "requirements"];
        let they = if kinds.len() == 1 { "it" } else { "them" };
        let message = format!(
            "pool `{}` has {} in `{zone}` and nothing else: while EC2 is short of {they} there, its pods wait",
            pool.name(),
            words::both(&kinds)
        );
        findings
            .at(pool.view.artifact, &requirements, message)
            .help("admit another size, family or zone; if the capacity is reserved, say so by `capacityReservationSelectorTerms`");
    }
}

/// The few instance types and the only zone of a pool that is not of spot alone, of reserved
/// capacity, or of a fixed number of nodes.
fn offering<'p>(pool: &'p Pool<'_>) -> Option<(Vec<&'static str>, &'p str)> {
    let class = pool.class.as_ref();
    let is_reserved =
        class.is_some_and(|it| it.spec.rest.contains_key("capacityReservationSelectorTerms"));
    let is_bought = pool.buys("on-demand") && !is_reserved && !pool.is_fixed();
    let mut zones = pool.requirements.get(ZONE)?.listed()?.iter();
    let zone = zones.next()?;
    let kinds: Vec<&str> = pool.types.iter().take(ENOUGH).map(|kind| kind.name).collect();
    let is_little = !kinds.is_empty() && kinds.len() < ENOUGH && zones.next().is_none();
    (is_bought && is_little && pool.perhaps_newer().is_empty()).then_some((kinds, zone))
}

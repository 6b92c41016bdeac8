//! One instance type in one zone.

use crate::catalog::label::ZONE;
use crate::check::bundle::Pool;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// One instance type in one zone.
pub const RULE: Rule = Rule {
    code: Code("single-offering"),
    severity: Severity::Note,
    summary: "a pool has one instance type in one zone, and nothing to turn to when EC2 lacks it",
    page: include_str!("single_offering.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pool in &bundle.pools {
        let Some((kind, zone)) = offering(pool) else { continue };
        let requirements = route!["spec", "template", "spec", "requirements"];
        let message = format!(
            "pool `{}` has `{kind}` in `{zone}` and nothing else: while EC2 is short of it there, its pods wait",
            pool.name()
        );
        findings
            .at(pool.view.artifact, &requirements, message)
            .help("admit another size, family or zone; if the capacity is reserved, say so by `capacityReservationSelectorTerms`");
    }
}

/// The only instance type and the only zone of a pool that is not of spot alone, of reserved
/// capacity, or of a fixed number of nodes.
fn offering<'p>(pool: &'p Pool<'_>) -> Option<(&'static str, &'p str)> {
    let class = pool.class.as_ref();
    let is_reserved =
        class.is_some_and(|it| it.spec.rest.contains_key("capacityReservationSelectorTerms"));
    let is_bought = pool.buys("on-demand") && !is_reserved && pool.view.spec.replicas.is_none();
    let zones = pool.requirements.get(ZONE)?.listed()?;
    let (mut types, mut zones) = (pool.types.iter(), zones.iter());
    let found = (types.next()?.name, zones.next()?.as_str());
    let is_one = types.next().is_none() && zones.next().is_none();
    (is_bought && is_one && pool.perhaps_newer().is_empty()).then_some(found)
}

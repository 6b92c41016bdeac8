//! Two NodeOverlays of one weight say different things of the same instances.

use crate::check::bundle::Overlay;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// Two NodeOverlays of one weight say different things of the same instances.
pub const RULE: Rule = Rule {
    code: Code("conflicting-overlays"),
    severity: Severity::Error,
    summary: "two NodeOverlays of one weight say different things of the same instances, and one is left out",
    page: include_str!("conflicting_overlays.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let overlays = bundle.overlays();
    for (index, overlay) in overlays.iter().enumerate() {
        let earlier = overlays[..index].iter();
        let clash = earlier.filter(|other| have_a_pool(bundle, overlay, other)).find_map(|other| {
            let (what, at) = clash(other, overlay)?;
            Some((other, what, at, other.shares(overlay)?))
        });
        let Some((other, what, at, kind)) = clash else { continue };
        findings
            .at(
                overlay.view.artifact,
                &route!["spec", &*at],
                format!(
                    "overlays `{}` and `{}` of weight {} give {what} for `{kind}`: Karpenter applies one of them at most",
                    other.name(),
                    overlay.name(),
                    overlay.weight()
                ),
            )
            .related(other.view.artifact, &route!["metadata", "name"], "the other one")
            .help("give one of them a higher `weight`, which wins, or let their requirements exclude each other");
    }
}

/// Whether a pool can be the one in which they meet; where no pool is written, one may be.
fn have_a_pool(bundle: &Bundle<'_>, one: &Overlay<'_>, other: &Overlay<'_>) -> bool {
    let karpenter = bundle.context.targets.karpenter;
    let reaches = |overlay: &Overlay<'_>, pool| overlay.misses(pool, karpenter).is_none();
    bundle.pools.is_empty()
        || bundle.pools.iter().any(|pool| reaches(one, pool) && reaches(other, pool))
}

/// What they say differently, in words, and the field that says it.
fn clash(one: &Overlay<'_>, other: &Overlay<'_>) -> Option<(String, String)> {
    if one.weight() != other.weight() {
        return None;
    }
    let spec = &other.view.spec;
    if let (Some(first), Some(second)) = (one.price(), other.price())
        && first != second
    {
        let field = if spec.price.is_some() { "price" } else { "priceAdjustment" };
        return Some(("different prices".to_owned(), field.to_owned()));
    }
    let differs = |(key, amount): &(&String, &_)| {
        one.view.spec.capacity.get(*key).is_some_and(|theirs| theirs != *amount)
    };
    let (key, _) = spec.capacity.iter().find(differs)?;
    Some((format!("different amounts of `{key}`"), "capacity".to_owned()))
}

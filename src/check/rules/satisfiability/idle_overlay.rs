//! A NodeOverlay changes nothing.

use super::common::{is_name, known};
use super::excluded;
use crate::check::bundle::{Overlay, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::{self, DeadValue, Why};
use crate::source::Route;

/// A NodeOverlay changes nothing.
pub const RULE: Rule = Rule {
    code: Code("idle-overlay"),
    severity: Severity::Warning,
    summary: "a NodeOverlay says nothing, or says it of instances or pools that do not exist",
    page: include_str!("idle_overlay.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for overlay in bundle.overlays() {
        let fault = silent(&overlay).or_else(|| without_types(&overlay));
        let Some((at, why, help)) = fault.or_else(|| without_pool(bundle, &overlay)) else {
            dead_values(&overlay, findings);
            nameless(&overlay, findings);
            continue;
        };
        findings
            .at(
                overlay.view.artifact,
                &at,
                format!("overlay `{}` changes nothing: {why}", overlay.name()),
            )
            .help(help);
    }
}

/// Values that change nothing of an overlay which changes something else.
fn dead_values(overlay: &Overlay<'_>, findings: &mut Findings) {
    let home = route!["spec", "requirements"];
    let owner = format!("overlay `{}`", overlay.name());
    excluded::in_vain(
        overlay.view.artifact,
        &home,
        &owner,
        &overlay.view.spec.requirements,
        findings,
    );
    for dead in unknown(overlay) {
        let (at, what, help) = describe(overlay, &dead);
        let message = format!("overlay `{}` lists a value in vain: {what}", overlay.name());
        findings.at(overlay.view.artifact, &at, message).help(help);
    }
}

/// Resources that no pod can ask for: Kubernetes takes no name without a domain but its own.
fn nameless(overlay: &Overlay<'_>, findings: &mut Findings) {
    // The schema refuses these, and says so.
    const KARPENTERS: [&str; 4] = ["cpu", "memory", "ephemeral-storage", "pods"];
    let is_known = |name: &str| {
        let (domain, rest) = name.split_once('/').unwrap_or_default();
        let is_plain = |text: &str| {
            !text.is_empty()
                && text.bytes().all(|c| c.is_ascii_alphanumeric() || b"-_.".contains(&c))
        };
        KARPENTERS.contains(&name)
            || name.starts_with("hugepages-")
            || (is_plain(domain) && is_plain(rest))
    };
    for name in overlay.view.spec.capacity.keys().filter(|name| !is_known(name)) {
        findings
            .at(
                overlay.view.artifact,
                &route!["spec", "capacity", name],
                format!(
                    "overlay `{}` gives nodes `{name}`, which no pod can ask for",
                    overlay.name()
                ),
            )
            .help("write the name that the device plugin gives it, with its domain, such as `smarter-devices/fuse`");
    }
}

fn unknown(overlay: &Overlay<'_>) -> impl Iterator<Item = DeadValue> {
    sizing::dead_values(&overlay.requirements).into_iter().filter(|dead| dead.why == Why::Unknown)
}

/// Where a value stands, what is wrong with it, and what may be meant. Names of types and families
/// may be newer than the catalog.
fn describe(overlay: &Overlay<'_>, dead: &DeadValue) -> Fault {
    let unless = if is_name(&dead.key) { ", unless it is newer than the catalog" } else { "" };
    (
        overlay.place_of(&dead.key, &dead.value),
        format!("`{}` is no value of `{}`{unless}", dead.value, dead.key),
        known(&dead.key, &dead.value),
    )
}

/// Where it is idle, why, and the next step.
type Fault = (Route, String, String);

fn silent(overlay: &Overlay<'_>) -> Option<Fault> {
    let spec = &overlay.view.spec;
    if !spec.capacity.is_empty() {
        return None;
    }
    let change = spec.price_adjustment.as_deref().map(|text| text.trim_end_matches('%'));
    if spec.price.is_none() && change.is_some_and(|text| text.parse() == Ok(0.0)) {
        return Some((
            route!["spec", "priceAdjustment"],
            "it adds nothing to the price".to_owned(),
            "write a change of price other than nothing, such as `-10%`".to_owned(),
        ));
    }
    overlay.price().is_none().then(|| {
        (
            route!["spec"],
            "it has neither a price nor a capacity".to_owned(),
            "write `price`, `priceAdjustment` or `capacity`".to_owned(),
        )
    })
}

/// Without any type it is a value that does not exist, or requirements that are too many.
fn without_types(overlay: &Overlay<'_>) -> Option<Fault> {
    if !overlay.types.is_empty() {
        return None;
    }
    let no_type = "no instance type satisfies its requirements";
    Some(match unknown(overlay).next() {
        Some(dead) => {
            let (at, what, help) = describe(overlay, &dead);
            (at, format!("{no_type}, for {what}"), help)
        }
        None => (
            route!["spec", "requirements"],
            no_type.to_owned(),
            "loosen or correct them; all of them must hold".to_owned(),
        ),
    })
}

/// Where pools are among the documents, they are taken for all that the overlay can be about.
fn without_pool(bundle: &Bundle<'_>, overlay: &Overlay<'_>) -> Option<Fault> {
    let karpenter = bundle.context.targets.karpenter;
    let missed: Option<Vec<String>> =
        bundle.pools.iter().map(|pool| overlay.misses(pool, karpenter)).collect();
    let key = missed?.into_iter().next()?;
    let requirements = &overlay.view.spec.requirements;
    let at = requirements.iter().position(|one| one.key == key).unwrap_or_default();
    let names = words::some(bundle.pools.iter().map(|pool| pool.name().to_owned()));
    Some((
        route!["spec", "requirements", at],
        format!("no pool among the documents has nodes with such a `{key}`"),
        format!("the pools are {names}"),
    ))
}

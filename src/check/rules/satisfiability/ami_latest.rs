//! A machine image that changes by itself.

use crate::check::bundle::{Placement, Pod, Pool, Role};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::units::Duration;

/// A machine image that changes by itself.
pub const RULE: Rule = Rule {
    code: Code("ami-latest"),
    severity: Severity::Warning,
    summary: "a node class takes the newest image, and each new one replaces nodes under running drivers",
    page: include_str!("ami_latest.md"),
    check,
};

const DO_NOT_DISRUPT: &str = "karpenter.sh/do-not-disrupt";
const MAX_RUNTIME: &str = "emrgen.io/max-runtime";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (name, class) in &bundle.node_classes {
        let terms = class.spec.ami_selector_terms.iter().enumerate();
        let mut latest = terms.filter(|(_, it)| it.alias.as_deref().is_some_and(is_latest));
        let Some((term, alias)) = latest.next() else { continue };
        let at = route!["spec", "amiSelectorTerms", term, "alias"];
        let pools = || bundle.pools.iter().enumerate().filter(|(_, pool)| uses(pool, name));
        let pinned = pinned(alias.alias.as_deref().unwrap_or_default());
        let help = format!("name a version, such as `{pinned}`, and change it when no job runs");
        if let Some((pool, pod, why)) = pools().find_map(|(index, pool)| harm(bundle, index, pool))
        {
            let place = pod.place();
            findings
                .at(
                    class.artifact,
                    &at,
                    format!(
                        "node class `{name}` takes the newest image: each release replaces the nodes of pool `{}` under {}, {why}",
                        pool.name(),
                        pod.title
                    ),
                )
                .related(place.artifact, &place.route, "the pod")
                .help(help);
        } else if bundle.pods.is_empty() && !bundle.context.complete {
            findings
                .at(
                    class.artifact,
                    &at,
                    format!("node class `{name}` takes the newest image: each release replaces all of its nodes"),
                )
                .severity(Severity::Note)
                .help(help);
        }
    }
}

/// An alias of the same family with a version, in the family's own notation.
fn pinned(alias: &str) -> &'static str {
    match alias.split('@').next() {
        Some("bottlerocket") => "bottlerocket@v1.44.0",
        Some("al2") => "al2@v20250704",
        _ => "al2023@v20250704",
    }
}

fn is_latest(alias: &str) -> bool {
    // Windows has no other version.
    alias.ends_with("@latest") && !alias.starts_with("windows")
}

fn uses(pool: &Pool<'_>, class: &str) -> bool {
    pool.view.spec.template.spec.node_class_ref.name == class
}

/// A driver that a replaced node of the pool ends.
fn harm<'b, 'a>(
    bundle: &'b Bundle<'a>,
    index: usize,
    pool: &'b Pool<'a>,
) -> Option<(&'b Pool<'a>, &'b Pod<'a>, &'static str)> {
    let grace = pool.view.spec.template.spec.termination_grace_period.as_deref();
    let grace = grace.and_then(|text| Duration::parse(text).ok());
    let open = |placement: &&Placement| placement.landings[index].is_open();
    let pods = bundle.placements().iter().filter(open).flat_map(|it| it.pods.iter());
    // Where there are jobs, a driver without one is a notebook's.
    let works = |pod: &&Pod<'_>| pod.job.is_some() || bundle.jobs.is_empty();
    let drivers = pods.map(|at| &bundle.pods[*at]).filter(|pod| pod.role == Role::Driver);
    let mut drivers = drivers.filter(works);
    drivers.find_map(|pod| {
        let stays = pod.annotations.get(DO_NOT_DISRUPT).is_some_and(|it| it != "false");
        if !stays {
            return Some((pool, pod, "which nothing keeps Karpenter from"));
        }
        let run = pod.annotations.get(MAX_RUNTIME).and_then(|it| Duration::parse(it).ok());
        let is_cut = grace.as_ref().zip(run).is_some_and(|(grace, run)| *grace < run);
        is_cut.then_some((pool, pod, "which may run longer than the termination grace period"))
    })
}

//! A label that looks like one of Karpenter's, and is only a name.

use crate::catalog::label;
use crate::check::bundle::{Demand, Pool};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A label that looks like one of Karpenter's, and is only a name.
pub const RULE: Rule = Rule {
    code: Code("look-alike-label"),
    severity: Severity::Warning,
    summary: "a label looks like one that instance types decide, but only repeats what a pool's template says",
    page: include_str!("look_alike_label.md"),
    check,
};

/// Domains in which a reader takes a label for one that the platform sets.
const RESERVED: [&str; 5] =
    ["kubernetes.io", "k8s.io", "karpenter.sh", "karpenter.k8s.aws", "amazonaws.com"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    pools(bundle, findings);
    let has_auto = bundle.pools.iter().any(Pool::is_auto);
    for placement in bundle.placements().iter().filter(|placement| placement.has_pool()) {
        for pod in placement.subjects(&bundle.pods) {
            for demand in pod.written_demands() {
                if has_auto && label::of_auto_mode(&demand.key).is_some() {
                    continue;
                }
                let Some(meant) = meant(&demand) else { continue };
                findings
                    .at(
                        demand.at.artifact,
                        &demand.at.route,
                        format!(
                            "{} selects `{}`, which only the template of a pool sets, whatever its instances are",
                            pod.title, demand.key
                        ),
                    )
                    .help(format!("the label that instances decide is `{meant}`"));
            }
        }
    }
}

/// Requirements on such a label; a plain label of the template binds nothing by itself.
fn pools(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pool in bundle.pools.iter().filter(|pool| !pool.is_auto()) {
        let home = pool.view.spec.template.metadata.labels.len();
        for demand in pool.demands().iter().skip(home) {
            let Some(meant) = meant(demand) else { continue };
            findings
                .at(
                    demand.at.artifact,
                    &demand.at.route.then("key"),
                    format!(
                        "pool `{}` requires `{}`, which Karpenter does not know: it shuts out no instance type",
                        pool.name(),
                        demand.key
                    ),
                )
                .help(format!("the label that instances decide is `{meant}`"));
        }
    }
}

/// The label that instances decide and that this one looks like.
fn meant(demand: &Demand<'_>) -> Option<&'static str> {
    let key = label::normalize(&demand.key);
    if label::well_known(key).is_some() {
        return None;
    }
    let (domain, _) = key.split_once('/')?;
    let within = |reserved: &&&str| {
        domain.strip_suffix(**reserved).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    RESERVED.iter().find(within)?;
    label::look_alike(key)
}

//! A pod or a pool relies on a label that came with a later Karpenter.

use crate::catalog::label::{self, CAPACITY_TYPE};
use crate::check::bundle::{Demand, Pod};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::units::MinorVersion;

/// A pod or a pool relies on a label that came with a later Karpenter.
pub const RULE: Rule = Rule {
    code: Code("label-of-later-karpenter"),
    severity: Severity::Error,
    summary: "a pod selects by a label, or a pool by a capacity type, that the targeted \
        Karpenter lacks",
    page: include_str!("label_of_later_karpenter.md"),
    check,
};

/// The release in which capacity reservations arrived.
const WITH_RESERVED: MinorVersion = MinorVersion::new(1, 3);

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let Some(target) = bundle.context.stated_karpenter() else { return };
    for pod in &bundle.pods {
        selected(pod, target, bundle, findings);
    }
    if target < WITH_RESERVED {
        reserved(target, bundle, findings);
    }
}

fn selected(pod: &Pod<'_>, target: MinorVersion, bundle: &Bundle<'_>, findings: &mut Findings) {
    let asks = |it: &Demand<'_>| !matches!(it.operator.as_str(), "NotIn" | "DoesNotExist");
    for demand in pod.written_demands().into_iter().filter(asks) {
        let Some(known) = label::well_known(&demand.key).filter(|known| known.since > target)
        else {
            continue;
        };
        // A pool may define the label by itself.
        if bundle.pools.iter().any(|pool| pool.requirements.get(known.key).is_some()) {
            continue;
        }
        findings
            .at(
                demand.at.artifact,
                &demand.at.route,
                format!(
                    "{} selects nodes by `{}`, which came with Karpenter {}, and the target is \
                        {target}",
                    pod.title, known.key, known.since
                ),
            )
            .help(format!("target Karpenter {} or later, or select by another label", known.since));
    }
}

fn reserved(target: MinorVersion, bundle: &Bundle<'_>, findings: &mut Findings) {
    for pool in &bundle.pools {
        for (index, requirement) in pool.view.spec.template.spec.requirements.iter().enumerate() {
            let wanted = requirement.values.iter().position(|value| value == "reserved");
            let Some(at) = wanted.filter(|_| requirement.key == CAPACITY_TYPE) else { continue };
            findings
                .at(
                    pool.view.artifact,
                    &route!["spec", "template", "spec", "requirements", index, "values", at],
                    format!(
                        "pool `{}` wants reserved capacity, which came with Karpenter \
                        {WITH_RESERVED}, and the target is {target}",
                        pool.name()
                    ),
                )
                .help(format!(
                    "target Karpenter {WITH_RESERVED} or later, or leave `reserved` out"
                ));
        }
    }
}

//! More places for pods than a node has addresses.

use super::common::pools_of;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::eni_pods;

/// More places for pods than a node has addresses.
pub const RULE: Rule = Rule {
    code: Code("max-pods-over-addresses"),
    severity: Severity::Warning,
    summary: "a node class allows more pods than an instance type has addresses, and the CNI hands out no blocks",
    page: include_str!("max_pods_over_addresses.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    if bundle.cni().is_none_or(|cni| cni.prefixes) {
        return;
    }
    for (name, class) in &bundle.node_classes {
        for pool in pools_of(bundle, name) {
            let Some(most) = pool.settings.max_pods else { continue };
            let bound = |kind| eni_pods(kind, pool.settings.reserved_enis);
            let least = pool.types.iter().map(|kind| (bound(kind), kind.name)).min();
            let Some((places, kind)) = least.filter(|(places, _)| *places < most) else { continue };
            findings
                .at(
                    class.artifact,
                    &route!["spec", "kubelet", "maxPods"],
                    format!(
                        "node class `{name}` allows {most} pods, and a `{kind}` of pool `{}` has addresses for {places}: those beyond stay in `ContainerCreating`",
                        pool.name()
                    ),
                )
                .help("turn on prefix delegation of the VPC CNI (`ENABLE_PREFIX_DELEGATION`), or leave `maxPods` to Karpenter");
        }
    }
}

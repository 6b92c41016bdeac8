//! A minimum of values takes away what keeps pods off GPUs.

use crate::catalog::instance::InstanceType;
use crate::check::bundle::Pool;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::ValueSet;

/// A minimum of values takes away what keeps pods off GPUs.
pub const RULE: Rule = Rule {
    code: Code("admitted-accelerators"),
    severity: Severity::Note,
    summary: "a minimum of values lets Karpenter take GPUs and accelerators for pods that ask for none",
    page: include_str!("admitted_accelerators.md"),
    check,
};

/// Labels by which a pool says what kind of machine it wants.
const CHOOSING: [&str; 3] = [
    "karpenter.k8s.aws/instance-category",
    "karpenter.k8s.aws/instance-family",
    "node.kubernetes.io/instance-type",
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pool in bundle.pools.iter().filter(|pool| !is_chosen(pool)) {
        let mut requirements = pool.view.spec.template.spec.requirements.iter();
        let Some(index) = requirements.position(|it| it.min_values.is_some()) else { continue };
        let special = pool.types.iter().filter(|kind| is_special(kind)).count();
        if special == 0 || special == pool.types.len() {
            continue;
        }
        let message = format!(
            "pool `{}` has a minimum of values, with which Karpenter takes its {special} types with GPUs or accelerators like any other, and not only for pods that ask for them",
            pool.name()
        );
        let at = route!["spec", "template", "spec", "requirements", index, "minValues"];
        findings
            .at(pool.view.artifact, &at, message)
            .help("list the categories that are meant, such as `c`, `m` and `r`; or leave the minimum away");
    }
}

fn is_special(kind: &InstanceType) -> bool {
    kind.gpu.is_some() || kind.accelerator.is_some()
}

/// Whether somebody wrote down which machines are wanted.
fn is_chosen(pool: &Pool<'_>) -> bool {
    let lists = |key: &str| pool.requirements.get(key).and_then(ValueSet::listed).is_some();
    let by_devices =
        |key: &str| key.contains("/instance-gpu-") || key.contains("/instance-accelerator-");
    CHOOSING.iter().any(|key| lists(key))
        || pool.requirements.iter().any(|(key, _)| by_devices(key))
}

//! A controller may land on nodes that come and go by its own doing.

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A controller may land on nodes that come and go by its own doing.
pub const RULE: Rule = Rule {
    code: Code("controller-on-its-own-nodes"),
    severity: Severity::Warning,
    summary: "an autoscaler or a scheduler is not kept off the nodes that Karpenter removes",
    page: include_str!("controller_on_its_own_nodes.md"),
    check,
};

/// What the cluster cannot do without. Karpenter's chart keeps off its own nodes by itself.
const CONTROLLERS: [&str; 3] = ["yunikorn", "cluster-autoscaler", "metrics-server"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let firm = |effect: &str| effect != "PreferNoSchedule";
    let open = bundle.pools.iter().find(|pool| {
        !pool.view.spec.template.spec.taints.iter().any(|taint| firm(&taint.effect))
    });
    let Some(pool) = open else { return };
    for install in bundle.installs() {
        let is_meant = CONTROLLERS.iter().any(|addon| install.is_of(addon));
        let says = |key: &str| {
            let value = install.value(key).and_then(|value| value.as_object());
            value.is_some_and(|fields| !fields.is_empty())
        };
        if !is_meant || install.values.is_none() || says("/nodeSelector") || says("/affinity") {
            continue;
        }
        findings
            .at(
                install.artifact,
                &install.place(""),
                format!("`{}` may run on nodes of pool `{}`, and goes when they go", install.chart, pool.name()),
            )
            .help("set its `nodeSelector` to the labels of the core node group, or taint the pool");
    }
}

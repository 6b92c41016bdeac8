//! A controller may land on nodes that come and go by its own doing.

use serde_json::Value;

use crate::check::bundle::Install;
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
    let open = bundle
        .pools
        .iter()
        .find(|pool| !pool.view.spec.template.spec.taints.iter().any(|taint| firm(&taint.effect)));
    let Some(pool) = open else { return };
    let installs = bundle.installs();
    let placed = |install: &Install<'_>| {
        ["/nodeSelector", "/affinity"].into_iter().any(|key| {
            let fields = install.value(key).and_then(Value::as_object);
            fields.is_some_and(|fields| !fields.is_empty())
        })
    };
    for addon in CONTROLLERS {
        let mut files =
            installs.iter().filter(|it| it.is_of(addon) && it.values.is_whole()).peekable();
        // One file of values may complete another.
        let Some(install) = files.peek().copied().filter(|_| !files.any(placed)) else { continue };
        findings
            .at(
                install.artifact,
                &install.place(""),
                format!(
                    "`{}` may run on nodes of pool `{}`, and goes when they go",
                    install.chart,
                    pool.name()
                ),
            )
            .help("set its `nodeSelector` to the labels of the core node group, or taint the pool");
    }
}

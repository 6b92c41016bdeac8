//! A taint for the start of a node that nobody takes away.

use crate::check::bundle::{Pool, tolerates};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A taint for the start of a node that nobody takes away.
pub const RULE: Rule = Rule {
    code: Code("startup-taint-for-ever"),
    severity: Severity::Warning,
    summary: "a startup taint is one that nothing known removes",
    page: include_str!("startup_taint_for_ever.md"),
    check,
};

/// Taints that something known removes once it is ready on the node: CSI drivers, network plug-ins,
/// the cloud's own controllers.
const REMOVED: [&str; 7] = [
    "ebs.csi.aws.com/agent-not-ready",
    "efs.csi.aws.com/agent-not-ready",
    "fsx.csi.aws.com/agent-not-ready",
    "s3.csi.aws.com/agent-not-ready",
    "node.cilium.io/agent-not-ready",
    "node.cloudprovider.kubernetes.io/uninitialized",
    "cni.istio.io/not-ready",
];

/// Words by which people name taints that something of their own removes.
const HINTS: [&str; 5] = ["not-ready", "notready", "startup", "uninitialized", "init"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (index, pool) in bundle.pools.iter().enumerate() {
        for (at, taint) in pool.view.spec.template.spec.startup_taints.iter().enumerate() {
            let is_removed = REMOVED.contains(&taint.key.as_str())
                || HINTS.iter().any(|hint| taint.key.contains(hint));
            if is_removed {
                continue;
            }
            let evidence = if is_tolerated(bundle, index, pool, at) {
                ", and pods tolerate it as if it stayed"
            } else {
                ""
            };
            findings
                .at(
                    pool.view.artifact,
                    &route!["spec", "template", "spec", "startupTaints", at, "key"],
                    format!("nothing known removes the startup taint `{}` of pool `{}`{evidence}: its nodes never become ready for use", taint.key, pool.name()),
                )
                .help("a taint that keeps others away belongs in `taints`; one that something of yours removes is fine: allow it here");
        }
    }
}

/// Whether pods that are meant for the pool tolerate the taint by its key.
fn is_tolerated(bundle: &Bundle<'_>, index: usize, pool: &Pool<'_>, at: usize) -> bool {
    let taint = &pool.view.spec.template.spec.startup_taints[at];
    let mut placements = bundle.placements().iter().filter(|one| one.landings[index].is_open());
    placements.any(|one| {
        let tolerations = bundle.pods[one.pods[0]].spec.tolerations.iter().flatten();
        tolerations
            .into_iter()
            .any(|toleration| toleration.key.is_some() && tolerates(toleration, taint))
    })
}

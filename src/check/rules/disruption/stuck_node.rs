//! A node that has expired waits for a pod that never ends.

use crate::check::bundle::Role;
use crate::check::bundle::disruption::{Protection, span};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A node that has expired waits for a pod that never ends.
pub const RULE: Rule = Rule {
    code: Code("stuck-node"),
    severity: Severity::Note,
    summary: "an expired node drains for as long as a protected pod runs, and nobody says how long",
    page: include_str!("stuck_node.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let karpenter = bundle.context.targets.karpenter;
    for (index, pod) in bundle.pods.iter().enumerate() {
        let is_endless =
            pod.protection(karpenter) == Protection::Always && pod.longest_run().is_none();
        if !is_endless || pod.role == Role::Placeholder {
            continue;
        }
        let placement = bundle.placement(index);
        // Of Auto Mode EKS ends a node after 21 days, whatever waits for what.
        let pools = placement.open(&bundle.pools).map(|(pool, _)| pool);
        let mut pools = pools.filter(|pool| !pool.is_auto());
        let waiting = pools.find_map(|pool| {
            let expiry = pool.expires_after().filter(|_| pool.waits_for().is_none())?;
            Some((pool, expiry))
        });
        let Some((pool, expiry)) = waiting else { continue };
        let template = route!["spec", "template", "spec"];
        let is_written = pool.view.spec.template.spec.expire_after.is_some();
        let (place, label) = match is_written {
            true => (template.then("expireAfter"), "of the pool"),
            false => (template, "without a word nodes expire after 720h"),
        };
        findings
            .at(
                pod.artifact,
                &pod.at,
                format!("a node of pool `{}` that is {} old takes no more pods and waits for {}, which may run for ever", pool.name(), span(expiry), pod.title),
            )
            .help("say how long it may run (`emrgen.io/max-runtime`, `activeDeadlineSeconds`; in a spec: `maxRuntime`), and let `terminationGracePeriod` of the pool be as long")
            .related(pool.view.artifact, &place, label);
    }
}

//! A new AMI takes a driver's node away.

use crate::check::bundle::disruption::{Protection, span};
use crate::check::bundle::{Pod, Pool, Role};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A new AMI takes a driver's node away.
pub const RULE: Rule = Rule {
    code: Code("drifted-driver"),
    severity: Severity::Warning,
    summary: "nodes follow the newest AMI, and a driver goes with them before its job is done",
    page: include_str!("drifted_driver.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let karpenter = bundle.context.targets.karpenter;
    for (index, pod) in bundle.pods.iter().enumerate().filter(|(_, pod)| pod.role == Role::Driver) {
        let is_protected = pod.is_protected(karpenter);
        // What is written and has no effect, or is not there at all, other rules report.
        if pod.protection(karpenter) == Protection::Void {
            continue;
        }
        let placement = bundle.placement(index);
        let mut pools = placement.open(&bundle.pools).map(|(pool, _)| pool);
        let drifting = pools.find(|pool| {
            let consolidates = pool.consolidates_underused();
            let is_said = !is_protected && consolidates;
            pool.drifts_by_itself() && !is_said && is_short(pod, pool, is_protected)
        });
        if let Some(pool) = drifting {
            report(findings, pod, pool, is_protected);
        }
    }
}

/// Whether a drifting node does not wait for the driver. With a grace period Karpenter may drain
/// nodes of pods that are not to be disrupted too, and kills them at its end.
fn is_short(pod: &Pod<'_>, pool: &Pool<'_>, is_protected: bool) -> bool {
    if !is_protected {
        return true;
    }
    let Some(grace) = pool.waits_for() else { return false };
    pod.longest_run().is_some_and(|longest| grace < longest)
}

fn report(findings: &mut Findings, pod: &Pod<'_>, pool: &Pool<'_>, is_protected: bool) {
    let Some(class) = &pool.class else { return };
    let grace = pool.waits_for().map(span).unwrap_or_default();
    let fate = if is_protected {
        format!("killed {grace} later, do-not-disrupt or not")
    } else {
        "evicted".to_owned()
    };
    let message = format!(
        "with each new AMI the nodes of pool `{}` are replaced, and {} is {fate}",
        pool.name(),
        pod.title
    );
    findings
        .at(pod.artifact, &pod.at, message)
        .help("name an AMI by its version (`al2023@v20250704`), annotate the driver with `karpenter.sh/do-not-disrupt: \"true\"`, and leave `terminationGracePeriod` away or as long as the longest run")
        .related(class.artifact, &route!["spec", "amiSelectorTerms"], "whichever AMI is newest");
}

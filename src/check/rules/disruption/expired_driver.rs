//! A driver's node expires under it.

use crate::check::bundle::disruption::span;
use crate::check::bundle::{Pod, Pool, Role};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A driver's node expires under it.
pub const RULE: Rule = Rule {
    code: Code("expired-driver"),
    severity: Severity::Warning,
    summary: "a driver's node may expire, and the driver be ended, before its job is done",
    page: include_str!("expired_driver.md"),
    check,
};

/// Where nobody says how long a job runs, an expiry below this is short, in seconds.
const A_DAY: u64 = 24 * 3600;

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let karpenter = bundle.context.targets.karpenter;
    for (index, pod) in bundle.pods.iter().enumerate().filter(|(_, pod)| pod.role == Role::Driver) {
        let is_protected = pod.is_protected(karpenter);
        let placement = bundle.placement(index);
        let mut pools = placement.open(&bundle.pools).map(|(pool, _)| pool);
        let found = pools.find_map(|pool| Some((pool, fault(pod, pool, is_protected)?)));
        if let Some((pool, (why, severity))) = found {
            report(findings, pod, pool, &why, severity);
        }
    }
}

/// How expiry ends a driver, and whether a run of the longest kind cannot escape it.
///
/// Expiry goes by the age of the node and asks neither budgets nor annotations; what an annotation
/// does is to hold up the drain, until the pool's grace period is over.
fn fault(pod: &Pod<'_>, pool: &Pool<'_>, is_protected: bool) -> Option<(String, Severity)> {
    let expiry = pool.expires_after()?;
    let grace = if is_protected { pool.waits_for() } else { Some(0) };
    let grace = grace?;
    let longest = pod.longest_run();
    let (is_short, is_certain) = match longest {
        Some(longest) => (grace < longest, expiry.saturating_add(grace) < longest),
        None => (grace < expiry && expiry < A_DAY, false),
    };
    if !is_short {
        return None;
    }
    let run = longest
        .map_or_else(String::new, |longest| format!(", and a run may take {}", span(longest)));
    let why = match is_protected {
        true => format!(
            "{} after its node is {} old, do-not-disrupt or not{run}",
            span(grace),
            span(expiry)
        ),
        false => format!("as soon as its node is {} old{run}", span(expiry)),
    };
    Some((why, if is_certain { Severity::Error } else { Severity::Warning }))
}

fn report(findings: &mut Findings, pod: &Pod<'_>, pool: &Pool<'_>, why: &str, severity: Severity) {
    let template = &pool.view.spec.template.spec;
    let route = match (&template.termination_grace_period, &template.expire_after) {
        (Some(_), _) => route!["spec", "template", "spec", "terminationGracePeriod"],
        (None, Some(_)) => route!["spec", "template", "spec", "expireAfter"],
        (None, None) => route!["spec", "template", "spec"],
    };
    findings
        .at(pod.artifact, &pod.at, format!("pool `{}` ends {} {why}", pool.name(), pod.title))
        .severity(severity)
        .help("write `expireAfter: Never`; or annotate the driver with `karpenter.sh/do-not-disrupt: \"true\"` and let `terminationGracePeriod` be as long as the longest run, or leave it away")
        .related(pool.view.artifact, &route, "of the pool");
}

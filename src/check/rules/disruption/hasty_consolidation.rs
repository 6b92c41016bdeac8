//! Nodes are taken from executors that are about to give them back.

use std::collections::BTreeSet;

use crate::check::bundle::disruption::span;
use crate::check::bundle::{Job, Role};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::units::Duration;

/// Nodes are taken from executors that are about to give them back.
pub const RULE: Rule = Rule {
    code: Code("hasty-consolidation"),
    severity: Severity::Warning,
    summary: "a pool consolidates before idle executors have left by themselves",
    page: include_str!("hasty_consolidation.md"),
    check,
};

const IDLE_TIMEOUT: &str = "spark.dynamicAllocation.executorIdleTimeout";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for (index, pod) in bundle.pods.iter().enumerate().filter(|(_, pod)| pod.role == Role::Executor)
    {
        let Some(job) = bundle.job_of(pod) else { continue };
        let Some(idle) = idle_timeout(job) else { continue };
        let placement = bundle.placement(index);
        let mut pools = placement.open(&bundle.pools).map(|(pool, _)| pool);
        let hasty = pools.find_map(|pool| {
            let after = pool.consolidates_after().filter(|after| *after <= idle)?;
            pool.consolidates_underused().then_some((pool, after))
        });
        let Some((pool, after)) = hasty else { continue };
        if !seen.insert((pool.name().to_owned(), idle)) {
            continue;
        }
        let setting = job.conf.setting(IDLE_TIMEOUT);
        let at = setting.map_or_else(|| route!["name"], |setting| setting.route.clone());
        findings
            .at(
                pool.view.artifact,
                &route!["spec", "disruption", "consolidateAfter"],
                format!("pool `{}` consolidates after {}, while idle executors of job `{}` would leave by themselves after {}", pool.name(), span(after), job.name, span(idle)),
            )
            .help(format!("write a `consolidateAfter` above {}", span(idle)))
            .related(job.artifact, &at, "dynamic allocation of this job");
    }
}

/// After how many seconds an idle executor leaves, if the job's number of executors is dynamic.
fn idle_timeout(job: &Job<'_>) -> Option<u64> {
    let dynamic = job.conf.get("spark.dynamicAllocation.enabled")?;
    if !dynamic.trim().eq_ignore_ascii_case("true") {
        return None;
    }
    let Some(text) = job.conf.get(IDLE_TIMEOUT).map(str::trim) else { return Some(60) };
    text.parse().ok().or_else(|| {
        let text = text.replace("min", "m");
        Duration::parse(&text).ok().map(|time| time.seconds())
    })
}

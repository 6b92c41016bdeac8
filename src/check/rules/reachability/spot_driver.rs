//! A driver may land on spot capacity.

use crate::check::bundle::Role;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

const CAPACITY_TYPE: &str = "karpenter.sh/capacity-type";

/// A driver may land on spot capacity.
pub const RULE: Rule = Rule {
    code: Code("spot-driver"),
    severity: Severity::Warning,
    summary: "a driver may land on spot capacity, where one interruption ends the job",
    page: include_str!("spot_driver.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pod in bundle.pods.iter().filter(|pod| pod.role == Role::Driver) {
        let karpenter = bundle.context.targets.karpenter;
        let pool = bundle.pools.iter().find(|pool| {
            let reached = pod.demands().into_iter().any(|demands| {
                let spot = demands.get(CAPACITY_TYPE).is_none_or(|set| set.has("spot"));
                spot && pool.requirements.mismatches(&demands, karpenter).is_empty()
            });
            pool.buys("spot") && reached && pod.untolerated(pool.taints()).is_none()
        });
        let Some(pool) = pool else { continue };
        findings
            .at(
                pod.artifact,
                &pod.at,
                format!("{} may land on spot nodes of pool `{}`", pod.title, pool.name()),
            )
            .help(format!(
                "let it select `{CAPACITY_TYPE}: on-demand`; in a spec: `driver: {{ capacity: on-demand }}`"
            ));
    }
}

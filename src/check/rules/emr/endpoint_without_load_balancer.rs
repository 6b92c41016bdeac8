//! An endpoint waits for a load balancer that nobody makes.

use crate::artifact::Kind;
use crate::check::bundle::terraform;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// An endpoint waits for a load balancer that nobody makes.
pub const RULE: Rule = Rule {
    code: Code("endpoint-without-load-balancer"),
    severity: Severity::Warning,
    summary: "an interactive endpoint on a cluster without the AWS Load Balancer Controller",
    page: include_str!("endpoint_without_load_balancer.md"),
    check,
};

const CONTROLLER: &str = "aws-load-balancer-controller";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    // Only of a cluster that these documents make is it known what is not on it.
    let makes_cluster = terraform::resources(bundle.artifacts, "aws_eks_cluster").next().is_some();
    let installs = bundle.installs();
    if !makes_cluster || installs.is_empty() || installs.iter().any(|it| it.chart == CONTROLLER) {
        return;
    }
    for artifact in bundle.of(Kind::CreateManagedEndpoint) {
        let name =
            artifact.value().and_then(|value| value.get("name")?.as_str()).unwrap_or_default();
        findings
            .at(
                artifact,
                &route!["name"],
                format!("endpoint `{name}` needs a load balancer, and nothing on this cluster makes one"),
            )
            .help(format!("install `{CONTROLLER}`, or the endpoint stays in the state CREATING; in a spec: `addons: {{ {CONTROLLER}: true }}`"));
    }
}

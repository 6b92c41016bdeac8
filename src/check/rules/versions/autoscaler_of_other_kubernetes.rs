//! An autoscaler is too old for the cluster, or of another release.

use serde_json::Value;

use crate::artifact::Artifact;
use crate::catalog::karpenter::{self, Support};
use crate::check::bundle::{minor, terraform};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::source::Route;
use crate::units::MinorVersion;

/// An autoscaler is too old for the cluster, or of another release.
pub const RULE: Rule = Rule {
    code: Code("autoscaler-of-other-kubernetes"),
    severity: Severity::Error,
    summary: "Karpenter or the Cluster Autoscaler does not support the cluster's Kubernetes",
    page: include_str!("autoscaler_of_other_kubernetes.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let Some(kubernetes) = release_of(bundle) else { return };
    cluster_autoscaler(kubernetes, bundle, findings);
    let Some(support) = karpenter::support_of(kubernetes) else { return };
    // Whether a spec's own targets go together is said where the spec is read.
    let target = bundle.context.targets.karpenter;
    let is_judged = |release| bundle.context.complete && release == target;
    let mut installed = false;
    for install in bundle.installs_of("karpenter") {
        let Some((version, route)) = &install.version else { continue };
        installed = true;
        let Some(release) = minor(version).filter(|release| !is_judged(*release)) else { continue };
        if is_too_old(release, patch(version), support) {
            report(install.artifact, route, version, support, findings);
        }
    }
    let is_known = bundle.context.stated.karpenter && !is_judged(target);
    if installed || !is_known || !is_too_old(target, None, support) {
        return;
    }
    if let Some(pool) = bundle.pools.first() {
        let route = route!["apiVersion"];
        report(pool.view.artifact, &route, &target.to_string(), support, findings);
    }
}

/// The cluster's release: as Terraform has it, or as it is targeted.
fn release_of(bundle: &Bundle<'_>) -> Option<MinorVersion> {
    let clusters = terraform::resources(bundle.artifacts, "aws_eks_cluster");
    let mut versions: Vec<MinorVersion> =
        clusters.filter_map(|cluster| minor(cluster.text("version")?)).collect();
    versions.dedup();
    match versions[..] {
        [one] => Some(one),
        [] => bundle.context.stated_kubernetes(),
        _ => None,
    }
}

fn is_too_old(release: MinorVersion, patch: Option<u32>, support: &Support) -> bool {
    let is_patch_old = release == support.karpenter && patch.is_some_and(|it| it < support.patch);
    release < support.karpenter || is_patch_old
}

/// The third number of a version.
fn patch(version: &str) -> Option<u32> {
    version.split('.').nth(2)?.split(['-', '+']).next()?.parse().ok()
}

fn report(
    artifact: &Artifact,
    route: &Route,
    version: &str,
    support: &Support,
    findings: &mut Findings,
) {
    let Support { kubernetes, karpenter, patch } = support;
    findings
        .at(
            artifact,
            route,
            format!("Karpenter {version} does not support Kubernetes {kubernetes}"),
        )
        .help(format!("take Karpenter {karpenter}.{patch} or later"));
}

/// The Cluster Autoscaler is released with Kubernetes, minor for minor.
fn cluster_autoscaler(kubernetes: MinorVersion, bundle: &Bundle<'_>, findings: &mut Findings) {
    for install in bundle.installs_of("cluster-autoscaler") {
        let Some(tag) = install.value("/image/tag").and_then(Value::as_str) else { continue };
        let Some(release) = minor(tag).filter(|release| *release != kubernetes) else { continue };
        findings
            .at(
                install.artifact,
                &install.place("/image/tag"),
                format!(
                    "the Cluster Autoscaler is of Kubernetes {release}, and the cluster of \
                    {kubernetes}"
                ),
            )
            .severity(Severity::Warning)
            .help(format!("take an image of v{kubernetes}"));
    }
}

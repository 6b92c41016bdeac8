//! Volumes are asked of a driver that Kubernetes no longer has.

use crate::artifact::Artifact;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::source::Route;

/// Volumes are asked of a driver that Kubernetes no longer has.
pub const RULE: Rule = Rule {
    code: Code("in-tree-provisioner"),
    severity: Severity::Warning,
    summary: "a class, a volume or a pod names the EBS driver that Kubernetes removed",
    page: include_str!("in_tree_provisioner.md"),
    check,
};

const PROVISIONER: &str = "kubernetes.io/aws-ebs";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for class in bundle.storage_classes.values().filter(|class| class.provisioner == PROVISIONER) {
        let name = class.metadata.name.as_deref().unwrap_or_default();
        let subject = format!("the class `{name}`");
        report(findings, class.artifact, &route!["provisioner"], &subject, PROVISIONER);
    }
    for volume in bundle.volumes.values() {
        if volume.spec.as_ref().is_some_and(|spec| spec.aws_elastic_block_store.is_some()) {
            let name = volume.metadata.name.as_deref().unwrap_or_default();
            let route = route!["spec", "awsElasticBlockStore"];
            let subject = format!("the volume `{name}`");
            report(findings, volume.artifact, &route, &subject, "awsElasticBlockStore");
        }
    }
    for pod in &bundle.pods {
        for (index, volume) in pod.spec.volumes.iter().flatten().enumerate() {
            if volume.aws_elastic_block_store.is_some() {
                let route = pod.at.then("volumes").then(index).then("awsElasticBlockStore");
                let subject = format!("the volume `{}` of {}", volume.name, pod.title);
                report(findings, pod.artifact, &route, &subject, "awsElasticBlockStore");
            }
        }
    }
}

fn report(findings: &mut Findings, artifact: &Artifact, route: &Route, subject: &str, what: &str) {
    findings
        .at(
            artifact,
            route,
            format!("{subject} is left to `{what}`, which only lives on where the EBS CSI driver takes its place"),
        )
        .help("name the driver itself: `ebs.csi.aws.com`");
}

//! A node of one's own image that takes pods before Karpenter knows it.

use super::common::user_data;
use crate::artifact::Artifact;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A node of one's own image that takes pods before Karpenter knows it.
pub const RULE: Rule = Rule {
    code: Code("custom-image-without-taint"),
    severity: Severity::Warning,
    summary: "user data of a Custom image starts the kubelet without the taint that Karpenter waits for",
    page: include_str!("custom_image_without_taint.md"),
    check,
};

const TAINT: &str = "karpenter.sh/unregistered";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (name, class) in &bundle.node_classes {
        let spec = &class.spec;
        let is_custom = spec.ami_family.as_deref() == Some("Custom");
        let Some(text) = spec.user_data.as_deref() else {
            if is_custom {
                untold(findings, name, class.artifact);
            }
            continue;
        };
        let starts_kubelet = ["bootstrap.sh", "NodeConfig", "nodeadm", "kubelet"];
        let is_bootstrap = starts_kubelet.iter().any(|word| text.contains(word));
        if !is_custom || !is_bootstrap || text.contains(TAINT) {
            continue;
        }
        findings
            .at(
                class.artifact,
                &user_data(),
                format!("the user data of node class `{name}`, whose image is Custom, registers nodes without the taint `{TAINT}`: pods may come before labels and taints of the pool are there"),
            )
            .help(format!("let the kubelet register with the taint `{TAINT}:NoExecute`, which Karpenter takes off, or name the family that the image is of"));
    }
}

/// A class whose image is told nothing.
fn untold(findings: &mut Findings, name: &str, class: &Artifact) {
    findings
        .at(
            class,
            &route!["spec", "amiFamily"],
            format!("node class `{name}` has a Custom image and no user data: unless the image itself knows the cluster, and registers with the taint `{TAINT}`, its nodes do not join"),
        )
        .severity(Severity::Note)
        .help("name the family that the image is of, and Karpenter tells it all that it needs");
}

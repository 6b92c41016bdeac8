//! A setting of the kubelet that the image does not heed.

use super::common::family;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::AmiFamily;

/// A setting of the kubelet that the image does not heed.
pub const RULE: Rule = Rule {
    code: Code("ignored-kubelet-field"),
    severity: Severity::Warning,
    summary: "a node class sets a field of the kubelet that its image does not heed",
    page: include_str!("ignored_kubelet_field.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (name, class) in &bundle.node_classes {
        let is_set = class.spec.kubelet.contains_key("podsPerCore");
        if !is_set || family(class) != Some(AmiFamily::Bottlerocket) {
            continue;
        }
        findings
            .at_key(
                class.artifact,
                &route!["spec", "kubelet", "podsPerCore"],
                format!("node class `{name}` sets `podsPerCore`, which Bottlerocket does not heed"),
            )
            .help("set `maxPods`, or take another image");
    }
}

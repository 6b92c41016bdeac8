//! An image that EKS does not build for the Kubernetes release.

use crate::catalog::kubernetes::{WITH_WINDOWS_2025, WITHOUT_AL2};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// An image that EKS does not build for the Kubernetes release.
pub const RULE: Rule = Rule {
    code: Code("unsupported-ami"),
    severity: Severity::Warning,
    summary: "a node class names an image that EKS does not build for the Kubernetes release",
    page: include_str!("unsupported_ami.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let context = bundle.context;
    let kubernetes = context.targets.kubernetes;
    let is_known = context.stated.kubernetes;
    for (name, class) in &bundle.node_classes {
        for (index, term) in class.spec.ami_selector_terms.iter().enumerate() {
            let Some((family, _)) = term.alias.as_deref().and_then(|it| it.split_once('@')) else {
                continue;
            };
            let (lacks, when) = match family {
                "al2" => (
                    kubernetes >= WITHOUT_AL2,
                    format!("for Kubernetes {WITHOUT_AL2} and newer EKS builds no Amazon Linux 2"),
                ),
                "windows2025" => (
                    is_known && kubernetes < WITH_WINDOWS_2025,
                    format!("EKS builds Windows 2025 for Kubernetes {WITH_WINDOWS_2025} and newer"),
                ),
                _ => continue,
            };
            if !lacks {
                continue;
            }
            let severity = if is_known { Severity::Error } else { Severity::Warning };
            let message = format!("node class `{name}` starts from `{family}`, but {when}");
            findings
                .at(class.artifact, &route!["spec", "amiSelectorTerms", index, "alias"], message)
                .severity(severity)
                .help("use `al2023@…` or `bottlerocket@…`");
        }
    }
}

//! User data beyond what EC2 takes.

use super::common::user_data;
use crate::check::bundle::node_class::family;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::AmiFamily;

/// User data beyond what EC2 takes.
pub const RULE: Rule = Rule {
    code: Code("user-data-too-large"),
    severity: Severity::Error,
    summary: "user data is larger than the 16 KiB that EC2 takes, and no node starts",
    page: include_str!("user_data_too_large.md"),
    check,
};

/// What EC2 takes, in bytes, before it is encoded.
const MOST: usize = 16 * 1024;

/// What Karpenter adds has at least so many bytes: the certificate of a cluster's API is nearly all.
const ADDED: usize = 1400;

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (name, class) in &bundle.node_classes {
        let size = class.spec.user_data.as_deref().map_or(0, str::len);
        let is_alone = family(class).is_none_or(|family| family == AmiFamily::Custom);
        let (severity, why) = if size > MOST {
            (Severity::Error, format!("before Karpenter adds its part, and EC2 takes {MOST}"))
        } else if size > MOST - ADDED && !is_alone {
            let left = MOST - size;
            let why = format!(
                "which leaves {left} of the {MOST} that EC2 takes for Karpenter's part, whose certificate alone is longer"
            );
            (Severity::Warning, why)
        } else {
            continue;
        };
        findings
            .at(
                class.artifact,
                &user_data(),
                format!("the user data of node class `{name}` is {size} bytes, {why}"),
            )
            .severity(severity)
            .help("fetch what is long from S3 at start, or bake it into an image");
    }
}

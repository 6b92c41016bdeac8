//! User data beyond what EC2 takes.

use super::common::user_data;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

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

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (name, class) in &bundle.node_classes {
        let size = class.spec.user_data.as_deref().map_or(0, str::len);
        if size <= MOST {
            continue;
        }
        findings
            .at(
                class.artifact,
                &user_data(),
                format!("the user data of node class `{name}` is {size} bytes, before Karpenter adds its part, and EC2 takes {MOST}"),
            )
            .help("fetch what is long from S3 at start, or bake it into an image");
    }
}

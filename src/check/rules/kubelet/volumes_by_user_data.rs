//! A script of user data that makes volumes with the rights of the node.

use super::common::{user_data, with_user_data};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A script of user data that makes volumes with the rights of the node.
pub const RULE: Rule = Rule {
    code: Code("volumes-by-user-data"),
    severity: Severity::Warning,
    summary: "a script of user data makes or attaches EBS volumes with the rights of the node",
    page: include_str!("volumes_by_user_data.md"),
    check,
};

const CALLS: [&str; 2] = ["ec2 create-volume", "ec2 attach-volume"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for class in with_user_data(bundle) {
        let lines = class.data.scripts.iter().flat_map(|script| script.lines());
        let mut lines = lines.map(str::trim).filter(|line| !line.starts_with('#'));
        let call = lines.find_map(|line| CALLS.into_iter().find(|call| line.contains(call)));
        let Some(call) = call else { continue };
        findings
            .at(
                class.view.artifact,
                &user_data(),
                format!(
                    "a script in the user data of node class `{}` runs `aws {call}`: a node that dies in between leaves a volume that no one deletes, and the node's role must have the right",
                    class.name
                ),
            )
            .help("declare the volume in `blockDeviceMappings`, or let pods claim theirs of a StorageClass");
    }
}

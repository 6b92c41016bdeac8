//! The security group of a Lustre file system keeps its clients out.

use serde_json::Value;

use crate::catalog::fsx::PORTS;
use crate::check::bundle::security_group::{self, Direction};
use crate::check::bundle::terraform::{self, Resource};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// The security group of a Lustre file system keeps its clients out.
pub const RULE: Rule = Rule {
    code: Code("lustre-ports"),
    severity: Severity::Error,
    summary: "the security group of a Lustre file system lacks ports, or all egress",
    page: include_str!("lustre_ports.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for system in terraform::resources(bundle.artifacts, "aws_fsx_lustre_file_system") {
        let groups = system.body.get("security_group_ids").and_then(Value::as_array);
        // What several groups allow adds up, and one from elsewhere may allow everything.
        let [Value::String(id)] = groups.map_or(&[][..], Vec::as_slice) else { continue };
        let Some(group) = security_group::group_of(bundle.artifacts, id) else { continue };
        for direction in [Direction::In, Direction::Out] {
            if let Some(missing) = missing(bundle, &group, direction) {
                report(findings, &system, &group, direction, &missing);
            }
        }
    }
}

/// The ports that no rule opens; `None` where a rule cannot be read.
fn missing(bundle: &Bundle<'_>, group: &Resource<'_>, direction: Direction) -> Option<Vec<String>> {
    let open = security_group::openings(bundle.artifacts, group, direction)?;
    let is_open = |port: u16| open.iter().any(|it| it.has(port));
    let closed = PORTS.iter().filter(|(from, to)| !(*from..=*to).all(is_open));
    let words = |(from, to): &(u16, u16)| {
        if from == to { from.to_string() } else { format!("{from}-{to}") }
    };
    let closed: Vec<String> = closed.map(words).collect();
    (!closed.is_empty()).then_some(closed)
}

fn report(
    findings: &mut Findings,
    system: &Resource<'_>,
    group: &Resource<'_>,
    direction: Direction,
    missing: &[String],
) {
    let (way, own) = match direction {
        Direction::In => ("from its clients", "ingress"),
        Direction::Out => ("to its clients", "egress"),
    };
    let ports = crate::check::bundle::words::series(missing, "and");
    findings
        .at(
            group.artifact,
            &group.route,
            format!("the group `{}` of the file system `{}` does not open TCP {ports} {way}: mounting hangs", group.label, system.label),
        )
        .help(format!("add {own} for TCP 988 and 1018-1023; a group whose {own} Terraform manages allows what is written and nothing else"))
        .related(system.artifact, &system.route.then("security_group_ids"), "the file system");
}

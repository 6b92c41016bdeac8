//! The security group of a Lustre file system keeps its clients out.

use serde_json::{Map, Value};

use crate::catalog::fsx::PORTS;
use crate::check::bundle::storage::plain_text;
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

/// Resources that each say one rule of a group; the first kind says its direction in a field.
const RULE_KINDS: [(&str, Option<Direction>); 3] = [
    ("aws_security_group_rule", None),
    ("aws_vpc_security_group_ingress_rule", Some(Direction::In)),
    ("aws_vpc_security_group_egress_rule", Some(Direction::Out)),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    In,
    Out,
}

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for system in terraform::resources(bundle.artifacts, "aws_fsx_lustre_file_system") {
        let groups = system.body.get("security_group_ids").and_then(Value::as_array);
        // What several groups allow adds up, and one from elsewhere may allow everything.
        let [Value::String(id)] = groups.map_or(&[][..], Vec::as_slice) else { continue };
        let mut groups = terraform::resources(bundle.artifacts, "aws_security_group");
        let Some(group) = groups.find(|group| is_of(id, group.label)) else { continue };
        for direction in [Direction::In, Direction::Out] {
            if let Some(missing) = missing(bundle, &group, direction) {
                report(findings, &system, &group, direction, &missing);
            }
        }
    }
}

/// Whether an expression is the id of a security group.
fn is_of(expression: &str, label: &str) -> bool {
    expression == format!("${{aws_security_group.{label}.id}}")
}

/// The ports that no rule opens; `None` where a rule cannot be read.
fn missing(bundle: &Bundle<'_>, group: &Resource<'_>, direction: Direction) -> Option<Vec<String>> {
    let mut open: Vec<(u64, u64)> = Vec::new();
    let own = if direction == Direction::In { "ingress" } else { "egress" };
    if group.body.contains_key("dynamic") {
        return None;
    }
    for block in group.blocks(own) {
        open.extend(ports(block)?);
    }
    for (kind, fixed) in RULE_KINDS {
        for rule in terraform::resources(bundle.artifacts, kind) {
            let id = rule.body.get("security_group_id").and_then(Value::as_str)?;
            let said =
                if rule.text("type") == Some("ingress") { Direction::In } else { Direction::Out };
            if is_of(id, group.label) && fixed.unwrap_or(said) == direction {
                open.extend(ports(rule.body)?);
            }
        }
    }
    let is_open =
        |port: u16| open.iter().any(|(from, to)| (*from..=*to).contains(&u64::from(port)));
    let closed = PORTS.iter().filter(|(from, to)| !(*from..=*to).all(is_open));
    let words = |(from, to): &(u16, u16)| {
        if from == to { from.to_string() } else { format!("{from}-{to}") }
    };
    let closed: Vec<String> = closed.map(words).collect();
    (!closed.is_empty()).then_some(closed)
}

/// The TCP ports that a rule opens: none for another protocol, `None` where it cannot be read.
fn ports(rule: &Map<String, Value>) -> Option<Option<(u64, u64)>> {
    let field = |key: &str| rule.get(key).map(plain_text);
    let protocol = field("protocol").or_else(|| field("ip_protocol"))??;
    match protocol.as_str() {
        "-1" | "all" => Some(Some((0, 65_535))),
        "tcp" | "6" => {
            let number = |key: &str| field(key)??.parse().ok();
            Some(Some((number("from_port")?, number("to_port")?)))
        }
        text if text.contains("${") => None,
        _ => Some(None),
    }
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

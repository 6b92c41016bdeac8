//! What the security groups that Terraform files declare let through.

use serde_json::{Map, Value};

use super::storage::plain_text;
use super::terraform::{self, Resource};
use crate::artifact::Artifact;

/// Which way a rule of a group opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// Into the group.
    In,
    /// Out of it.
    Out,
}

/// TCP ports that a rule opens, and the rule.
#[derive(Clone, Copy, Debug)]
pub struct Opening<'a> {
    /// The first port and the last.
    pub ports: (u64, u64),
    /// The arguments of the rule.
    pub rule: &'a Map<String, Value>,
}

/// Resources that each say one rule of a group; the first kind says its direction in a field.
const RULE_KINDS: [(&str, Option<Direction>); 3] = [
    ("aws_security_group_rule", None),
    ("aws_vpc_security_group_ingress_rule", Some(Direction::In)),
    ("aws_vpc_security_group_egress_rule", Some(Direction::Out)),
];

/// The expression that is the id of a group.
#[must_use]
pub fn id_of(group: &Resource<'_>) -> String {
    format!("${{aws_security_group.{}.id}}", group.label)
}

/// The group whose id an expression is.
pub fn group_of<'a>(artifacts: &'a [Artifact], expression: &str) -> Option<Resource<'a>> {
    terraform::resources(artifacts, "aws_security_group").find(|it| id_of(it) == expression)
}

/// All that a group lets through in a direction; `None` where a rule of it cannot be read.
#[must_use]
pub fn openings<'a>(
    artifacts: &'a [Artifact],
    group: &Resource<'a>,
    direction: Direction,
) -> Option<Vec<Opening<'a>>> {
    let own = if direction == Direction::In { "ingress" } else { "egress" };
    if group.body.contains_key("dynamic") {
        return None;
    }
    let mut found = Vec::new();
    for rule in group.blocks(own) {
        found.extend(opening(rule)?);
    }
    found.extend(openings_of_id(artifacts, &id_of(group), direction)?);
    Some(found)
}

/// What rules with resources of their own let through a group, by the expression of its id; `None`
/// where one of them cannot be read.
#[must_use]
pub fn openings_of_id<'a>(
    artifacts: &'a [Artifact],
    id: &str,
    direction: Direction,
) -> Option<Vec<Opening<'a>>> {
    let mut found = Vec::new();
    for (kind, fixed) in RULE_KINDS {
        for rule in terraform::resources(artifacts, kind) {
            let group = rule.body.get("security_group_id").and_then(Value::as_str)?;
            let said =
                if rule.text("type") == Some("ingress") { Direction::In } else { Direction::Out };
            if group == id && fixed.unwrap_or(said) == direction {
                found.extend(opening(rule.body)?);
            }
        }
    }
    Some(found)
}

/// The TCP ports that a rule opens: none for another protocol, `None` where it cannot be read.
#[must_use]
pub fn opening(rule: &Map<String, Value>) -> Option<Option<Opening<'_>>> {
    let field = |key: &str| rule.get(key).map(plain_text);
    let protocol = field("protocol").or_else(|| field("ip_protocol"))??;
    match protocol.as_str() {
        "-1" | "all" => Some(Some(Opening { ports: (0, 65_535), rule })),
        "tcp" | "6" => {
            let number = |key: &str| field(key)??.parse().ok();
            Some(Some(Opening { ports: (number("from_port")?, number("to_port")?), rule }))
        }
        text if text.contains("${") => None,
        _ => Some(None),
    }
}

impl Opening<'_> {
    /// Whether a port is among those that it opens.
    #[must_use]
    pub fn has(&self, port: u16) -> bool {
        (self.ports.0..=self.ports.1).contains(&u64::from(port))
    }

    /// Whether it may be for others than the members of its own group, given by its id.
    #[must_use]
    pub fn may_be_for_others(&self, own: &str) -> bool {
        let of_one = ["source_security_group_id", "referenced_security_group_id"];
        let mut groups: Vec<&Value> = of_one.iter().filter_map(|key| self.rule.get(*key)).collect();
        groups.extend(
            self.rule.get("security_groups").and_then(Value::as_array).into_iter().flatten(),
        );
        let only_itself = self.rule.get("self") == Some(&Value::Bool(true)) && groups.is_empty();
        let of_addresses = [
            "cidr_blocks",
            "ipv6_cidr_blocks",
            "cidr_ipv4",
            "cidr_ipv6",
            "prefix_list_ids",
            "prefix_list_id",
        ];
        let is_said = |key: &&str| self.rule.get(*key).is_some_and(|it| !is_empty(it));
        let by_group = groups.iter().any(|id| id.as_str() != Some(own));
        let knows_no_other = only_itself || (!groups.is_empty() && !by_group);
        of_addresses.iter().any(is_said) || !knows_no_other
    }
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

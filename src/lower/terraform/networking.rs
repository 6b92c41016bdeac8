//! Security groups and their rules, one resource a rule.

use serde_json::{Value, json};

use super::network;
use crate::artifact::terraform::{Address, Configuration, Expression};

/// A security group of the VPC, without rules.
pub fn security_group(group: &Address, name: &str, description: &str, file: &mut Configuration) {
    security_group_in(group, name, description, network::vpc_id(), file);
}

/// A security group of some VPC, without rules.
pub fn security_group_in(
    group: &Address,
    name: &str,
    description: &str,
    vpc: Expression,
    file: &mut Configuration,
) {
    file.declare(
        group,
        json!({ "name": name, "description": description, "vpc_id": vpc, "tags": { "Name": name } }),
    );
}

/// A rule of a security group.
pub struct Rule {
    kind: &'static str,
    body: Value,
}

impl Rule {
    /// What may come in.
    pub fn ingress(group: &Address, description: &str) -> Self {
        Self::new("aws_vpc_security_group_ingress_rule", group, description)
    }

    /// What may go out.
    pub fn egress(group: &Address, description: &str) -> Self {
        Self::new("aws_vpc_security_group_egress_rule", group, description)
    }

    fn new(kind: &'static str, group: &Address, description: &str) -> Self {
        let body = json!({
            "security_group_id": group.get("id"),
            "description": description,
            "ip_protocol": "-1",
        });
        Self { kind, body }
    }

    /// Only these ports; all traffic otherwise.
    pub fn ports(mut self, protocol: &str, from: u16, to: u16) -> Self {
        self.body["ip_protocol"] = protocol.into();
        self.body["from_port"] = from.into();
        self.body["to_port"] = to.into();
        self
    }

    /// From or to another security group.
    pub fn peer(self, group: &Address) -> Self {
        self.with("referenced_security_group_id", json!(group.get("id")))
    }

    /// Another argument.
    pub fn with(mut self, argument: &str, value: Value) -> Self {
        self.body[argument] = value;
        self
    }

    /// Declares the rule under a label that says it.
    pub fn declare(self, label: &str, file: &mut Configuration) {
        file.declare(&Address::labelled(self.kind, label.to_owned()), self.body);
    }
}

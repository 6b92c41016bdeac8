//! Policies in Terraform files: arguments of resources, locals and data sources.

use serde_json::Value;

use super::form::{is_whole, kind};
use super::found::Found;
use super::{document, expression, open};
use crate::artifact::Kind;
use crate::artifact::terraform::{Block, blocks, maps};
use crate::route;
use crate::source::Route;

/// Resources whose argument holds a policy.
const ARGUMENTS: [(&str, &str, Kind); 5] = [
    ("aws_iam_role", "assume_role_policy", Kind::TrustPolicy),
    ("aws_iam_policy", "policy", Kind::PermissionsPolicy),
    ("aws_iam_role_policy", "policy", Kind::PermissionsPolicy),
    ("aws_iam_user_policy", "policy", Kind::PermissionsPolicy),
    ("aws_iam_group_policy", "policy", Kind::PermissionsPolicy),
];

/// The policies of a file: arguments of resources, locals and data sources.
pub fn policies(file: &Value) -> Vec<Found> {
    let mut found = Vec::new();
    for block in blocks(file, "resource", |kind| kind.starts_with("aws_iam_")) {
        arguments(&block, &mut found);
    }
    // What an organisation forbids has the same form and another meaning.
    if file.pointer("/resource/aws_organizations_policy").is_none() {
        locals(file, &mut found);
        let documents = blocks(file, "data", |kind| kind == "aws_iam_policy_document");
        found.extend(documents.iter().filter_map(document::read));
    }
    found
}

fn arguments(block: &Block<'_>, found: &mut Vec<Found>) {
    let mut add = |kind: Kind, route: Route, text: Option<&Value>| {
        let value = text.and_then(Value::as_str).and_then(expression::policy);
        let value = value.filter(is_whole);
        found.extend(value.map(|value| Found {
            kind: Some(kind),
            route,
            value,
            parts: Vec::new(),
        }));
    };
    for (resource, argument, kind) in ARGUMENTS {
        if block.kind == resource {
            add(kind, block.route.then(argument), block.body.get(argument));
        }
    }
    if block.kind == "aws_iam_role" {
        let home = block.route.then("inline_policy");
        for (route, inline) in maps(&home, block.body.get("inline_policy")) {
            add(Kind::PermissionsPolicy, route.then("policy"), inline.get("policy"));
        }
    }
}

fn locals(file: &Value, found: &mut Vec<Found>) {
    for (home, locals) in maps(&route!["locals"], file.get("locals")) {
        for (name, value) in locals.iter().filter(|(_, it)| it.get("Statement").is_some()) {
            let value = open::read(value);
            let Some(kind) = kind(&value).filter(|_| is_whole(&value)) else { continue };
            found.push(Found {
                kind: Some(kind),
                route: home.then(name),
                value,
                parts: Vec::new(),
            });
        }
    }
}

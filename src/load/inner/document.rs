//! The data source `aws_iam_policy_document`, which has IAM's elements under other names.

use serde_json::{Map, Value, json};

use super::blocks::{Block, Found, maps};
use super::form::{is_whole, kind};
use super::open;
use crate::route;
use crate::source::Route;

/// Arguments of a statement that are elements of IAM's, too.
const ELEMENTS: [(&str, &str); 6] = [
    ("sid", "Sid"),
    ("effect", "Effect"),
    ("actions", "Action"),
    ("not_actions", "NotAction"),
    ("resources", "Resource"),
    ("not_resources", "NotResource"),
];

/// Arguments that bring statements from elsewhere.
const OTHERS: [&str; 5] = [
    "dynamic",
    "override_json",
    "override_policy_documents",
    "source_json",
    "source_policy_documents",
];

/// Reads a data source; `None` where a part of it is made by an expression.
pub fn read(block: &Block<'_>) -> Option<Found> {
    let mut parts = Vec::new();
    let mut statements = Vec::new();
    let written = block.body.get("statement");
    if OTHERS.iter().any(|key| block.body.contains_key(*key)) || written?.is_string() {
        return None;
    }
    for (index, (home, body)) in maps(&block.route.then("statement"), written).iter().enumerate() {
        let at = route!["Statement", index];
        parts.push((at.clone(), home.clone()));
        statements.push(statement(body, home, &at, &mut parts)?);
    }
    let value = json!({ "Version": "2012-10-17", "Statement": statements });
    let kind = kind(&value).filter(|_| is_whole(&value))?;
    Some(Found { kind: Some(kind), route: block.route.clone(), value, parts })
}

fn statement(
    body: &Map<String, Value>,
    home: &Route,
    at: &Route,
    parts: &mut Vec<(Route, Route)>,
) -> Option<Value> {
    if body.contains_key("dynamic") {
        return None;
    }
    let mut statement = json!({ "Effect": "Allow" });
    for (key, element) in ELEMENTS {
        if let Some(value) = body.get(key).filter(|it| !it.is_null()) {
            statement[element] = read_text(value);
            parts.push((at.then(element), home.then(key)));
        }
    }
    for (key, element) in [("principals", "Principal"), ("not_principals", "NotPrincipal")] {
        for (home, principals) in maps(&home.then(key), body.get(key)) {
            principal(principals, &home, (&mut statement, element), at, parts)?;
        }
    }
    for (home, condition) in maps(&home.then("condition"), body.get("condition")) {
        let (test, key) = (text(condition, "test")?, text(condition, "variable")?);
        statement["Condition"][&test][&key] = read_text(condition.get("values")?);
        let at = at.then("Condition").then(&test);
        parts.push((at.clone(), home.then("test")));
        parts.push((at.then(&key), home.then("values")));
    }
    Some(statement)
}

fn principal(
    body: &Map<String, Value>,
    home: &Route,
    (statement, element): (&mut Value, &str),
    at: &Route,
    parts: &mut Vec<(Route, Route)>,
) -> Option<()> {
    let kind = text(body, "type")?;
    let identifiers = read_text(body.get("identifiers")?);
    if kind == "*" {
        statement[element] = json!("*");
        parts.push((at.then(element), home.clone()));
        return Some(());
    }
    let known = &mut statement[element][&kind];
    // A second block of one type adds to the first, whose place stands for both.
    match (known.as_array_mut(), identifiers.as_array()) {
        (Some(known), Some(more)) => known.extend_from_slice(more),
        _ => {
            *known = identifiers;
            parts.push((at.then(element).then(&kind), home.then("identifiers")));
        }
    }
    Some(())
}

fn text(body: &Map<String, Value>, key: &str) -> Option<String> {
    body.get(key)?.as_str().map(open::text)
}

/// In a data source IAM's own variables begin with `&`.
fn read_text(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(open::text(text).replace("&{", "${")),
        Value::Array(items) => items.iter().map(read_text).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.clone(),
    }
}

//! The data source `aws_iam_policy_document`, which has IAM's elements under other names.

use serde_json::{Map, Value, json};

use super::arguments::OPEN;
use super::form::{is_whole, kind};
use super::found::Found;
use super::open;
use crate::artifact::Kind;
use crate::artifact::terraform::{Block, maps};
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

/// Blocks of a statement that say who it is about, and the elements that they are.
const PRINCIPALS: [(&str, &str); 2] =
    [("principals", "Principal"), ("not_principals", "NotPrincipal")];

/// Arguments that put statements of other documents in the place of those of the same `sid`.
const OVERRIDES: [&str; 2] = ["override_json", "override_policy_documents"];

/// All arguments that bring statements from elsewhere.
const OTHERS: [&str; 5] = [
    "dynamic",
    "override_json",
    "override_policy_documents",
    "source_json",
    "source_policy_documents",
];

/// Reads a data source; `None` where nothing that it says stands in it.
///
/// What comes from elsewhere is a statement that may be anything: so what is stated is judged, and
/// nothing is said to be missing.
pub fn read(block: &Block<'_>) -> Option<Found> {
    let mut parts = Vec::new();
    let mut statements = Vec::new();
    let has =
        |keys: &[&'static str]| keys.iter().copied().find(|key| block.body.contains_key(*key));
    let written = block.body.get("statement")?;
    let kept = maps(&block.route.then("statement"), Some(written)).into_iter();
    for (home, body) in kept.filter(|(_, it)| has(&OVERRIDES).is_none() || !it.contains_key("sid"))
    {
        let at = route!["Statement", statements.len()];
        parts.push((at.clone(), home.clone()));
        statements.push(statement(body, &home, &at, &mut parts)?);
    }
    let mut value = json!({ "Version": "2012-10-17", "Statement": statements });
    let kind = kind(&value).filter(|_| is_whole(&value))?;
    if let (Some(argument), Some(all)) = (has(&OTHERS), value["Statement"].as_array_mut()) {
        parts.push((route!["Statement", all.len()], block.route.then(argument)));
        all.push(elsewhere(kind));
    }
    Some(Found { kind: Some(kind), route: block.route.clone(), value, parts })
}

/// A statement of which nothing is known.
fn elsewhere(kind: Kind) -> Value {
    let mut statement = json!({ "Effect": "Allow", "Action": OPEN });
    if kind == Kind::TrustPolicy {
        statement["Principal"] = json!({ "AWS": OPEN });
        statement["Condition"] = any_condition();
    } else {
        statement["Resource"] = json!(OPEN);
    }
    statement
}

fn any_condition() -> Value {
    json!({ OPEN: { format!("{OPEN}:sub"): OPEN } })
}

fn statement(
    body: &Map<String, Value>,
    home: &Route,
    at: &Route,
    parts: &mut Vec<(Route, Route)>,
) -> Option<Value> {
    let mut statement = json!({ "Effect": "Allow" });
    for (key, element) in ELEMENTS {
        if let Some(value) = body.get(key).filter(|it| !it.is_null()) {
            statement[element] = read_text(value);
            parts.push((at.then(element), home.then(key)));
        }
    }
    for (key, element) in PRINCIPALS {
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
    for (_, made) in maps(home, body.get("dynamic")) {
        made.keys().for_each(|key| open_part(key, &mut statement));
    }
    Some(statement)
}

/// Blocks of a statement that an expression makes.
fn open_part(key: &str, statement: &mut Value) {
    let principal = PRINCIPALS.iter().find(|(block, _)| *block == key);
    if let Some((_, element)) = principal {
        if statement.get(element).is_none_or(Value::is_object) {
            statement[element]["AWS"] = json!(OPEN);
        }
    } else if key == "condition" {
        statement["Condition"][OPEN] = any_condition()[OPEN].clone();
    }
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

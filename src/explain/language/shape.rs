//! What a field of the language takes, read from the language's JSON Schema.

use serde_json::Value;

/// What a field takes: one of several alternatives.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// One of these words, each with its meaning.
    Words(Vec<(String, String)>),
    /// A text that is a unit: its name, what to write, examples.
    Unit(Unit),
    /// Any text.
    Text,
    /// A number with its bounds.
    Number(Option<i64>, Option<i64>),
    /// `true` or `false`.
    Switch,
    /// Several.
    List(Vec<Self>),
    /// Several, each under a name of its own.
    Map(Vec<Self>),
    /// Fields: the name of the definition, if it has one.
    Fields(Option<String>),
    /// Whatever the emitted document takes.
    Anything,
}

/// A unit: quantities, durations, names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// What it is called: `quantity`.
    pub name: String,
    /// What to write.
    pub rule: String,
    /// Valid texts.
    pub examples: Vec<String>,
}

/// The definition of a name.
pub fn definition<'a>(root: &'a Value, name: &str) -> Option<&'a Value> {
    root.get("$defs")?.get(name)
}

/// The name behind a reference.
pub fn reference(schema: &Value) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix("#/$defs/")
}

/// The description, on one line.
pub fn description(schema: &Value) -> String {
    let text = schema.get("description").and_then(Value::as_str).unwrap_or_default();
    text.replace('\n', " ")
}

/// The shapes that a schema takes; `null` stands for leaving a field out and is none.
pub fn shapes(root: &Value, schema: &Value) -> Vec<Shape> {
    let mut found = Vec::new();
    for (name, one) in alternatives(root, schema) {
        let shape = shape(root, one, name);
        // Words that stand one by one belong together.
        match (found.last_mut(), shape) {
            (_, None) => {}
            (Some(Shape::Words(words)), Some(Shape::Words(more))) => words.extend(more),
            (_, Some(shape)) => found.push(shape),
        }
    }
    found
}

/// The schema, or each of its alternatives, with the name of the definition that it stands in.
pub fn alternatives<'a>(root: &'a Value, schema: &'a Value) -> Vec<(Option<&'a str>, &'a Value)> {
    let mut found = Vec::new();
    collect(root, schema, None, &mut found);
    found
}

fn collect<'a>(
    root: &'a Value,
    schema: &'a Value,
    name: Option<&'a str>,
    found: &mut Vec<(Option<&'a str>, &'a Value)>,
) {
    if let Some(target) = reference(schema) {
        if let Some(definition) = definition(root, target) {
            collect(root, definition, Some(target), found);
        }
        return;
    }
    let several = ["anyOf", "oneOf"].into_iter().find_map(|word| schema.get(word)?.as_array());
    match several {
        Some(several) => several.iter().for_each(|one| collect(root, one, None, found)),
        None => found.push((name, schema)),
    }
}

fn shape(root: &Value, schema: &Value, name: Option<&str>) -> Option<Shape> {
    if let Some(word) = schema.get("const").and_then(Value::as_str) {
        return Some(Shape::Words(vec![(word.to_owned(), description(schema))]));
    }
    if let Some(words) = schema.get("enum").and_then(Value::as_array) {
        let words = words.iter().filter_map(Value::as_str);
        return Some(Shape::Words(words.map(|word| (word.to_owned(), String::new())).collect()));
    }
    match type_of(schema)? {
        "string" => Some(unit(schema).map_or(Shape::Text, Shape::Unit)),
        "integer" | "number" => {
            let bound = |key: &str| schema.get(key).and_then(Value::as_i64);
            Some(Shape::Number(bound("minimum"), bound("maximum")))
        }
        "boolean" => Some(Shape::Switch),
        "array" => Some(Shape::List(schema.get("items").map_or(Vec::new(), |of| shapes(root, of)))),
        "object" => Some(object(root, schema, name)),
        _ => None,
    }
}

fn object(root: &Value, schema: &Value, name: Option<&str>) -> Shape {
    if schema.get("properties").is_some() {
        return Shape::Fields(name.map(str::to_owned));
    }
    match values(schema) {
        Some(values) if values.is_object() => Shape::Map(shapes(root, values)),
        _ => Shape::Anything,
    }
}

/// What the values of a map have to be.
pub fn values(schema: &Value) -> Option<&Value> {
    let patterns = schema.get("patternProperties").and_then(Value::as_object);
    patterns.and_then(|patterns| patterns.values().next()).or(schema.get("additionalProperties"))
}

/// The type that is not `null`; text where a number may stand for it.
fn type_of(schema: &Value) -> Option<&str> {
    match schema.get("type")? {
        Value::String(name) => Some(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).find(|name| *name != "null"),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => None,
    }
}

/// `A quantity: write a number and a suffix.` under the description of a unit.
fn unit(schema: &Value) -> Option<Unit> {
    let name = schema.get("format")?.as_str()?.to_owned();
    let description = description(schema);
    let rule = description.split_once(": ").map_or("", |(_, rule)| rule);
    let examples = schema.get("examples").and_then(Value::as_array);
    let examples = examples.into_iter().flatten().filter_map(Value::as_str);
    Some(Unit {
        name: name.replace('-', " "),
        rule: rule.trim_end_matches('.').to_owned(),
        examples: examples.map(str::to_owned).collect(),
    })
}

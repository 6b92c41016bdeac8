//! The fields of the language.

use serde_json::{Map, Value};

use super::shape::{self, Shape, alternatives, description, shapes, values};

/// The documents of the language.
pub const DOCUMENTS: [&str; 3] = ["platform", "team", "settings"];

/// A field.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The path to it: `pools.<name>.scratch`.
    pub path: String,
    /// What it says, in whole sentences.
    pub meaning: String,
    /// What holds where it is left out.
    pub default: Option<String>,
    /// Whether it may not be left out.
    pub required: bool,
    /// What it takes.
    pub shapes: Vec<Shape>,
    /// The fields inside it.
    pub inner: Vec<Self>,
}

impl Field {
    /// Reads one entry of `properties`.
    fn new(root: &Value, path: String, schema: &Value, required: bool) -> Self {
        let (meaning, default) = meaning_and_default(&description(schema));
        Self { path, meaning, default, required, shapes: shapes(root, schema), inner: Vec::new() }
    }
}

/// `How many. Default: 2.` as what it means and what the default is.
fn meaning_and_default(description: &str) -> (String, Option<String>) {
    match description.split_once("Default: ") {
        Some((meaning, default)) => {
            let default = default.trim_end().trim_end_matches('.');
            (meaning.trim_end().to_owned(), Some(default.to_owned()))
        }
        None => (description.to_owned(), None),
    }
}

/// The fields of an object, in the order written.
pub fn fields_of(root: &Value, object: &Value, home: &str) -> Vec<Field> {
    let required: Vec<&str> = object
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let properties = object.get("properties").and_then(Value::as_object);
    let field = |(name, schema): (&String, &Value)| {
        let path = if home.is_empty() { name.clone() } else { format!("{home}.{name}") };
        Field::new(root, path, schema, required.contains(&name.as_str()))
    };
    properties.into_iter().flat_map(Map::iter).map(field).collect()
}

/// The fields that a path may mean: `pools.scratch`, `pools.etl.scratch`, `team.jobs.pool`.
///
/// Names of a map and indices of a list may be left out or given.
#[must_use]
pub fn find(path: &str) -> Vec<(&'static str, Field)> {
    let steps: Vec<&str> = path.split(['.', '[']).map(|step| step.trim_end_matches(']')).collect();
    let mut found = Vec::new();
    for document in DOCUMENTS {
        let Some(root) = crate::spec::schema(document) else { continue };
        let steps = match steps.as_slice() {
            [first, rest @ ..] if first.eq_ignore_ascii_case(document) && !rest.is_empty() => rest,
            all => all,
        };
        found.extend(walk(root, root, steps, "").map(|field| (document, field)));
    }
    found
}

fn walk(root: &Value, schema: &Value, steps: &[&str], home: &str) -> Option<Field> {
    let [step, rest @ ..] = steps else { return None };
    for (_, one) in alternatives(root, schema) {
        if let Some(next) = one.get("properties").and_then(|all| all.get(*step)) {
            let path = if home.is_empty() { (*step).to_owned() } else { format!("{home}.{step}") };
            if rest.is_empty() {
                let required = one.get("required").and_then(Value::as_array);
                let required = required.is_some_and(|names| names.iter().any(|name| name == step));
                return Some(with_inner(root, next, Field::new(root, path, next, required)));
            }
            return walk(root, next, rest, &path);
        }
        let (inside, home) = match (one.get("items"), values(one).filter(|one| one.is_object())) {
            (Some(items), _) => (items, format!("{home}[]")),
            (None, Some(values)) => (values, format!("{home}.<name>")),
            (None, None) => continue,
        };
        // The step names what is inside each, or one of them, which is then left out.
        let found = walk(root, inside, steps, &home).or_else(|| walk(root, inside, rest, &home));
        if found.is_some() {
            return found;
        }
    }
    None
}

/// Adds the fields that stand inside a field, through lists and maps.
fn with_inner(root: &Value, schema: &Value, mut field: Field) -> Field {
    let mut open = vec![(schema, field.path.clone())];
    while let Some((schema, home)) = open.pop() {
        for (_, one) in alternatives(root, schema) {
            field.inner.extend(fields_of(root, one, &home));
            if let Some(items) = one.get("items") {
                open.push((items, format!("{home}[]")));
            } else if let Some(values) = values(one).filter(|values| values.is_object()) {
                open.push((values, format!("{home}.<name>")));
            }
        }
    }
    field
}

/// The objects of a document that have a name, in the order in which a reader meets them.
pub fn objects(root: &'static Value) -> Vec<(String, &'static Value)> {
    let title = root.get("title").and_then(Value::as_str).unwrap_or_default();
    let mut found = vec![(title.to_owned(), root)];
    let mut at = 0;
    while at < found.len() {
        let (_, object) = found[at].clone();
        let properties = object.get("properties").and_then(Value::as_object);
        for schema in properties.into_iter().flat_map(Map::values) {
            for name in names(&shapes(root, schema)) {
                let known = found.iter().any(|(known, _)| *known == name);
                if let (false, Some(schema)) = (known, shape::definition(root, &name)) {
                    found.push((name, schema));
                }
            }
        }
        at += 1;
    }
    found
}

/// The names of definitions in shapes.
fn names(shapes: &[Shape]) -> Vec<String> {
    shapes
        .iter()
        .flat_map(|shape| match shape {
            Shape::Fields(Some(name)) => vec![name.clone()],
            Shape::List(inner) | Shape::Map(inner) => names(inner),
            Shape::Fields(None)
            | Shape::Words(_)
            | Shape::Unit(_)
            | Shape::Text
            | Shape::Number(..)
            | Shape::Switch
            | Shape::Anything => Vec::new(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(path: &str) -> Vec<String> {
        find(path)
            .into_iter()
            .map(|(document, field)| format!("{document} {}", field.path))
            .collect()
    }

    #[test]
    fn names_of_maps_may_be_left_out() {
        assert_eq!(paths("pools.scratch"), ["platform pools.<name>.scratch"]);
        assert_eq!(paths("pools.etl.scratch"), ["platform pools.<name>.scratch"]);
        assert_eq!(paths("jobs.driver.memory"), ["team jobs.<name>.driver.memory"]);
        assert_eq!(paths("pools.taints[0].key"), ["platform pools.<name>.taints[].key"]);
        assert_eq!(paths("name"), ["platform name", "team name"]);
        assert_eq!(paths("team.name"), ["team name"]);
        assert_eq!(paths("pools.nothing"), Vec::<String>::new());
    }

    #[test]
    fn a_field_knows_its_default_and_what_is_inside() {
        let found = find("pools.limits");
        let (_, field) = &found[0];
        assert!(field.default.as_ref().is_some_and(|text| text.starts_with("1000")));
        let inner: Vec<&str> = field.inner.iter().map(|one| one.path.as_str()).collect();
        assert_eq!(inner[0], "pools.<name>.limits.cpu");
        assert!(!find("pools").first().unwrap().1.inner.is_empty());
    }
}

//! The reference page of the language, `docs/reference.md`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use super::field::{DOCUMENTS, Field, fields_of, objects};
use super::shape::{Shape, Unit, description};
use super::words::words;

/// The page: each object of the language with its fields, then the units.
#[must_use]
pub fn reference() -> String {
    let mut text = String::from(
        "# Reference of the language\n\n\
         Written by `EMRGEN_BLESS=1 cargo test --test suite spec_schema` from the types of `src/spec`.\n\
         `emrgen explain pools.scratch` shows one field, `emrgen schema platform` the JSON Schema.\n\n\
         A spec has one document of `kind: Platform` and any number of `kind: Team`, in one file or \
         several. What follows *Default* holds where the field is left out; a field marked \
         **required** has no default.\n",
    );
    let mut units = BTreeMap::new();
    let mut told = Vec::new();
    for document in DOCUMENTS {
        let Some(root) = crate::spec::schema(document) else { continue };
        for (name, object) in objects(root) {
            // Both documents share some objects.
            if !told.contains(&name) {
                text.push_str(&section(&name, root, object, &mut units));
                told.push(name);
            }
        }
    }
    text.push_str("\n## Units\n\n| unit | write | examples |\n| --- | --- | --- |\n");
    for unit in units.values() {
        text.push_str(&unit_row(unit));
    }
    text
}

fn section(name: &str, root: &Value, object: &Value, units: &mut BTreeMap<String, Unit>) -> String {
    let mut text = format!("\n## {name}\n\n{}\n\n", description(object));
    text.push_str("| field | takes | meaning |\n| --- | --- | --- |\n");
    for field in fields_of(root, object, "") {
        note_units(&field.shapes, units);
        text.push_str(&row(&field));
    }
    text
}

fn row(field: &Field) -> String {
    let mut meaning = field.meaning.clone();
    if field.required {
        meaning.push_str(" **required**");
    }
    if let Some(default) = &field.default {
        let _ = write!(meaning, " *Default:* {default}.");
    }
    let listed: Vec<String> = meanings(&field.shapes)
        .into_iter()
        .map(|(word, meaning)| format!("`{word}`: {}", meaning.trim_end_matches('.')))
        .collect();
    if !listed.is_empty() {
        let _ = write!(meaning, "<br>{}.", listed.join("; "));
    }
    format!("| `{}` | {} | {} |\n", field.path, cell(&words(&field.shapes)), cell(&meaning))
}

/// The meanings of the words that a field takes, where there is a choice.
pub fn meanings(shapes: &[Shape]) -> Vec<(String, String)> {
    shapes
        .iter()
        .flat_map(|shape| match shape {
            Shape::Words(words) if words.len() > 1 => words.clone(),
            Shape::List(inner) | Shape::Map(inner) => meanings(inner),
            Shape::Words(_)
            | Shape::Fields(_)
            | Shape::Unit(_)
            | Shape::Text
            | Shape::Number(..)
            | Shape::Switch
            | Shape::Anything => Vec::new(),
        })
        .filter(|(_, meaning)| !meaning.is_empty())
        .collect()
}

fn note_units(shapes: &[Shape], units: &mut BTreeMap<String, Unit>) {
    for shape in shapes {
        match shape {
            Shape::Unit(unit) => {
                units.insert(unit.name.clone(), unit.clone());
            }
            Shape::List(inner) | Shape::Map(inner) => note_units(inner, units),
            Shape::Words(_)
            | Shape::Fields(_)
            | Shape::Text
            | Shape::Number(..)
            | Shape::Switch
            | Shape::Anything => {}
        }
    }
}

fn unit_row(unit: &Unit) -> String {
    let examples: Vec<String> = unit.examples.iter().map(|text| format!("`{text}`")).collect();
    format!("| {} | {} | {} |\n", unit.name, cell(&unit.rule), cell(&examples.join(", ")))
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

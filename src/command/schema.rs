//! `emrgen schema`: the JSON Schemas of the spec and of everything that is emitted.

use std::path::Path;

use serde_json::Value;

use super::Status;
use super::options::SchemaOptions;
use super::say::{Console, Failure};
use crate::artifact::Kind;
use crate::disk::{Existing, write_files};
use crate::render::json::to_json;
use crate::render::tree::{Entry, OutputPath, Tree};
use crate::schema;
use crate::spec;
use crate::units::spelling;

/// The documents of the language; each has a schema `emrgen.io/<name>_v1`.
const LANGUAGE: [&str; 3] = ["platform", "settings", "team"];

/// Prints one schema, or the names of all, or writes all.
pub fn run(options: &SchemaOptions, console: Console) -> Result<Status, Failure> {
    match (&options.out, &options.name) {
        (Some(directory), _) => write(directory, console)?,
        (None, Some(name)) if !options.list => console.print(&to_json(find(name)?))?,
        (None, _) => console.print(&list())?,
    }
    Ok(Status::Clean)
}

/// Every schema by its name, those of the language first.
fn all() -> impl Iterator<Item = (String, &'static Value)> {
    let language = LANGUAGE
        .into_iter()
        .filter_map(|kind| Some((format!("emrgen.io/{kind}_v1"), spec::schema(kind)?)));
    language.chain(schema::all().map(|schema| (schema.id().to_owned(), schema.value())))
}

fn find(name: &str) -> Result<&'static Value, Failure> {
    let wanted = name.trim_end_matches(".json");
    let of_kind = Kind::ALL.iter().map(|kind| kind.facts());
    let mut of_kind = of_kind.filter(|facts| facts.name.eq_ignore_ascii_case(wanted));
    let id = of_kind.find_map(|facts| facts.schema).map(str::to_owned);
    let id = id.unwrap_or_else(|| wanted.to_owned());
    let language = format!("emrgen.io/{}_v1", wanted.to_ascii_lowercase());
    let found = all().find(|(known, _)| *known == id || *known == language);
    found.map(|(_, schema)| schema).ok_or_else(|| {
        let known: Vec<String> = all().map(|(known, _)| known).collect();
        let near = spelling::nearest(wanted, known.iter().map(String::as_str), usize::MAX)
            .map(|known| format!("the nearest is `{known}`; "))
            .unwrap_or_default();
        let help = format!("{near}`emrgen schema` lists all of them");
        Failure::new(format!("there is no schema `{name}`"), help)
    })
}

fn list() -> String {
    let title = |schema: &Value| schema.get("title").and_then(Value::as_str).map(str::to_owned);
    let rows: Vec<(String, String)> =
        all().map(|(name, schema)| (name, title(schema).unwrap_or_default())).collect();
    let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    rows.iter().map(|(name, title)| format!("{name:width$}  {title}\n")).collect()
}

fn write(directory: &Path, console: Console) -> Result<(), Failure> {
    let mut tree = Tree::default();
    for (name, schema) in all() {
        let path = OutputPath::new(format!("{name}.json")).expect("schemas have plain names");
        tree.insert(path, Entry::text(to_json(schema))).expect("schemas have different names");
    }
    write_files(directory, &tree, Existing::Replace)?;
    console.say(&format!("wrote {} schemas to {}\n", tree.len(), directory.display()));
    Ok(())
}

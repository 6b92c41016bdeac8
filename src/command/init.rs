//! `emrgen init`: a spec to start from.

use super::Status;
use super::options::InitOptions;
use super::say::{Console, Failure};
use crate::disk::{Existing, write_files};
use crate::explain::{BLUEPRINTS, Blueprint, blueprint};
use crate::render::json::to_json;
use crate::render::tree::{Entry, OutputPath, Tree};
use crate::spec;

/// Writes the files of a blueprint, or lists the blueprints.
pub fn run(options: &InitOptions, console: Console) -> Result<Status, Failure> {
    if options.list {
        console.print(&list())?;
        return Ok(Status::Clean);
    }
    let blueprint = blueprint(&options.blueprint).ok_or_else(|| unknown(&options.blueprint))?;
    let tree = tree(blueprint);
    write_files(&options.directory, &tree, Existing::Refuse)?;
    let directory = options.directory.display().to_string();
    let there = if directory == "." { String::new() } else { format!("cd {directory} && ") };
    console.say(&format!(
        "wrote {} files to {directory}\nnext: write your account into emrgen.yaml, then `{there}emrgen build`\n",
        tree.len()
    ));
    Ok(Status::Clean)
}

/// The blueprint, and beside it the schemas that its comments point editors at.
fn tree(blueprint: &Blueprint) -> Tree {
    let schemas = ["platform", "team"].into_iter().filter_map(|kind| {
        let path = format!("schemas/emrgen.io/{kind}_v1.json");
        Some((path, to_json(spec::schema(kind)?)))
    });
    let own = blueprint.files().map(|(path, text)| (path.to_owned(), text));
    let mut tree = Tree::default();
    for (path, text) in own.chain(schemas) {
        let path = OutputPath::new(path).expect("blueprints have plain names");
        tree.insert(path, Entry::text(text)).expect("blueprints have different names");
    }
    tree
}

fn list() -> String {
    let width = BLUEPRINTS.iter().map(|one| one.name.len()).max().unwrap_or(0);
    let line = |one: &Blueprint| format!("{:width$}  {}\n", one.name, one.summary());
    BLUEPRINTS.iter().map(line).collect()
}

fn unknown(name: &str) -> Failure {
    let names: Vec<String> = BLUEPRINTS.iter().map(|one| format!("`{}`", one.name)).collect();
    Failure::new(
        format!("there is no blueprint `{name}`"),
        format!("the blueprints are {}", names.join(", ")),
    )
}

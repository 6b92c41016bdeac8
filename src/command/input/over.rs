//! What is laid over a spec.

use std::path::{Path, PathBuf};

use crate::command::options::OverOptions;
use crate::command::say::Failure;
use crate::compile::{Input, Request};
use crate::disk;
use crate::model::Bindings;

/// A request without texts of a spec.
pub fn request(options: &OverOptions, root: &Path) -> Result<Request, Failure> {
    Ok(Request {
        spec: Vec::new(),
        environment: environment(options.env.as_deref(), root)?,
        set: set(options)?,
        bindings: bindings(options.bind.as_deref())?,
        templates: templates(root)?,
    })
}

/// The user's own templates, by their path below `templates/`.
fn templates(root: &Path) -> Result<Vec<Input>, Failure> {
    let home = root.join("templates");
    if !home.is_dir() {
        return Ok(Vec::new());
    }
    let read = |path: PathBuf| {
        let below = path.strip_prefix(&home).unwrap_or(&path);
        Ok(Input { name: super::shown(below), text: disk::read_text(&path)? })
    };
    disk::find_templates(&home)?.into_iter().map(read).collect()
}

fn environment(name: Option<&str>, root: &Path) -> Result<Vec<Input>, Failure> {
    let Some(name) = name else { return Ok(Vec::new()) };
    Ok(vec![super::read(&root.join("environments").join(format!("{name}.yaml")))?])
}

fn set(options: &OverOptions) -> Result<Vec<(String, String)>, Failure> {
    let mut all = Vec::new();
    for text in &options.set {
        let Some((path, value)) = text.split_once('=') else {
            return Err(Failure::new(
                format!("`--set {text}` has no `=`"),
                "write `--set PATH=VALUE`",
            ));
        };
        all.push((path.to_owned(), value.to_owned()));
    }
    let short =
        [("cluster.karpenter", &options.karpenter), ("cluster.kubernetes", &options.kubernetes)];
    for (path, value) in short {
        all.extend(value.iter().map(|value| (path.to_owned(), value.clone())));
    }
    Ok(all)
}

fn bindings(path: Option<&Path>) -> Result<Bindings, Failure> {
    let Some(path) = path else { return Ok(Bindings::default()) };
    let input = super::read(path)?;
    let help = "bind what `terraform output -json` prints";
    let value = serde_json::from_str(&input.text)
        .map_err(|error| Failure::new(format!("`{}` is not JSON: {error}", input.name), help))?;
    Bindings::from_value(value)
        .ok_or_else(|| Failure::new(format!("`{}` is not a JSON object", input.name), help))
}

//! From arguments to what the compiler reads.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::options::SpecOptions;
use super::say::Failure;
use crate::compile::{self, Front, Input, Outcome, Request};
use crate::disk;
use crate::model::Bindings;

/// Compiles the spec that the options name.
pub fn compile(options: &SpecOptions) -> Result<Outcome, Failure> {
    let (front, root) = front(options)?;
    let files = files(&front, &root)?;
    Ok(compile::back(front, &files))
}

fn front(options: &SpecOptions) -> Result<(Front, PathBuf), Failure> {
    let (paths, root) = spec_paths(&options.paths)?;
    let request = Request {
        spec: read_all(&paths)?,
        environment: environment(options.env.as_deref(), &root)?,
        set: set(options)?,
        bindings: bindings(options.bind.as_deref())?,
    };
    Ok((compile::front(request), root))
}

/// The files of a spec, and the directory that its relative paths start from.
fn spec_paths(paths: &[PathBuf]) -> Result<(Vec<PathBuf>, PathBuf), Failure> {
    let default = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &default[..] } else { paths };
    let mut found = Vec::new();
    for path in paths {
        found.extend(if path.is_dir() { in_directory(path)? } else { vec![path.clone()] });
    }
    let root = match &paths[0] {
        path if path.is_dir() => path.clone(),
        path => path.parent().map(Path::to_path_buf).unwrap_or_default(),
    };
    Ok((found, root))
}

/// `*.yaml` of the directory itself and everything below `teams/`.
fn in_directory(directory: &Path) -> Result<Vec<PathBuf>, Failure> {
    let is_own = |path: &PathBuf| {
        let below = path.strip_prefix(directory).unwrap_or(path);
        let depth = below.components().count();
        let yaml = below.extension().is_some_and(|ending| ending == "yaml" || ending == "yml");
        yaml && (depth == 1 || below.starts_with("teams"))
    };
    let found: Vec<PathBuf> = disk::find_inputs(directory)?.into_iter().filter(is_own).collect();
    if found.is_empty() {
        return Err(Failure::new(
            format!("there is no spec in `{}`", directory.display()),
            "a spec is `emrgen.yaml`, and `teams/*.yaml` beside it; `emrgen init` writes one to start from",
        ));
    }
    Ok(found)
}

fn read_all(paths: &[PathBuf]) -> Result<Vec<Input>, Failure> {
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Result<Input, Failure> {
    let is_stdin = path.as_os_str() == "-";
    let text = if is_stdin { disk::read_stdin()? } else { disk::read_text(path)? };
    let name = if is_stdin { "<stdin>".to_owned() } else { shown(path) };
    Ok(Input { name, text })
}

/// A path as people write it: without a leading `./`, with `/` between names.
fn shown(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    text.strip_prefix("./").map_or(text.clone(), str::to_owned)
}

fn environment(name: Option<&str>, root: &Path) -> Result<Vec<Input>, Failure> {
    let Some(name) = name else { return Ok(Vec::new()) };
    Ok(vec![read(&root.join("environments").join(format!("{name}.yaml")))?])
}

fn set(options: &SpecOptions) -> Result<Vec<(String, String)>, Failure> {
    let short =
        [("cluster.karpenter", &options.karpenter), ("cluster.kubernetes", &options.kubernetes)];
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
    for (path, value) in short {
        all.extend(value.iter().map(|value| (path.to_owned(), value.clone())));
    }
    Ok(all)
}

fn bindings(path: Option<&Path>) -> Result<Bindings, Failure> {
    let Some(path) = path else { return Ok(Bindings::default()) };
    let input = read(path)?;
    let help = "bind what `terraform output -json` prints";
    let value = serde_json::from_str(&input.text)
        .map_err(|error| Failure::new(format!("`{}` is not JSON: {error}", input.name), help))?;
    Bindings::from_value(value)
        .ok_or_else(|| Failure::new(format!("`{}` is not a JSON object", input.name), help))
}

/// The texts of the files that jobs upload; one that is not there is left out and reported later.
fn files(front: &Front, root: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let mut found = BTreeMap::new();
    let Some(platform) = &front.platform else { return Ok(found) };
    for file in compile::files(platform).into_keys() {
        let path = root.join(&file);
        if path.is_file() {
            found.insert(file, disk::read_text(&path)?);
        }
    }
    Ok(found)
}

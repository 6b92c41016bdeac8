//! Documents as one text.

use serde_json::{Map, Value, json};

use super::Selection;
use crate::artifact::{Artifact, Body, Target};
use crate::command::options::StreamFormat;
use crate::command::say::Failure;
use crate::render::{artifacts, json};

/// The documents of a selection; without one, what `kubectl apply` takes.
pub fn stream(
    all: &[Artifact],
    selection: Option<&Selection>,
    format: Option<StreamFormat>,
) -> Result<String, Failure> {
    let selection = Selection::for_kubectl(selection);
    let mut chosen = selection.of(all)?;
    chosen.sort_by_key(|artifact| artifact.kind.facts().rank);
    if let ([Artifact { body: Body::Text(text), .. }], None) = (chosen.as_slice(), format) {
        return Ok(text.clone());
    }
    if let Some(text) = chosen.iter().find(|artifact| artifact.value().is_none()) {
        return Err(Failure::new(
            format!("`{}` is a text, which has no place in a stream of documents", text.path),
            "choose a single one with `--name`, or write to a directory with `--out DIR`",
        ));
    }
    Ok(match format.unwrap_or_else(|| usual(&chosen)) {
        StreamFormat::Yaml => artifacts::stream(&chosen),
        StreamFormat::Json => to_json(&chosen),
    })
}

/// JSON where all documents are written as JSON.
fn usual(chosen: &[&Artifact]) -> StreamFormat {
    let all_json = chosen.iter().all(|artifact| artifact.path.ends_with(".json"));
    if all_json { StreamFormat::Json } else { StreamFormat::Yaml }
}

/// One JSON value that the target takes.
fn to_json(chosen: &[&Artifact]) -> String {
    let values: Vec<Value> = chosen.iter().filter_map(|one| one.value().cloned()).collect();
    if let [one] = values.as_slice() {
        return json::to_json(one);
    }
    let all_for = |target: Target| chosen.iter().all(|one| one.kind.facts().target == target);
    json::to_json(&if all_for(Target::Kubectl) {
        json!({ "apiVersion": "v1", "kind": "List", "items": values })
    } else if all_for(Target::Terraform) {
        values.into_iter().fold(json!({}), configuration)
    } else {
        Value::Array(values)
    })
}

/// Terraform reads all files of a directory as one: maps are united, lists follow each other.
fn configuration(all: Value, one: Value) -> Value {
    match (all, one) {
        (Value::Object(all), Value::Object(one)) => Value::Object(united(all, one)),
        (Value::Array(mut all), Value::Array(one)) => {
            all.extend(one);
            Value::Array(all)
        }
        (_, one) => one,
    }
}

fn united(mut all: Map<String, Value>, one: Map<String, Value>) -> Map<String, Value> {
    for (key, value) in one {
        let present = all.get_mut(&key).map(Value::take);
        let value = match present {
            Some(present) => configuration(present, value),
            None => value,
        };
        all.insert(key, value);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn configurations_are_united() {
        let one = json!({ "resource": { "a": { "x": 1 } }, "provider": [{ "aws": {} }] });
        let two = json!({ "resource": { "a": { "y": 2 } }, "provider": [{ "helm": {} }] });
        let both = [one, two].into_iter().fold(json!({}), configuration);
        let resources = json!({ "a": { "x": 1, "y": 2 } });
        assert_eq!(both["resource"], resources);
        assert_eq!(both["provider"], json!([{ "aws": {} }, { "helm": {} }]));
    }
}

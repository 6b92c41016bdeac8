//! What references stand for that the file itself answers: locals, and what resources say of
//! themselves.

use serde_json::Value;

use super::blocks::maps;
use super::references::end_of_code;
use crate::route;

/// How often one reference may lead to another.
const DEPTH: u8 = 8;

/// Attributes that AWS or Kubernetes give, and the arguments that they are.
const GIVEN: [(&str, &str, &[&str]); 4] = [
    ("aws_eks_cluster", "id", &["name"]),
    ("aws_s3_bucket", "id", &["bucket"]),
    ("kubernetes_namespace", "id", &["metadata", "name"]),
    ("kubernetes_namespace_v1", "id", &["metadata", "name"]),
];

/// A file with what its references stand for in their place. What only a variable, another file or
/// a provider knows stays.
#[must_use]
pub fn resolved(file: &Value) -> Value {
    value(file, file, 0)
}

/// A part of a file with what its references stand for in their place.
#[must_use]
pub fn resolved_part(file: &Value, part: &Value) -> Value {
    value(file, part, 0)
}

fn value(file: &Value, part: &Value, depth: u8) -> Value {
    match part {
        Value::String(written) if depth < DEPTH && written.contains("${") => {
            text(file, written, depth)
        }
        Value::Array(items) => items.iter().map(|it| value(file, it, depth)).collect(),
        Value::Object(fields) => Value::Object(
            fields
                .iter()
                .map(|(key, it)| {
                    let key =
                        if key.contains("${") { joined(file, key, depth) } else { key.clone() };
                    (key, value(file, it, depth))
                })
                .collect(),
        ),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => part.clone(),
    }
}

fn text(file: &Value, written: &str, depth: u8) -> Value {
    let whole = written.strip_prefix("${").and_then(|it| it.strip_suffix('}'));
    let Some(expression) = whole.map(str::trim) else {
        return Value::String(joined(file, written, depth));
    };
    if let Some(found) = answer(file, expression) {
        return value(file, found, depth + 1);
    }
    let encoded = expression.strip_prefix("yamlencode(").and_then(|it| it.strip_suffix(')'));
    match encoded.and_then(|it| answer(file, it.trim())) {
        // All JSON is YAML.
        Some(found) => Value::String(value(file, found, depth + 1).to_string()),
        None => Value::String(joined(file, written, depth)),
    }
}

/// A text with the texts and numbers in it that its references stand for.
fn joined(file: &Value, written: &str, depth: u8) -> String {
    let mut read = String::new();
    let mut rest = written;
    while let Some(at) = rest.find("${") {
        let (before, after) = (&rest[..at], &rest[at + 2..]);
        let inner = &after[..end_of_code(after)];
        let end = (at + 2 + inner.len() + 1).min(rest.len());
        let found = answer(file, inner.trim()).filter(|_| !before.ends_with('$'));
        read.push_str(before);
        match found.map(|found| value(file, found, depth + 1)) {
            Some(Value::String(text)) => read.push_str(&text),
            Some(plain @ (Value::Number(_) | Value::Bool(_))) => read.push_str(&plain.to_string()),
            Some(Value::Null | Value::Array(_) | Value::Object(_)) | None => {
                read.push_str(&rest[at..end]);
            }
        }
        rest = &rest[end..];
    }
    read + rest
}

/// What a plain reference stands for.
fn answer<'v>(file: &'v Value, reference: &str) -> Option<&'v Value> {
    let steps = steps(reference)?;
    match steps.split_first()? {
        (&"local", [name, rest @ ..]) => {
            let all = maps(&route!["locals"], file.get("locals"));
            let local = all.into_iter().find_map(|(_, locals)| locals.get(*name))?;
            rest.iter().try_fold(local, |at, step| child(at, step))
        }
        (kind, [label, attribute, rest @ ..]) => {
            let body = file.get("resource")?.get(*kind)?.get(*label)?;
            let is_one = ["count", "for_each"].iter().all(|key| body.get(*key).is_none());
            let given = GIVEN.iter().find(|(of, it, _)| of == kind && it == attribute);
            let path: Vec<&str> =
                given.map_or_else(|| vec![*attribute], |(.., path)| path.to_vec());
            let mut steps = path.iter().chain(rest);
            steps.try_fold(body, |at, step| child(at, step)).filter(|_| is_one)
        }
        _ => None,
    }
}

/// One block may be written as a map, and is read as a list.
fn child<'v>(value: &'v Value, step: &str) -> Option<&'v Value> {
    match (value, step.parse::<usize>()) {
        (Value::Array(items), Ok(index)) => items.get(index),
        (Value::Array(items), Err(_)) => items.first().filter(|_| items.len() == 1)?.get(step),
        (Value::Object(_), Ok(0)) => Some(value),
        (Value::Object(fields), _) => fields.get(step),
        _ => None,
    }
}

/// The names and indices of a reference; `None` for any other expression.
fn steps(reference: &str) -> Option<Vec<&str>> {
    let is_step = |it: &str| {
        !it.is_empty()
            && it.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
    };
    let steps: Vec<&str> = reference
        .split(['.', '['])
        .map(|it| it.strip_suffix(']').unwrap_or(it).trim_matches('"'))
        .collect();
    (steps.len() > 1 && steps.iter().all(|it| is_step(it))).then_some(steps)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::resolved;

    #[test]
    fn what_the_file_answers_is_put_in() {
        let file = json!({
            "locals": {
                "name": "${local.prefix}-etl", "prefix": "data", "loop": "${local.loop}x",
                "roles": [{"username": "emr-containers"}],
            },
            "resource": {
                "kubernetes_namespace_v1": {
                    "a": {"metadata": {"name": "${local.name}"}},
                    "each": {"for_each": "${var.teams}", "metadata": {"name": "x"}},
                },
                "x": {"y": {
                    "namespace": "${kubernetes_namespace_v1.a.metadata[0].name}",
                    "same": "${kubernetes_namespace_v1.a.id}/${kubernetes_namespace_v1.a.metadata.0.name}",
                    "open": "${kubernetes_namespace_v1.each.id}-${var.x}-${local.none}-$${local.prefix}",
                    "roles": "${local.roles}",
                    "yaml": "${yamlencode(local.roles)}",
                    "text": "${local.roles[0][\"username\"]}!",
                    "list": "a ${local.roles} ${lost",
                }},
            },
        });
        let expected = json!({
            "namespace": "data-etl",
            "same": "data-etl/data-etl",
            "open": "${kubernetes_namespace_v1.each.id}-${var.x}-${local.none}-$${local.prefix}",
            "roles": [{"username": "emr-containers"}],
            "yaml": "[{\"username\":\"emr-containers\"}]",
            "text": "emr-containers!",
            "list": "a ${local.roles} ${lost",
        });
        assert_eq!(resolved(&file)["resource"]["x"]["y"], expected);
    }
}

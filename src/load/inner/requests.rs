//! Resources that are requests to EMR and EKS under Terraform's names.

use serde_json::{Map, Value};

use super::blocks::{Block, Found, blocks};
use super::open;
use crate::artifact::Kind;
use crate::source::Route;

/// The resources, and the requests that they are.
const RESOURCES: [(&str, Kind); 3] = [
    ("aws_emrcontainers_virtual_cluster", Kind::CreateVirtualCluster),
    ("aws_emrcontainers_job_template", Kind::CreateJobTemplate),
    ("aws_eks_pod_identity_association", Kind::PodIdentityAssociation),
];

/// Arguments that Terraform itself or the provider reads.
const OWN: [&str; 10] = [
    "//",
    "connection",
    "count",
    "depends_on",
    "for_each",
    "lifecycle",
    "provider",
    "provisioner",
    "region",
    "timeouts",
];

/// Maps whose keys are the user's.
const OPEN: [&str; 3] = ["job_tags", "properties", "tags"];

/// Blocks of which there may be several; of every other one there is at most one.
const LISTS: [&str; 2] = ["application_configuration", "configurations"];

/// The requests of a file.
pub fn requests(file: &Value) -> Vec<Found> {
    let mut found = Vec::new();
    for block in blocks(file, "resource") {
        let kind = RESOURCES.iter().find(|(resource, _)| *resource == block.kind);
        found.extend(kind.and_then(|(_, kind)| request(&block, *kind)));
    }
    found
}

/// A resource as a request; `None` where expressions make its blocks.
fn request(block: &Block<'_>, kind: Kind) -> Option<Found> {
    let mut parts = vec![(Route::ROOT, block.route.clone())];
    let body = block.body.iter().filter(|(key, _)| !OWN.contains(&key.as_str()));
    let body: Map<String, Value> = body.map(|(key, it)| (key.clone(), it.clone())).collect();
    let value = fields(&body, &Route::ROOT, &block.route, &mut parts)?;
    Some(Found { kind, route: block.route.clone(), value, parts })
}

fn fields(
    body: &Map<String, Value>,
    at: &Route,
    home: &Route,
    parts: &mut Vec<(Route, Route)>,
) -> Option<Value> {
    let mut read = Map::new();
    for (key, value) in body.iter().filter(|(_, value)| !value.is_null()) {
        let name = camel(key);
        let (at, home) = (at.then(&name), home.then(key));
        parts.push((at.clone(), home.clone()));
        let value = match value {
            _ if key == "dynamic" => return None,
            _ if OPEN.contains(&key.as_str()) => open::read(value),
            _ if LISTS.contains(&key.as_str()) => list(value, &at, &home, parts)?,
            Value::Object(map) => fields(map, &at, &home, parts)?,
            Value::Array(items) => match items.as_slice() {
                [Value::Object(map)] => {
                    let home = home.then(0);
                    parts.push((at.clone(), home.clone()));
                    fields(map, &at, &home, parts)?
                }
                _ => open::read(value),
            },
            Value::Bool(_) | Value::Null | Value::Number(_) | Value::String(_) => open::read(value),
        };
        read.insert(name, value);
    }
    Some(Value::Object(read))
}

fn list(value: &Value, at: &Route, home: &Route, parts: &mut Vec<(Route, Route)>) -> Option<Value> {
    let one = |map: &Map<String, Value>, index: usize, home: Route, parts: &mut Vec<_>| {
        parts.push((at.then(index), home.clone()));
        fields(map, &at.then(index), &home, parts)
    };
    match value {
        Value::Object(map) => Some(Value::Array(vec![one(map, 0, home.clone(), parts)?])),
        Value::Array(items) => {
            let items = items.iter().enumerate();
            let read =
                items.map(|(index, it)| one(it.as_object()?, index, home.then(index), parts));
            read.collect::<Option<Vec<Value>>>().map(Value::Array)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

/// `spark_submit_job_driver` as the API calls it.
fn camel(name: &str) -> String {
    if name == "persistent_app_ui" {
        return "persistentAppUI".to_owned();
    }
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |all, word| {
        let (head, tail) = word.split_at(word.len().min(1));
        all + &head.to_ascii_uppercase() + tail
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn blocks_are_fields_under_other_names() {
        let file = json!({"resource": {"aws_emrcontainers_job_template": {"etl": {
            "name": "etl",
            "depends_on": ["aws_iam_role.etl"],
            "job_template_data": [{
                "job_driver": {"spark_submit_job_driver": {"entry_point": "s3://${var.x}/a.py"}},
                "configuration_overrides": {
                    "application_configuration": {"classification": "spark-defaults",
                        "properties": {"spark_x": "1"}},
                    "monitoring_configuration": {"persistent_app_ui": "ENABLED"},
                },
            }],
        }}}});
        let found = requests(&file).remove(0);
        let data = json!({
            "jobDriver": {"sparkSubmitJobDriver": {"entryPoint": "s3://${var.x}/a.py"}},
            "configurationOverrides": {
                "applicationConfiguration": [{"classification": "spark-defaults",
                    "properties": {"spark_x": "1"}}],
                "monitoringConfiguration": {"persistentAppUI": "ENABLED"},
            },
        });
        assert_eq!(found.value, json!({"name": "etl", "jobTemplateData": data}));
    }
}

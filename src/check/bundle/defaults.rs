//! What a job template says where a run gives its parameters no other values.

use serde_json::{Map, Value};

use crate::artifact::Artifact;

/// The defaults of a template's parameters.
fn defaults(data: &Value) -> Option<&Map<String, Value>> {
    data.get("parameterConfiguration")?.as_object()
}

/// The default of a parameter.
fn default_of<'a>(parameters: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    parameters.get(name)?.get("defaultValue")?.as_str()
}

/// The data of a job template with every default in its place.
#[must_use]
pub fn filled(data: &Value) -> Value {
    let Some(parameters) = defaults(data) else { return data.clone() };
    let known = parameters.keys().filter_map(|name| Some((name, default_of(parameters, name)?)));
    let known: Vec<(String, &str)> =
        known.map(|(name, value)| (format!("${{{name}}}"), value)).collect();
    fill(data, &known)
}

fn fill(value: &Value, known: &[(String, &str)]) -> Value {
    match value {
        Value::String(text) => {
            let whole =
                known.iter().fold(text.clone(), |text, (name, value)| text.replace(name, value));
            Value::String(whole)
        }
        Value::Array(items) => items.iter().map(|item| fill(item, known)).collect(),
        Value::Object(fields) => {
            let fields = fields.iter().map(|(key, value)| (key.clone(), fill(value, known)));
            Value::Object(fields.collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

/// The parameter that a whole text is, and its default.
#[must_use]
pub fn default_for<'a>(artifact: &'a Artifact, text: &str) -> Option<(&'a str, &'a str)> {
    let parameters = defaults(artifact.value()?.get("jobTemplateData")?)?;
    let name = text.strip_prefix("${")?.strip_suffix('}')?;
    let (name, _) = parameters.get_key_value(name)?;
    Some((name, default_of(parameters, name)?))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn defaults_stand_where_their_parameters_do() {
        let data = json!({
            "releaseLabel": "${label}",
            "jobDriver": {"sparkSubmitJobDriver": {"entryPointArguments": ["${a}-${b}", 1]}},
            "parameterConfiguration": {
                "label": {"type": "STRING", "defaultValue": "emr-7.9.0-latest"},
                "a": {"type": "NUMBER", "defaultValue": "3"},
                "b": {"type": "STRING"}
            }
        });
        let filled = filled(&data);
        assert_eq!(filled["releaseLabel"], "emr-7.9.0-latest");
        let arguments = &filled["jobDriver"]["sparkSubmitJobDriver"]["entryPointArguments"];
        assert_eq!(*arguments, json!(["3-${b}", 1]));
    }
}

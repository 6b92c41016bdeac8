//! Settings of the kubelet as flags, and as scripts write them into its configuration.

use serde_json::{Map, Value};

/// Flags of the kubelet, and the setting of its configuration that each stands for.
const FLAGS: [(&str, &str); 10] = [
    ("--kube-reserved", "kubeReserved"),
    ("--system-reserved", "systemReserved"),
    ("--eviction-hard", "evictionHard"),
    ("--eviction-soft", "evictionSoft"),
    ("--eviction-soft-grace-period", "evictionSoftGracePeriod"),
    ("--feature-gates", "featureGates"),
    ("--max-pods", "maxPods"),
    ("--pods-per-core", "podsPerCore"),
    ("--cpu-manager-policy", "cpuManagerPolicy"),
    ("--reserved-cpus", "reservedSystemCPUs"),
];

/// The setting that a flag stands for: `--system-reserved=cpu=1,memory=1Gi`.
pub fn setting(flag: &str) -> Option<(String, Value)> {
    let (name, value) = flag.trim().split_once('=')?;
    let (_, key) = FLAGS.iter().find(|(known, _)| *known == name)?;
    let is_map = value.contains(['=', '<']);
    let value = if is_map { Value::Object(map(value)) } else { Value::String(value.to_owned()) };
    Some(((*key).to_owned(), value))
}

/// `cpu=1,memory=1Gi`, and for evictions `memory.available<500Mi`.
fn map(text: &str) -> Map<String, Value> {
    let pairs = text.split(',').filter_map(|pair| pair.split_once(['=', '<']));
    pairs.map(|(key, value)| (key.trim().to_owned(), value.trim().into())).collect()
}

/// What a script tells the kubelet: by flags that the bootstrap of Amazon Linux 2 hands on, and by
/// assignments of `jq` to the kubelet's configuration.
pub fn of_script(text: &str) -> Vec<(String, Value)> {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    let text = lines.collect::<Vec<&str>>().join("\n");
    let mut found = Vec::new();
    if text.contains("kubelet-extra-args") || text.contains("KUBELET_EXTRA_ARGS") {
        let words = text.split(|c: char| c.is_whitespace() || c == '\'' || c == '"');
        found.extend(words.filter_map(setting));
    }
    if text.contains("jq ") && text.contains("kubelet") {
        // Within double quotes the shell wants those of JSON escaped.
        let plain = text.replace("\\\"", "\"");
        found.extend(FLAGS.iter().filter_map(|(_, key)| assigned(&plain, key)));
    }
    found.extend(documents(&text));
    found
}

/// The settings of the kubelet's configurations that a script writes out in JSON.
fn documents(text: &str) -> Vec<(String, Value)> {
    let is_kubelet = |value: &Value| value["kind"] == "KubeletConfiguration";
    let starts = text.match_indices("\n{").map(|(at, _)| at + 1);
    let objects = starts.filter_map(|at| first_value(&text[at..])).filter(is_kubelet);
    let entries = objects.filter_map(|object| match object {
        Value::Object(map) => Some(map),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            None
        }
    });
    let settings = entries.flatten();
    settings.filter(|(key, _)| !["kind", "apiVersion"].contains(&key.as_str())).collect()
}

/// The JSON at the start of a text.
fn first_value(text: &str) -> Option<Value> {
    serde_json::Deserializer::from_str(text).into_iter::<Value>().next()?.ok()
}

/// What `jq` assigns to a key: `.systemReserved = {"cpu": "1"}`.
fn assigned(text: &str, key: &str) -> Option<(String, Value)> {
    let name = format!(".{key}");
    let mut rest = text;
    while let Some(at) = rest.find(&name) {
        rest = &rest[at + name.len()..];
        let after =
            rest.trim_start().strip_prefix('=').or_else(|| rest.trim_start().strip_prefix("+="));
        let value = after.and_then(first_value);
        if let Some(value) = value {
            return Some((key.to_owned(), value));
        }
    }
    None
}

//! The kubelet's settings among those of Bottlerocket, as far as they are one to a line.

use serde_json::{Map, Value};

/// Settings of Bottlerocket below `settings.kubernetes`, and the kubelet's of the same meaning.
const KEYS: [(&str, &str); 8] = [
    ("kube-reserved", "kubeReserved"),
    ("system-reserved", "systemReserved"),
    ("eviction-hard", "evictionHard"),
    ("eviction-soft", "evictionSoft"),
    ("eviction-soft-grace-period", "evictionSoftGracePeriod"),
    ("max-pods", "maxPods"),
    ("pods-per-core", "podsPerCore"),
    ("cpu-manager-policy", "cpuManagerPolicy"),
];

/// A setting: the words of its path, and its value as written.
pub type Setting = (Vec<String>, String);

/// All settings, in their order.
pub fn settings(text: &str) -> Vec<Setting> {
    let mut found = Vec::new();
    let mut section: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[').and_then(|it| it.split(']').next()) {
            section = path(name);
        } else if let Some((key, value)) = line.split_once('=').filter(|_| !line.starts_with('#')) {
            let mut all = section.clone();
            all.extend(path(key));
            found.push((all, value.trim().trim_matches(['"', '\'']).to_owned()));
        }
    }
    found
}

/// The names of settings below `settings.kubernetes`.
pub fn names(settings: &[Setting]) -> impl Iterator<Item = String> {
    settings.iter().filter_map(|(path, _)| match path.as_slice() {
        [first, second, name, ..] if first == "settings" && second == "kubernetes" => {
            Some(name.clone())
        }
        _ => None,
    })
}

/// The kubelet's settings among them.
pub fn kubelet(settings: &[Setting]) -> Map<String, Value> {
    let mut found = Map::new();
    for (path, value) in settings {
        add(&mut found, path, value);
    }
    found
}

fn add(found: &mut Map<String, Value>, path: &[String], value: &str) {
    let words: Vec<&str> = path.iter().map(String::as_str).collect();
    let ["settings", "kubernetes", key, rest @ ..] = words.as_slice() else { return };
    let Some((_, name)) = KEYS.iter().find(|(known, _)| known == key) else { return };
    let value = Value::String(value.to_owned());
    match rest {
        [] => drop(found.insert((*name).to_owned(), value)),
        [inner] => {
            let map = found.entry(*name).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(map) = map {
                map.insert((*inner).to_owned(), value);
            }
        }
        _ => {}
    }
}

/// `settings.kubernetes."memory.available"`: parts are between the dots that no quotes hold.
fn path(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut is_quoted = false;
    for letter in text.trim().chars() {
        match letter {
            '"' | '\'' => is_quoted = !is_quoted,
            '.' if !is_quoted => parts.push(String::new()),
            ' ' if !is_quoted => {}
            _ => parts.last_mut().expect("there is one from the start").push(letter),
        }
    }
    parts
}

//! Where a field belongs that stands in the wrong place.

use std::collections::BTreeSet;

use serde_json::Value;

use super::trail::local;

/// How deep the search goes; no document that people write is deeper.
const DEEPEST: usize = 8;

/// The one mapping of the document that has a field of this name: `spec.template.spec`.
pub(super) fn home(schema: &Value, field: &str) -> Option<String> {
    let mut search = Search { root: schema, field, homes: BTreeSet::new() };
    search.visit(schema, &mut Vec::new());
    let mut homes = search.homes.into_iter();
    homes.next().filter(|home| !home.is_empty() && homes.next().is_none())
}

struct Search<'a> {
    root: &'a Value,
    field: &'a str,
    homes: BTreeSet<String>,
}

impl<'a> Search<'a> {
    fn visit(&mut self, schema: &'a Value, path: &mut Vec<&'a str>) {
        // A second home makes the answer useless, so nothing more needs to be found.
        if path.len() > DEEPEST || self.homes.len() > 1 {
            return;
        }
        let referred = schema.get("$ref").and_then(Value::as_str);
        if let Some(target) = referred.and_then(|reference| local(self.root, reference)) {
            self.visit(target, path);
        }
        let fields = schema.get("properties").and_then(Value::as_object);
        for (name, field) in fields.into_iter().flatten() {
            if name == self.field {
                self.homes.insert(path.join("."));
            }
            path.push(name);
            self.visit(field, path);
            path.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn finds_the_only_home_of_a_field() {
        let schema = json!({
            "properties": {
                "name": true,
                "spec": { "$ref": "#/$defs/spec" },
                "meta": { "properties": { "name": true } },
            },
            "$defs": { "spec": { "properties": { "taints": true, "spec": { "$ref": "#/$defs/spec" } } } },
        });
        assert_eq!(home(&schema, "name"), None);
        assert_eq!(home(&schema, "unheard"), None);
        assert_eq!(home(&schema["$defs"]["spec"], "taints"), None);
        let flat = json!({ "properties": { "spec": { "properties": { "taints": true } } } });
        assert_eq!(home(&flat, "taints").as_deref(), Some("spec"));
    }
}

//! What a configuration refers to, and what it declares.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::source::Route;

/// A reference, and the string that holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// What is referred to: `aws_vpc.this`, `data.aws_eks_cluster.this`, `local.issuer`.
    pub address: String,
    /// Where it stands.
    pub route: Route,
}

/// Words that begin a traversal and name no block.
const BUILT_IN: [&str; 6] = ["each", "count", "path", "self", "terraform", "provider"];

/// Every reference of a file, in the order in which they stand.
#[must_use]
pub fn references(file: &Value) -> Vec<Reference> {
    let mut found = Vec::new();
    walk(file, &Route::ROOT, false, &mut found);
    found
}

/// Every address that a file declares: resources, data sources, locals, variables, modules.
#[must_use]
pub fn addresses(file: &Value) -> BTreeSet<String> {
    let keys = |block: &str| file.get(block).and_then(Value::as_object).into_iter().flatten();
    let mut found = BTreeSet::new();
    for (block, prefix) in [("resource", ""), ("data", "data.")] {
        for (kind, labels) in keys(block) {
            let labels = labels.as_object().into_iter().flatten();
            found.extend(labels.map(|(label, _)| format!("{prefix}{kind}.{label}")));
        }
    }
    for (block, prefix) in [("locals", "local"), ("variable", "var"), ("module", "module")] {
        found.extend(keys(block).map(|(name, _)| format!("{prefix}.{name}")));
    }
    found
}

/// `bare` tells lists whose strings are addresses without `${…}` around them.
fn walk(value: &Value, route: &Route, bare: bool, found: &mut Vec<Reference>) {
    match value {
        Value::String(text) if bare => push(traversals(text), route, found),
        Value::String(text) => push(in_template(text), route, found),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, &route.then(index), bare, found);
            }
        }
        Value::Object(fields) => {
            for (key, value) in fields {
                let inside = route.then(key.as_str());
                push(in_template(key), &inside, found);
                let bare = matches!(key.as_str(), "depends_on" | "replace_triggered_by");
                walk(value, &inside, bare, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn push(addresses: Vec<String>, route: &Route, found: &mut Vec<Reference>) {
    let with_route = |address| Reference { address, route: route.clone() };
    found.extend(addresses.into_iter().map(with_route));
}

/// The references of a template: those inside `${…}` and `%{…}`.
fn in_template(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['$', '%']) {
        let sign = &rest[at..=at];
        let after = &rest[at + 1..];
        if let Some(inner) = after.strip_prefix('{') {
            let end = end_of_code(inner);
            found.extend(traversals(&inner[..end]));
            rest = &inner[end..];
        } else {
            // `$${` is the text `${`.
            let escaped = after.strip_prefix(sign).and_then(|after| after.strip_prefix('{'));
            rest = escaped.unwrap_or(after);
        }
    }
    found
}

/// Where the brace that ends an expression stands; strings inside may hold braces of their own.
pub(super) fn end_of_code(code: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(char) = code[at..].chars().next() {
        match char {
            '"' => at += 1 + end_of_string(&code[at + 1..]),
            '{' => depth += 1,
            '}' if depth == 0 => return at,
            '}' => depth -= 1,
            _ => {}
        }
        at = (at + char.len_utf8()).min(code.len());
    }
    code.len()
}

/// Where the quote that ends a string stands.
fn end_of_string(text: &str) -> usize {
    let mut escaped = false;
    for (at, char) in text.char_indices() {
        match char {
            '"' if !escaped => return at,
            _ => escaped = char == '\\' && !escaped,
        }
    }
    text.len()
}

/// The addresses that an expression reads.
fn traversals(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut bound: Vec<&str> = Vec::new();
    let mut in_for = false;
    let mut rest = code;
    while let Some(char) = rest.chars().next() {
        if char == '"' {
            let end = end_of_string(&rest[1..]) + 1;
            found.extend(in_template(&rest[1..end]));
            rest = rest.get(end + 1..).unwrap_or_default();
        } else if char.is_alphabetic() || char == '_' {
            let (words, after) = names(rest);
            match words.as_slice() {
                ["for"] => in_for = true,
                ["in"] => in_for = false,
                [word] if in_for => bound.push(word),
                [first, ..] if bound.contains(first) => {}
                words if !after.trim_start().starts_with('(') => found.extend(address(words)),
                _ => {}
            }
            rest = after;
        } else if char.is_ascii_digit() || char == '.' {
            // A number, or an attribute of what stands before it.
            rest = rest[1..].trim_start_matches(|c: char| c.is_alphanumeric() || "._-".contains(c));
        } else {
            rest = &rest[char.len_utf8()..];
        }
    }
    found
}

/// The names joined by dots at the beginning of some code, and the code after them.
fn names(code: &str) -> (Vec<&str>, &str) {
    let inside = |c: char| c.is_alphanumeric() || "_-.".contains(c);
    let end = code.find(|c| !inside(c)).unwrap_or(code.len());
    (code[..end].trim_end_matches('.').split('.').collect(), &code[end..])
}

fn address(words: &[&str]) -> Option<String> {
    match words {
        [first, ..] if BUILT_IN.contains(first) => None,
        ["data", kind, label, ..] => Some(format!("data.{kind}.{label}")),
        [kind, label, ..] => Some(format!("{kind}.{label}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn found(text: &str) -> Vec<String> {
        in_template(text)
    }

    #[test]
    fn references_are_found_wherever_they_stand() {
        assert_eq!(found("${aws_vpc.this.id}/x-${local.a-b}"), ["aws_vpc.this", "local.a-b"]);
        assert_eq!(found("${data.aws_eks_cluster.this.identity[0].oidc[0].issuer}").len(), 1);
        assert_eq!(
            found(r#"${base64decode(jsonencode({ a = var.x, b = "}${var.y}" }))}"#),
            ["var.x", "var.y"]
        );
        assert_eq!(found("${[for s in aws_subnet.node : s.id if s.ok]}"), ["aws_subnet.node"]);
        assert_eq!(found("%{ if var.on }yes%{ endif }"), ["var.on"]);
        assert_eq!(found("${local.zones[count.index]}"), ["local.zones"]);
        assert_eq!(found("${aws_subnet.node[each.key].id}"), ["aws_subnet.node"]);
    }

    #[test]
    fn text_holds_none() {
        let nothing: [String; 0] = [];
        for text in ["$${aws_vpc.this.id}", "%%{ if x.y }", "100% $ {", "${path.module}/x", "$"] {
            assert_eq!(found(text), nothing, "{text}");
        }
        assert_eq!(found("$$${a.b}"), nothing, "the escape comes first");
    }

    #[test]
    fn broken_code_is_read_to_its_end() {
        for text in ["${", "${\"", "${a.b", "%{", "${\"${", "${é.b}", "${a.", "$${", "${\"\\"] {
            let _ = found(text);
        }
        assert_eq!(found("${é.b}"), ["é.b"]);
    }

    #[test]
    fn declared_addresses_answer_references() {
        let file = json!({
            "locals": { "x": 1 },
            "data": { "aws_region": { "this": {} } },
            "resource": { "aws_vpc": { "this": { "depends_on": ["aws_eip.nat"], "id": "${local.x}" } } },
        });
        let declared = addresses(&file);
        assert!(declared.contains("data.aws_region.this") && declared.contains("aws_vpc.this"));
        let missing: Vec<_> = references(&file)
            .into_iter()
            .filter(|reference| !declared.contains(&reference.address))
            .collect();
        assert_eq!(missing.len(), 1);
        assert_eq!(missing[0].address, "aws_eip.nat");
        assert_eq!(missing[0].route.to_string(), "resource.aws_vpc.this.depends_on[0]");
    }
}

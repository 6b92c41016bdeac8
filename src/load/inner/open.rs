//! Texts of Terraform with expressions in them.

use serde_json::Value;

/// A value whose texts and keys are read as Terraform's.
#[must_use]
pub fn read(value: &Value) -> Value {
    match value {
        Value::String(all) => Value::String(text(all)),
        Value::Array(items) => items.iter().map(read).collect(),
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(key, it)| (text(key), read(it))).collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

/// A text with every expression in it as `${…}`. A plain reference keeps its words, which tell a
/// reader what is meant; IAM's own variables look the same, and are as open.
#[must_use]
pub fn text(written: &str) -> String {
    let mut plain = String::new();
    let mut rest = written;
    while let Some(at) = rest.find("${") {
        let (before, after) = (&rest[..at], &rest[at + 2..]);
        let inner = &after[..length(after)];
        plain.push_str(before.strip_suffix('$').unwrap_or(before));
        let word = |byte: u8| byte.is_ascii_alphanumeric() || b"_.:[]-".contains(&byte);
        let shown = if inner.bytes().all(word) { inner } else { "…" };
        plain.push_str(&format!("${{{shown}}}"));
        rest = after.get(inner.len() + 1..).unwrap_or_default();
    }
    plain + rest
}

/// How long the expression is that a text begins with, up to the brace that ends it.
#[must_use]
fn length(text: &str) -> usize {
    let (mut depth, mut is_quoted, mut is_escaped) = (0_u32, false, false);
    for (at, character) in text.char_indices() {
        match character {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            '{' if !is_quoted => depth += 1,
            '}' if !is_quoted && depth == 0 => return at,
            '}' if !is_quoted => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn references_stay_and_other_expressions_are_one() {
        assert_eq!(
            text("arn:aws:s3:::${aws_s3_bucket.x.id}/*"),
            "arn:aws:s3:::${aws_s3_bucket.x.id}/*"
        );
        assert_eq!(text(r#"${replace(var.url, "https://}", "")}:sub"#), "${…}:sub");
        assert_eq!(text("home/$${aws:username}/*"), "home/${aws:username}/*");
        assert_eq!(text("${lost"), "${lost}");
    }
}

//! A policy as the text of an argument: JSON, or what `jsonencode` makes of an expression.

use serde_json::{Map, Value};

use super::open;

/// The policy that an argument holds; `None` where it stands elsewhere, or is no policy.
#[must_use]
pub fn policy(argument: &str) -> Option<Value> {
    let argument = argument.trim();
    let encoded = argument.strip_prefix("${jsonencode(").and_then(|it| it.strip_suffix(")}"));
    let value = match encoded {
        Some(expression) => Reader { rest: expression.trim() }.whole()?,
        None => open::read(&serde_json::from_str(argument).ok()?),
    };
    value.get("Statement").is_some().then_some(value)
}

/// Reads a value in Terraform's own syntax. What is no plain value becomes `${…}`.
struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    /// The value, if nothing follows it.
    fn whole(mut self) -> Option<Value> {
        let value = self.value()?;
        self.blanks();
        self.rest.is_empty().then_some(value)
    }

    fn value(&mut self) -> Option<Value> {
        self.blanks();
        let start = self.rest;
        let plain = match start.chars().next()? {
            '{' => self.map(),
            '[' => self.list(),
            '"' => self.quoted().map(Value::String),
            _ => self.word(),
        };
        // An operator behind a value makes it a part of an expression.
        let ends = self.rest.trim_start_matches([' ', '\t']);
        if plain.is_some() && (ends.is_empty() || ends.starts_with([',', '\n', '\r', '}', ']'])) {
            return plain;
        }
        self.rest = start;
        Some(Value::String(open::text(&format!("${{{}}}", self.expression()))))
    }

    fn map(&mut self) -> Option<Value> {
        let mut map = Map::new();
        self.take("{")?;
        loop {
            self.separators();
            if self.take("}").is_some() {
                return Some(Value::Object(map));
            }
            let key = match self.rest.chars().next()? {
                '"' => self.quoted()?,
                _ => self.name()?.to_owned(),
            };
            self.blanks();
            self.take("=").or_else(|| self.take(":"))?;
            map.insert(key, self.value()?);
        }
    }

    fn list(&mut self) -> Option<Value> {
        let mut items = Vec::new();
        self.take("[")?;
        loop {
            self.separators();
            if self.take("]").is_some() {
                return Some(Value::Array(items));
            }
            if self.rest.starts_with("for ") {
                return None;
            }
            items.push(self.value()?);
        }
    }

    fn quoted(&mut self) -> Option<String> {
        self.take("\"")?;
        let end = quote(self.rest)?;
        let text = &self.rest[..end];
        self.rest = &self.rest[end + 1..];
        // Within an expression a quote is no escape.
        Some(open::text(text).replace("\\\"", "\"").replace("\\\\", "\\"))
    }

    fn word(&mut self) -> Option<Value> {
        let end = self.rest.find([',', '\n', '\r', '}', ']', ' ']).unwrap_or(self.rest.len());
        let value = serde_json::from_str(&self.rest[..end]).ok()?;
        self.rest = &self.rest[end..];
        Some(value)
    }

    /// Everything up to where the value ends, brackets and quotes taken together.
    fn expression(&mut self) -> &'t str {
        let mut depth = 0_u32;
        let mut at = 0;
        while let Some(character) = self.rest[at..].chars().next() {
            match character {
                '"' => at += 1 + quote(&self.rest[at + 1..]).unwrap_or(0),
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' if depth > 0 => depth -= 1,
                ',' | '\n' | '}' | ']' if depth == 0 => break,
                _ => {}
            }
            at += character.len_utf8();
        }
        let (expression, rest) = self.rest.split_at(at.min(self.rest.len()));
        self.rest = rest;
        expression.trim()
    }

    fn name(&mut self) -> Option<&'t str> {
        let is_name = |it: char| it.is_ascii_alphanumeric() || it == '_' || it == '-';
        let end = self.rest.find(|it| !is_name(it)).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        (!name.is_empty() && name != "for").then_some(name)
    }

    fn take(&mut self, mark: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(mark)?;
        Some(())
    }

    fn blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn separators(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r', ',']);
    }
}

/// Where a quoted text ends, whose first quote is behind us.
fn quote(text: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(character) = text[at..].chars().next() {
        match character {
            '"' => return Some(at),
            '\\' => at += 1 + text[at + 1..].chars().next()?.len_utf8(),
            '$' if text[at..].starts_with("${") => {
                at += 2;
                at += open::length(&text[at..]) + 1;
            }
            other => at += other.len_utf8(),
        }
        if at > text.len() {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::policy;

    #[test]
    fn json_and_expressions_are_policies() {
        let written = r#"{"Statement":[{"Resource":"arn:aws:s3:::${aws_s3_bucket.x.id}/*"}]}"#;
        let read = policy(written).unwrap();
        assert_eq!(read["Statement"][0]["Resource"], "arn:aws:s3:::${aws_s3_bucket.x.id}/*");
        let encoded = "${jsonencode({\n  Version = \"2012-10-17\"\n  Statement = [{\n    Effect = \
            \"Allow\", Action = [\"s3:GetObject\", var.more]\n    \"Resource\": \
            \"${replace(var.arn, \"}\", \"\")}/*\"\n    Condition = var.on ? {} : null\n    Sid \
            = 7,\n  }]\n})}";
        let expected = json!({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow",
            "Action": ["s3:GetObject", "${var.more}"],
            "Resource": "${…}/*",
            "Condition": "${…}",
            "Sid": 7,
        }]});
        assert_eq!(policy(encoded).unwrap(), expected);
    }

    #[test]
    fn what_stands_elsewhere_is_no_policy() {
        for text in [
            "${jsonencode(local.trust)}",
            "${data.aws_iam_policy_document.x.json}",
            "${jsonencode({ for k in var.k : k => 1 })}",
            "${file(\"policy.json\")}",
            "{",
            "${jsonencode({ Statement = [",
        ] {
            assert_eq!(policy(text), None, "{text}");
        }
    }
}

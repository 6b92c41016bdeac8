//! A document as the text of an argument: as it is, or what Terraform makes of an expression.

use hcl_edit::expr::{Array, Expression, Object, ObjectKey};
use hcl_edit::template::{Element, StringTemplate};
use serde_json::{Map, Value};

use super::open;
use crate::diagnostic::Diagnostics;
use crate::parse::read_yaml;
use crate::source::Sources;

/// The policy that an argument holds; `None` where it stands elsewhere, or is no policy.
#[must_use]
pub fn policy(argument: &str) -> Option<Value> {
    let value = match encoded("jsonencode", argument) {
        Some(value) => value?,
        None => open::read(&serde_json::from_str(argument.trim()).ok()?),
    };
    value.get("Statement").is_some().then_some(value)
}

/// The one YAML document that an argument holds; `None` where it stands elsewhere.
#[must_use]
pub fn yaml(argument: &str) -> Option<Value> {
    if let Some(value) = encoded("yamlencode", argument).or_else(|| encoded("jsonencode", argument))
    {
        return value;
    }
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let all = read_yaml(&mut sources, "yaml", &open::text(argument), &mut diagnostics);
    let [one] = all.as_slice() else { return None };
    Some(sources.document(*one).to_value()).filter(|it| !diagnostics.has_errors() && it.is_object())
}

/// What a function is given, if the argument is a call of it; within, `None` where that is made by
/// other means than by writing it down.
fn encoded(function: &str, argument: &str) -> Option<Option<Value>> {
    let call = argument.trim().strip_prefix("${")?.strip_suffix(")}")?;
    let expression = call.strip_prefix(function)?.strip_prefix('(')?;
    // Line breaks separate nothing within the brackets of a call.
    Some(expression.trim().parse().ok().and_then(|it| value(&it)))
}

/// The value of an expression. What is no plain value becomes `${…}`; `None` where nothing of it
/// can be told.
fn value(expression: &Expression) -> Option<Value> {
    Some(match expression {
        Expression::Null(_) => Value::Null,
        Expression::Bool(value) => Value::Bool(*value.value()),
        Expression::Number(number) => serde_json::from_str(&number.value().to_string()).ok()?,
        Expression::String(text) => Value::String(text.value().clone()),
        Expression::Array(items) => list(items)?,
        Expression::Object(fields) => map(fields)?,
        Expression::StringTemplate(template) => Value::String(text(template)),
        Expression::Parenthesis(inner) => value(inner.inner())?,
        Expression::ForExpr(_) => return None,
        Expression::HeredocTemplate(_)
        | Expression::Variable(_)
        | Expression::Conditional(_)
        | Expression::FuncCall(_)
        | Expression::Traversal(_)
        | Expression::UnaryOp(_)
        | Expression::BinaryOp(_) => Value::String(reference(expression)),
    })
}

fn list(items: &Array) -> Option<Value> {
    items.iter().map(value).collect()
}

fn map(fields: &Object) -> Option<Value> {
    let mut map = Map::new();
    for (key, field) in fields {
        let key = match key {
            ObjectKey::Ident(name) => name.to_string(),
            ObjectKey::Expression(key) => value(key)?.as_str()?.to_owned(),
        };
        map.insert(key.trim().to_owned(), value(field.expr())?);
    }
    Some(Value::Object(map))
}

fn text(template: &StringTemplate) -> String {
    let part = |element: &Element| match element {
        Element::Literal(literal) => literal.value().clone(),
        Element::Interpolation(inner) => reference(&inner.expr),
        Element::Directive(_) => open::text("${ }"),
    };
    template.iter().map(part).collect()
}

/// An expression as the text that stands for whatever it comes to.
fn reference(expression: &Expression) -> String {
    open::text(&format!("${{{}}}", expression.to_string().trim()))
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
            "${jsonencode({ Statement = [\"é)}",
        ] {
            assert_eq!(policy(text), None, "{text}");
        }
    }

    #[test]
    fn deep_nesting_is_refused() {
        let deep = format!(
            "${{jsonencode({{ Statement = {}1{} }})}}",
            "[".repeat(50_000),
            "]".repeat(50_000)
        );
        assert_eq!(policy(&deep), None);
    }
}

//! Shapes in words.

use super::shape::Shape;

/// What a field takes: ``a quantity such as `50Gi` ``, ``a list of `spot`, `on-demand` ``.
pub fn words(shapes: &[Shape]) -> String {
    let all: Vec<String> = shapes.iter().map(one).collect();
    all.join(", or ")
}

fn one(shape: &Shape) -> String {
    match shape {
        Shape::Words(words) => listed(words.iter().map(|(word, _)| word.as_str())),
        Shape::Unit(unit) => {
            let example = unit.examples.first();
            let example = example.map(|text| format!(" (`{text}`)")).unwrap_or_default();
            format!("{}{example}", unit.name)
        }
        Shape::Text => "text".to_owned(),
        Shape::Number(low, high) => number(*low, *high),
        Shape::Switch => "`true` or `false`".to_owned(),
        Shape::List(inner) => format!("list of {}", words(inner)),
        Shape::Map(inner) => format!("map of name to {}", words(inner)),
        Shape::Fields(Some(name)) => format!("[{name}](#{})", name.to_ascii_lowercase()),
        Shape::Fields(None) => "fields".to_owned(),
        Shape::Anything => "anything that the document takes".to_owned(),
    }
}

fn number(low: Option<i64>, high: Option<i64>) -> String {
    match (low, high) {
        (Some(low), Some(high)) => format!("number from {low} to {high}"),
        (Some(low), None) if low != 0 => format!("number from {low}"),
        (None, Some(high)) => format!("number up to {high}"),
        (Some(_) | None, None) => "number".to_owned(),
    }
}

fn listed<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// The same without Markdown's links, for a terminal.
pub fn plain_words(shapes: &[Shape]) -> String {
    let text = words(shapes);
    let mut plain = String::new();
    let mut rest = text.as_str();
    while let Some((before, link)) = rest.split_once('[') {
        let Some((name, after)) = link.split_once("](#") else { break };
        plain.push_str(before);
        plain.push_str(name);
        rest = after.split_once(')').map_or("", |(_, rest)| rest);
    }
    plain + rest
}

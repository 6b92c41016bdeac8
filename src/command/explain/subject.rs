//! What a word means.

use std::fmt::Write as _;

use crate::artifact::{Kind, KindFacts};
use crate::catalog::addons::{self, Known};
use crate::command::say::Failure;
use crate::explain::language::{Field, fields, meanings, plain_words};
use crate::explain::{page, pages};
use crate::units::spelling;

/// The explanation of a code, a kind, a field or an add-on.
pub fn text(subject: &str) -> Option<String> {
    if let Some(page) = page(subject) {
        return Some(page.text.to_owned());
    }
    let same = |kind: &&Kind| kind.facts().name.eq_ignore_ascii_case(subject);
    if let Some(kind) = Kind::ALL.iter().find(same) {
        return Some(of_kind(&kind.facts()));
    }
    let found = fields(subject);
    if !found.is_empty() {
        let texts = found.iter().map(|(document, field)| of_field(document, field));
        return Some(texts.collect::<Vec<_>>().join("\n"));
    }
    addons::addon(subject).map(of_addon)
}

/// A subject that nothing is known of; the nearest is named.
pub fn unknown(subject: &str) -> Failure {
    let codes = pages().map(|page| page.code);
    let kinds = Kind::ALL.iter().map(|kind| kind.facts().name);
    let addons = addons::ADDONS.iter().map(|addon| addon.name);
    let known = codes.chain(kinds).chain(addons);
    let nearest = spelling::nearest(subject, known, usize::MAX).unwrap_or_default();
    Failure::new(
        format!("there is no diagnostic, field, kind or add-on `{subject}`"),
        format!(
            "did you mean `{nearest}`? `emrgen explain` lists the diagnostics, `docs/reference.md` has the fields"
        ),
    )
}

fn of_kind(facts: &KindFacts) -> String {
    let mut text = format!("# {}\n\n{}\n\n", facts.name, facts.meaning);
    if let Some(version) = facts.api_version {
        let _ = writeln!(text, "apiVersion: {version}");
    }
    if let Some(schema) = facts.schema {
        let _ = writeln!(text, "schema: emrgen schema {schema}");
    }
    let _ = writeln!(text, "taken by: {}", facts.target.name());
    let _ = writeln!(text, "print: emrgen build --stdout --kind {}", facts.name);
    text
}

fn of_field(document: &str, field: &Field) -> String {
    let mut text = format!("# {} ({document})\n\n{}\n\n", field.path, field.meaning);
    let _ = writeln!(text, "takes: {}", plain_words(&field.shapes));
    match &field.default {
        Some(default) => text.push_str(&format!("default: {default}\n")),
        None if field.required => text.push_str("required\n"),
        None => {}
    }
    for (word, meaning) in meanings(&field.shapes) {
        let _ = writeln!(text, "  {word}: {meaning}");
    }
    if !field.inner.is_empty() {
        text.push_str("\n## Fields\n\n");
    }
    for inner in &field.inner {
        let default = inner.default.as_ref().map(|text| format!(" Default: {text}."));
        let _ =
            writeln!(text, "{}\n    {}{}", inner.path, inner.meaning, default.unwrap_or_default());
    }
    text
}

fn of_addon(addon: &Known) -> String {
    let default = if addon.default { "on" } else { "off" };
    let critical = if addon.critical { "\nno node or pod works without it\n" } else { "" };
    format!(
        "# addons.{}\n\nAn add-on: {}.\n\ndefault on a cluster that emrgen makes: {default}\n{critical}",
        addon.name, addon.purpose
    )
}

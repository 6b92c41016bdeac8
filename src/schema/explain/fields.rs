//! Fields that are unknown, missing, or not in the target release.

use serde_json::Value;

use super::noun::suggestion;
use super::{Fault, misplaced, trail};
use crate::schema::release::{has, since, until};
use crate::schema::{Violation, ViolationKind};
use crate::source::Part;
use crate::units::spelling;

impl Fault<'_, '_> {
    /// A field that the mapping cannot have, at least not in the target release.
    pub(super) fn unknown(&self, name: &str) -> Violation {
        let route = self.route.then(name);
        let in_other_release = self.in_other_release(name);
        let (kind, message, help) = match in_other_release {
            Some(found) => found,
            None => {
                let message = format!("unknown field `{name}`");
                (ViolationKind::UnknownField, message, self.meant(name))
            }
        };
        Violation { route, part: Part::Key, kind, message, help }
    }

    /// What was probably meant: a field of a similar name, the same field elsewhere, or one of few.
    fn meant(&self, name: &str) -> Option<String> {
        let known = self.fields();
        let near = spelling::meant(name, known.iter().copied());
        let elsewhere = || misplaced::home(self.judge.plain, name);
        match near.map_or_else(elsewhere, |_| None) {
            Some(home) => Some(format!("`{name}` belongs in `{home}`")),
            None => suggestion("the fields are", name, &known),
        }
    }

    /// The fields that the mapping can have.
    fn fields(&self) -> Vec<&str> {
        let schema = self.trail.innermost().and_then(|schema| schema.get("properties"));
        let fields = schema.and_then(Value::as_object).into_iter().flatten();
        fields.map(|(name, _)| name.as_str()).collect()
    }

    fn in_other_release(&self, name: &str) -> Option<(ViolationKind, String, Option<String>)> {
        let targets = self.judge.targets?;
        let field = self.trail.innermost_of_all()?.get("properties")?.get(name)?;
        if has(field, targets) {
            return None;
        }
        let (release, first) = match (since(field), until(field)) {
            (Some(release), _) if !release.reached_by(targets) => (release, true),
            (_, until) => (until?, false),
        };
        let target = release.target(targets);
        let kind = ViolationKind::NotInRelease(release.product());
        Some(if first {
            let help = format!("leave it out, or target {release} or later");
            (kind, format!("`{name}` needs {release}, the target is {target}"), Some(help))
        } else {
            (kind, format!("{release} has no `{name}` any more, the target is {target}"), None)
        })
    }

    /// A field that has to be there.
    pub(super) fn missing(&self, name: &str) -> Violation {
        let field = self.trail.innermost().and_then(|schema| schema.get("properties")?.get(name));
        let described = field.and_then(|field| self.description(field));
        let help = described.map(|words| format!("`{name}`: {}", uncapitalised(words)));
        let message = format!("`{name}` is missing");
        Violation { help, ..self.violation(ViolationKind::MissingField, message) }
    }
}

impl<'a> Fault<'a, '_> {
    /// What a field is: its own description, or that of the definition that it refers to.
    fn description(&self, field: &'a Value) -> Option<&'a str> {
        let referred = || trail::local(self.judge.plain, field.get("$ref")?.as_str()?);
        let own = field.get("description");
        own.or_else(|| referred()?.get("description"))?.as_str()
    }
}

/// A description as a part of a sentence: without a capital and a full stop.
fn uncapitalised(sentence: &str) -> String {
    let sentence = sentence.trim_end_matches('.');
    let mut characters = sentence.chars();
    match (characters.next(), characters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain(characters).collect()
        }
        _ => sentence.to_owned(),
    }
}

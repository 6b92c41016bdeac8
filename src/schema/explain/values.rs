//! Values of the wrong type, form, size or choice.

use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

use super::noun::{alternatives, counted, described, noun, shown, suggestion, type_name};
use super::{Fault, Found, Rank};
use crate::schema::distinct::Distinct;
use crate::schema::release::value_since;
use crate::schema::{Violation, ViolationKind};

impl Fault<'_, '_> {
    /// Text where a number belongs, and the like.
    pub(super) fn wrong_type(&self) -> Violation {
        let types = self.trail.innermost().and_then(|schema| schema.get("type"));
        self.not_of_types(types.map(type_list).unwrap_or_default().as_slice())
    }

    /// The same for the types of several alternatives.
    pub(super) fn not_of_types(&self, types: &[&str]) -> Violation {
        let instance = self.error.instance();
        let wanted: Vec<_> = types.iter().copied().map(type_name).collect();
        let (wanted, given) = (alternatives(&wanted), described(instance));
        let message = format!("{} must be {wanted}, not {given}", self.noun());
        let violation = self.violation(ViolationKind::WrongType, message);
        Violation { help: quoting(types, instance), ..violation }
    }

    /// Text that does not match its pattern.
    pub(super) fn wrong_form(&self) -> Violation {
        let instance = self.error.instance();
        let meaning = self.trail.meaning();
        if instance.as_str() == Some("") {
            let violation = self.violation(ViolationKind::BadValue, self.empty());
            return Violation { help: meaning.map(|it| format!("it must be {it}")), ..violation };
        }
        let message = match (meaning, self.error.kind()) {
            (Some(meaning), _) => format!("{} is not {meaning}", shown(instance)),
            (None, Kind::Pattern { pattern }) => {
                format!("{} does not match `{pattern}`", shown(instance))
            }
            (None, _) => format!("{} cannot be {}", self.noun(), shown(instance)),
        };
        self.violation(ViolationKind::BadValue, message)
    }

    fn empty(&self) -> String {
        format!("{} is empty", self.noun())
    }

    /// A value that is none of those that the schema lists.
    pub(super) fn not_among_values(&self) -> Violation {
        match self.value_in_other_release(self.error.instance()) {
            Some(violation) => violation,
            None => self.not_among(&self.trail.innermost().map(allowed_values).unwrap_or_default()),
        }
    }

    /// A value that is none of those that are allowed.
    pub(super) fn not_among(&self, known: &[&Value]) -> Violation {
        let instance = self.error.instance();
        let words: Vec<_> = known.iter().filter_map(|value| value.as_str()).collect();
        let written = instance.as_str().unwrap_or_default();
        let help = match words[..] {
            [] | [""] => None,
            [only] => Some(format!("write `{only}`")),
            _ => suggestion("the values are", written, &words),
        };
        if let Some((message, own)) = self.trail.message() {
            let help = own.map(str::to_owned).or(help);
            return Violation { help, ..self.violation(ViolationKind::Rule, message.to_owned()) };
        }
        let message = match known {
            [only] => format!("{} must be {}, not {}", self.noun(), shown(only), shown(instance)),
            _ => format!("{} cannot be {}", self.noun(), shown(instance)),
        };
        Violation { help, ..self.violation(ViolationKind::BadValue, message) }
    }

    fn value_in_other_release(&self, instance: &Value) -> Option<Violation> {
        let targets = self.judge.targets?;
        let value = instance.as_str()?;
        let release = value_since(self.trail.innermost_of_all()?.as_object()?, value)?;
        let target = release.target(targets);
        let message = format!("`{value}` needs {release}, the target is {target}");
        let help = Some(format!("leave it out, or target {release} or later"));
        Some(Violation {
            help,
            ..self.violation(ViolationKind::NotInRelease(release.product()), message)
        })
    }

    /// The second place of every item that a list has more than once.
    pub(super) fn explain_duplicates(&self, found: &mut Found) {
        let instance = self.error.instance();
        let items = instance.as_array().map(Vec::as_slice).unwrap_or_default();
        let second =
            |at: usize, item: &Value| items[..at].iter().filter(|it| *it == item).count() == 1;
        for (at, item) in items.iter().enumerate().filter(|(at, item)| second(*at, item)) {
            let message = format!("{} is listed twice in {}", shown(item), self.noun());
            let violation = self.violation(ViolationKind::BadValue, message);
            found.push((Rank::Other, Violation { route: self.route.then(at), ..violation }));
        }
    }

    /// Every item that has the fields of an earlier one.
    pub(super) fn explain_repetitions(&self, found: &mut Found) {
        let Some(fields) = self.trail.innermost().and_then(|it| it.get("x-distinct")) else {
            return;
        };
        let (distinct, instance) = (Distinct::of(fields), self.error.instance());
        for repetition in distinct.repetitions(instance) {
            let item = self.route.then(repetition.index);
            let (here, first) = (noun(&item), noun(&self.route.then(repetition.first)));
            let (message, route) = match distinct.fields() {
                [field] => {
                    let value = shown(&instance[repetition.index][field]);
                    (format!("{here} has the `{field}` of {first}, {value}"), item.then(field))
                }
                fields => {
                    let fields: Vec<_> = fields.iter().map(|it| format!("`{it}`")).collect();
                    (format!("{here} has the {} of {first}", fields.join(" and ")), item)
                }
            };
            let violation = self.violation(ViolationKind::Rule, message);
            found.push((Rank::Other, Violation { route, ..violation }));
        }
    }

    /// A number, a text, a list or a mapping beyond its bounds, or what remains.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a foreign list of all that can fail")]
    pub(super) fn out_of_bounds(&self) -> Violation {
        let (noun, instance) = (self.noun(), self.error.instance());
        let length = |limit: u64, most: bool| too_long(&noun, instance, limit, most);
        let message = match self.error.kind() {
            Kind::Minimum { limit } => format!("{noun} must be at least {limit}, not {instance}"),
            Kind::Maximum { limit } => format!("{noun} must be at most {limit}, not {instance}"),
            Kind::ExclusiveMinimum { limit } => {
                format!("{noun} must be more than {limit}, not {instance}")
            }
            Kind::ExclusiveMaximum { limit } => {
                format!("{noun} must be less than {limit}, not {instance}")
            }
            Kind::MinLength { limit }
            | Kind::MinItems { limit }
            | Kind::MinProperties { limit } => length(*limit, false),
            Kind::MaxLength { limit }
            | Kind::MaxItems { limit }
            | Kind::MaxProperties { limit } => length(*limit, true),
            Kind::FalseSchema | Kind::Not { .. } => format!("{noun} is not allowed here"),
            _ => format!("{noun} is not valid"),
        };
        self.violation(ViolationKind::BadValue, message)
    }
}

/// The values that a subschema lists.
pub(super) fn allowed_values(schema: &Value) -> Vec<&Value> {
    let several = schema.get("enum").and_then(Value::as_array);
    several.into_iter().flatten().chain(schema.get("const")).collect()
}

/// The types that a `type` keyword names.
pub(super) fn type_list(types: &Value) -> Vec<&str> {
    let several = types.as_array().map(Vec::as_slice).unwrap_or_default();
    types.as_str().into_iter().chain(several.iter().filter_map(Value::as_str)).collect()
}

/// A number written as text wants its quotes removed, text written as a number wants some.
fn quoting(types: &[&str], instance: &Value) -> Option<String> {
    let wants = |name: &str| types.contains(&name);
    match instance {
        Value::String(text) => {
            let bare: Value = serde_json::from_str(text).ok()?;
            let fits = (bare.is_i64() && wants("integer"))
                || (bare.is_number() && wants("number"))
                || (bare.is_boolean() && wants("boolean"));
            fits.then(|| format!("write `{text}` without quotes"))
        }
        Value::Number(_) if wants("string") => Some(in_quotes(instance)),
        Value::Bool(_) if types == ["string"] => Some(in_quotes(instance)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            None
        }
    }
}

fn in_quotes(instance: &Value) -> String {
    format!("write it in quotes: `\"{instance}\"`")
}

fn too_long(noun: &str, instance: &Value, limit: u64, most: bool) -> String {
    let (count, unit) = match instance {
        Value::String(text) => (text.chars().count(), "character"),
        Value::Array(items) => (items.len(), "item"),
        Value::Object(fields) => (fields.len(), "entr"),
        Value::Null | Value::Bool(_) | Value::Number(_) => (0, "item"),
    };
    if count == 0 && limit == 1 {
        return format!("{noun} is empty");
    }
    let bound = if most { "at most" } else { "at least" };
    let (has, limit) = (counted(count as u64, unit), counted(limit, unit));
    format!("{noun} has {has} and must have {bound} {limit}")
}

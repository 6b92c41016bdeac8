//! The errors of a schema, in people's words.

mod alternatives;
mod fields;
mod misplaced;
mod noun;
mod trail;
mod values;

use std::collections::BTreeSet;
use std::ops::Bound;

use jsonschema::error::ValidationErrorKind as Kind;
use jsonschema::{ValidationError, Validator};
use serde_json::Value;

use super::rules;
use super::target::Targets;
use super::validator::named_rules;
use super::{Violation, ViolationKind};
use crate::source::{Part, Route, Step};
use crate::units::FORMATS;
use noun::noun;
use trail::Trail;

/// Everything that a schema refuses about a value, in the order found, nothing said twice.
///
/// The schema is the one that the validator was compiled from with [`super::compile`].
#[must_use]
pub fn explain(schema: &Value, validator: &Validator, value: &Value) -> Vec<Violation> {
    explained(Judge { full: schema, plain: schema, targets: None, value }, validator)
}

/// The same for the plain schema of some targets, knowing what other releases have.
pub(super) fn explain_at(
    full: &Value,
    plain: &Value,
    validator: &Validator,
    targets: &Targets,
    value: &Value,
) -> Vec<Violation> {
    explained(Judge { full, plain, targets: Some(targets), value }, validator)
}

fn explained(judge: Judge<'_>, validator: &Validator) -> Vec<Violation> {
    let mut found = Vec::new();
    for error in validator.iter_errors(judge.value) {
        judge.explain(&error, &mut found);
    }
    without_repetition(found)
}

/// Leaves out what adds nothing: the pattern beside a format that says why, all else about a value
/// of the wrong type, a rule about a list that is said of its item too.
fn without_repetition(found: Vec<(Rank, Violation)>) -> Vec<Violation> {
    let places = |wanted: fn(&(Rank, Violation)) -> bool| -> BTreeSet<_> {
        let these = found.iter().filter(|it| wanted(it));
        these.map(|(_, violation)| (violation.route.clone(), violation.part)).collect()
    };
    let reasons = places(|(rank, _)| *rank == Rank::Reason);
    let wrong_types = places(|(_, violation)| violation.kind == ViolationKind::WrongType);
    let sentences: BTreeSet<_> = found
        .iter()
        .map(|(_, violation)| (violation.message.clone(), violation.route.clone()))
        .collect();
    let mut said = BTreeSet::new();
    let says_something = |(rank, violation): &(Rank, Violation)| {
        let place = (violation.route.clone(), violation.part);
        let overruled = *rank == Rank::Form && reasons.contains(&place);
        let wrong_type = violation.kind == ViolationKind::WrongType;
        let beside_wrong_type = !wrong_type && wrong_types.contains(&place);
        let words = if wrong_type { "" } else { violation.message.as_str() };
        let new = said.insert((place, words.to_owned()));
        new && !overruled && !beside_wrong_type && !said_below(&sentences, violation)
    };
    found.into_iter().filter(says_something).map(|(_, violation)| violation).collect()
}

/// Whether the same sentence is said of a part of the value. A route sorts just before the routes
/// that begin with it.
fn said_below(sentences: &BTreeSet<(String, Route)>, violation: &Violation) -> bool {
    let here = (violation.message.clone(), violation.route.clone());
    let next = sentences.range((Bound::Excluded(here), Bound::Unbounded)).next();
    next.is_some_and(|(message, route)| {
        *message == violation.message && route.steps().starts_with(violation.route.steps())
    })
}

/// How much a violation of one value explains beside another of the same value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rank {
    /// Says why.
    Reason,
    /// Says what form is asked for.
    Form,
    /// Anything else.
    Other,
}

/// What an explanation looks things up in.
#[derive(Clone, Copy)]
struct Judge<'a> {
    /// The schema with what other releases have.
    full: &'a Value,
    /// The schema that was judged by.
    plain: &'a Value,
    targets: Option<&'a Targets>,
    /// The document.
    value: &'a Value,
}

/// An error and all that is known about its place.
struct Fault<'a, 'e> {
    error: &'e ValidationError<'e>,
    judge: Judge<'a>,
    route: Route,
    part: Part,
    /// The subschemas that led to the error, outermost first.
    trail: Trail<'a>,
}

type Found = Vec<(Rank, Violation)>;

impl<'a> Judge<'a> {
    fn explain(self, error: &ValidationError<'_>, found: &mut Found) {
        let route = trail::route(self.value, error.instance_path().as_str());
        self.explain_at(error, route, Part::Value, found);
    }

    fn explain_at(self, error: &ValidationError<'_>, route: Route, part: Part, found: &mut Found) {
        if let Kind::PropertyNames { error: inner } = error.kind() {
            let key = inner.instance().as_str().unwrap_or_default();
            return self.explain_at(inner, route.then(key), Part::Key, found);
        }
        let trail = Trail::of(self, error.evaluation_path().as_str());
        Fault { error, judge: self, route, part, trail }.explain(found);
    }
}

impl Fault<'_, '_> {
    #[expect(clippy::wildcard_enum_match_arm, reason = "a foreign list of all that can fail")]
    fn explain(&self, found: &mut Found) {
        match self.error.kind() {
            Kind::AdditionalProperties { unexpected }
            | Kind::UnevaluatedProperties { unexpected } => {
                found.extend(unexpected.iter().map(|name| (Rank::Other, self.unknown(name))));
            }
            Kind::Custom { keyword, .. } if keyword == "x-distinct" => {
                self.explain_repetitions(found);
            }
            Kind::Custom { .. } => self.explain_rule(found),
            Kind::Format { format } => found.push((Rank::Reason, self.refused_by_format(format))),
            Kind::UniqueItems => self.explain_duplicates(found),
            Kind::Enum { .. } | Kind::Constant { .. } => {
                found.push((Rank::Other, self.not_among_values()));
            }
            _ => self.explain_other(found),
        }
    }

    /// What a rule's own message overrides.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a foreign list of all that can fail")]
    fn explain_other(&self, found: &mut Found) {
        if let Some((message, help)) = self.trail.message() {
            let help = help.map(str::to_owned);
            let violation = self.violation(ViolationKind::Rule, message.to_owned());
            return found.push((Rank::Other, Violation { help, ..violation }));
        }
        match self.error.kind() {
            Kind::AnyOf { context }
            | Kind::OneOfNotValid { context }
            | Kind::OneOfMultipleValid { context } => self.explain_alternatives(context, found),
            Kind::Required { property } => {
                found.push((Rank::Other, self.missing(property.as_str().unwrap_or_default())));
            }
            Kind::Type { .. } => found.push((Rank::Other, self.wrong_type())),
            Kind::Pattern { .. } => found.push((Rank::Form, self.wrong_form())),
            _ => found.push((Rank::Other, self.out_of_bounds())),
        }
    }

    fn explain_rule(&self, found: &mut Found) {
        let names = self.trail.innermost().and_then(|schema| schema.get("x-rule"));
        let Some(instance) = trail::at(self.judge.value, &self.route) else { return };
        for rule in names.into_iter().flat_map(named_rules).filter_map(rules::find) {
            for finding in rule.check(instance) {
                let violation = Violation {
                    route: self.route.join(&finding.steps),
                    part: finding.part,
                    kind: ViolationKind::Rule,
                    message: finding.message,
                    help: None,
                };
                found.push((Rank::Other, violation));
            }
        }
    }

    fn refused_by_format(&self, format: &str) -> Violation {
        let instance = self.error.instance();
        let text = instance.as_str().unwrap_or_default();
        let known = FORMATS.iter().find(|known| known.name == format);
        match known.map(|known| (known.check)(text)) {
            Some(Err(error)) => Violation {
                help: Some(error.help()),
                ..self.violation(ViolationKind::BadValue, error.reason)
            },
            _ => {
                let message = format!("{} is not a {format}", noun::shown(instance));
                self.violation(ViolationKind::BadValue, message)
            }
        }
    }

    fn violation(&self, kind: ViolationKind, message: String) -> Violation {
        Violation { route: self.route.clone(), part: self.part, kind, message, help: None }
    }

    /// What the value at fault, or the key, is called.
    fn noun(&self) -> String {
        let empty = |step: &Step| matches!(step, Step::Key(key) if key.is_empty());
        match self.part {
            Part::Key if self.route.steps().last().is_some_and(empty) => "a key".to_owned(),
            Part::Key | Part::Value => noun(&self.route),
        }
    }
}

//! A value that fits none of several alternatives, or too many of them.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;
use serde_json::Value;

use super::noun::alternatives;
use super::trail::Trail;
use super::values::{allowed_values, type_list};
use super::{Fault, Found, Rank};
use crate::schema::{Violation, ViolationKind};

impl Fault<'_, '_> {
    /// Says what is wrong in the terms of the alternative that was probably meant.
    pub(super) fn explain_alternatives(
        &self,
        branches: &[Vec<ValidationError<'static>>],
        found: &mut Found,
    ) {
        if branches.iter().any(Vec::is_empty) {
            let message = format!("{} fits several alternatives at once", self.noun());
            return found.push((Rank::Other, self.violation(ViolationKind::Rule, message)));
        }
        let first = found.len();
        let fitting: Vec<_> = branches.iter().filter(|it| !self.is_of_wrong_type(it)).collect();
        let meant = fitting.iter().min_by_key(|branch| (discriminators(branch), branch.len()));
        match (self.listed(&fitting), meant) {
            (Some(values), _) => found.push((Rank::Other, self.not_among(&values))),
            (None, Some(meant)) => meant.iter().for_each(|error| self.judge.explain(error, found)),
            (None, None) => return self.explain_types(branches, found),
        }
        self.offer_mappings(branches, &mut found[first..]);
    }

    /// The values that several alternatives list, one or more each; `None` if any does more.
    fn listed(&self, branches: &[&Vec<ValidationError<'static>>]) -> Option<Vec<&Value>> {
        let mut values = Vec::new();
        for branch in branches {
            let [error] = &branch[..] else { return None };
            values.extend(self.listed_by(error)?);
        }
        (values.len() > 1).then_some(values)
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a foreign list of all that can fail")]
    fn listed_by(&self, error: &ValidationError<'_>) -> Option<Vec<&Value>> {
        if error.instance_path() != self.error.instance_path() {
            return None;
        }
        match error.kind() {
            Kind::Constant { .. } | Kind::Enum { .. } => {
                let trail = Trail::of(self.judge, error.evaluation_path().as_str());
                Some(allowed_values(trail.innermost()?))
            }
            Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
                let fitting = context.iter().filter(|it| !self.is_of_wrong_type(it));
                self.listed(&fitting.collect::<Vec<_>>())
            }
            _ => None,
        }
    }

    /// Whether the alternative, or all that it is made of, takes values of another type altogether.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a foreign list of all that can fail")]
    fn is_of_wrong_type(&self, branch: &[ValidationError<'_>]) -> bool {
        let here = self.error.instance_path();
        branch.iter().filter(|error| error.instance_path() == here).any(|error| {
            match error.kind() {
                Kind::Type { .. } | Kind::FalseSchema => true,
                Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
                    context.iter().all(|branch| self.is_of_wrong_type(branch))
                }
                _ => false,
            }
        })
    }

    /// Where a word is none of those that are known, a mapping may be what is wanted.
    fn offer_mappings(
        &self,
        branches: &[Vec<ValidationError<'static>>],
        found: &mut [(Rank, Violation)],
    ) {
        let keys: Vec<&str> = branches.iter().flatten().flat_map(|it| self.keys_of(it)).collect();
        if keys.is_empty() {
            return;
        }
        let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
        let here = found.iter_mut().filter(|(_, violation)| violation.route == self.route);
        for help in here.filter_map(|(_, violation)| violation.help.as_mut()) {
            // Who nearly wrote a word meant it.
            if !help.ends_with('?') {
                help.push_str(&format!(", or a mapping with {}", alternatives(&keys)));
            }
        }
    }

    /// The keys of the alternatives that take a mapping, where something else was written.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a foreign list of all that can fail")]
    fn keys_of(&self, error: &ValidationError<'_>) -> Vec<&str> {
        if error.instance_path() != self.error.instance_path() {
            return Vec::new();
        }
        match error.kind() {
            Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
                context.iter().flatten().flat_map(|it| self.keys_of(it)).collect()
            }
            Kind::Type { .. } => {
                let trail = Trail::of(self.judge, error.evaluation_path().as_str());
                let properties = trail.innermost().and_then(|schema| schema.get("properties"));
                let properties = properties.and_then(Value::as_object).into_iter();
                properties.flat_map(|it| it.keys().map(String::as_str)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn explain_types(&self, branches: &[Vec<ValidationError<'static>>], found: &mut Found) {
        let mut types = Vec::new();
        for error in branches.iter().flatten() {
            let trail = Trail::of(self.judge, error.evaluation_path().as_str());
            let names = trail.innermost().and_then(|schema| schema.get("type"));
            for name in names.map(type_list).unwrap_or_default() {
                if !types.contains(&name) {
                    types.push(name);
                }
            }
        }
        found.push((Rank::Other, self.not_of_types(&types)));
    }
}

/// How many of the errors say that the alternative is another one: a wrong kind, an alien field.
fn discriminators(branch: &[ValidationError<'_>]) -> usize {
    let says_so = |error: &&ValidationError<'_>| {
        matches!(
            error.kind(),
            Kind::Constant { .. } | Kind::Enum { .. } | Kind::AdditionalProperties { .. }
        )
    };
    branch.iter().filter(says_so).count()
}

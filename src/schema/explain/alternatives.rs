//! A value that fits none of several alternatives, or too many of them.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Kind;

use super::trail::Trail;
use super::values::type_list;
use super::{Fault, Found, Rank};
use crate::schema::ViolationKind;

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
        let fitting = branches.iter().filter(|branch| !self.is_of_wrong_type(branch));
        match fitting.min_by_key(|branch| (discriminators(branch), branch.len())) {
            Some(meant) => meant.iter().for_each(|error| self.judge.explain(error, found)),
            None => self.explain_types(branches, found),
        }
    }

    /// Whether the alternative takes values of another type altogether.
    fn is_of_wrong_type(&self, branch: &[ValidationError<'_>]) -> bool {
        let here = self.error.instance_path();
        branch.iter().any(|error| {
            error.instance_path() == here
                && matches!(error.kind(), Kind::Type { .. } | Kind::FalseSchema)
        })
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

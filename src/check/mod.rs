//! Whether the platform fits together: rules that look at artifacts and never at the spec.
//!
//! So the same rule judges compiled output, an override, a user's template, and a file that someone
//! wrote years ago. A rule is one file under `rules/`, beside it its page.

pub mod bundle;
mod allow;
mod finding;
mod rule;
pub mod rules;
mod unjudged;

pub use allow::{codes, unknown, unused};
pub use bundle::{Bundle, Context, Stated};
pub use finding::{Finding, Findings};
pub use rule::{Family, Rule};
pub use unjudged::unjudged;

use crate::artifact::Artifact;
use crate::diagnostic::Diagnostics;
use crate::parallel;

/// Every rule, by family, in the order of `rules::FAMILIES`.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    rules::FAMILIES.iter().flat_map(|family| family.rules.iter().copied())
}

/// The rule behind a code.
#[must_use]
pub fn rule(code: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.code.0 == code)
}

/// Judges documents by every rule; what is allowed where it stands is left out.
pub fn check(artifacts: &[Artifact], context: &Context, diagnostics: &mut Diagnostics) {
    let bundle = Bundle::new(artifacts, context);
    let rules: Vec<&Rule> = all().collect();
    let findings = parallel::map(&rules, |rule| judge(rule, &bundle));
    let findings = findings.into_iter().flat_map(Findings::into_vec);
    allow::apply(artifacts, findings, diagnostics);
}

/// What one rule finds.
#[must_use]
pub fn judge(rule: &Rule, bundle: &Bundle<'_>) -> Findings {
    let mut findings = Findings::of(rule);
    (rule.check)(bundle, &mut findings);
    findings
}

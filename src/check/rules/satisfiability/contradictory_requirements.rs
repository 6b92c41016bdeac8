//! Two requirements of a pool leave a label no value.

use crate::check::bundle::{Demand, words_on};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// Two requirements of a pool leave a label no value.
pub const RULE: Rule = Rule {
    code: Code("contradictory-requirements"),
    severity: Severity::Error,
    summary: "requirements and labels of a pool leave a label no value, so that it never starts a node",
    page: include_str!("contradictory_requirements.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pool in &bundle.pools {
        let all = pool.demands();
        for key in pool.requirements.empty() {
            let on_key: Vec<&Demand<'_>> = all.iter().filter(|it| it.concerns(key)).collect();
            let wants_some =
                |it: &&&Demand<'_>| !matches!(it.operator.as_str(), "DoesNotExist" | "NotIn");
            let [first, .., last] = on_key.as_slice() else { continue };
            if on_key.iter().filter(wants_some).count() == 0 {
                continue;
            }
            let wanted = words_on(all.iter(), key).unwrap_or_default();
            let message = format!(
                "pool `{}` wants `{key}` to be {wanted}: nothing is all of that",
                pool.name()
            );
            findings
                .at(pool.view.artifact, &last.at.route, message)
                .related(pool.view.artifact, &first.at.route, "contradicts this")
                .help("drop one of them; requirements and labels on one key must all hold");
        }
    }
}

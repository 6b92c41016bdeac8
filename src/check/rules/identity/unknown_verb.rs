//! A role allows verbs that no API server knows.

use crate::check::bundle::words;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A role allows verbs that no API server knows.
pub const RULE: Rule = Rule {
    code: Code("unknown-verb"),
    severity: Severity::Note,
    summary: "verbs of kubectl or of everyday speech, which grant nothing in a role",
    page: include_str!("unknown_verb.md"),
    check,
};

/// Words that are taken for verbs. Other words may be verbs of some API's own.
const WORDS: [&str; 15] = [
    "annotate", "apply", "describe", "edit", "exec", "label", "log", "logs", "modify", "post",
    "read", "remove", "replace", "view", "write",
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for role in bundle.rbac_roles() {
        let wrong: Vec<&str> = WORDS
            .into_iter()
            .filter(|word| role.rules.iter().any(|rule| rule.verbs.contains(word)))
            .collect();
        let first = role.rules.iter().find(|rule| rule.verbs.iter().any(|it| wrong.contains(it)));
        let Some(rule) = first else { continue };
        let updates = rule.verbs.iter().any(|verb| matches!(*verb, "update" | "*"));
        let hint = if updates {
            ""
        } else {
            "; `edit`, `annotate` and `label` are `update` and `patch`, and `update` is not allowed"
        };
        findings
            .at(
                role.artifact,
                &rule.route.then("verbs"),
                format!(
                    "role `{}` allows {}, which no API server knows",
                    role.name,
                    words::both(&wrong)
                ),
            )
            .help(format!(
                "the verbs are get, list, watch, create, update, patch, delete and \
                deletecollection{hint}"
            ));
    }
}

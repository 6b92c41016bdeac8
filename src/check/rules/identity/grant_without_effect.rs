//! A statement grants something on what it cannot be granted on.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::iam::{self, Service};
use crate::check::bundle::{Item, Policy, Statement};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A statement grants something on what it cannot be granted on.
pub const RULE: Rule = Rule {
    code: Code("grant-without-effect"),
    severity: Severity::Warning,
    summary: "an ARN that no action of its statement works on, or an action that none of its \
        ARNs fits",
    page: include_str!("grant_without_effect.md"),
    check,
};

/// What was found already: many policies are alike but for names.
#[derive(Default)]
struct Known<'a> {
    /// The words of the ARNs of a service that are no names.
    words: BTreeMap<&'static str, BTreeSet<&'static str>>,
    /// What an action, as written, does on an ARN of a shape.
    verdicts: BTreeMap<(&'a str, String), Option<bool>>,
}

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut known = Known::default();
    for policy in bundle.identity.policies.iter().filter(|policy| !policy.is_trust()) {
        for statement in policy.statements.iter().filter(|it| it.allows && !it.is_inverted) {
            judge(policy, statement, &mut known, findings);
        }
    }
}

fn judge<'a>(
    policy: &Policy<'a>,
    statement: &Statement<'a>,
    known: &mut Known<'a>,
    findings: &mut Findings,
) {
    if statement.resources.iter().any(|item| item.text.contains('$')) {
        return;
    }
    let mut is_told = false;
    for item in &statement.resources {
        if let Some(rest) = nameless_bucket(item.text) {
            is_told = true;
            findings
                .at(
                    policy.artifact,
                    &item.route,
                    format!("`{}` names a bucket without a name", item.text),
                )
                .severity(Severity::Error)
                .help(format!("remove the slash: `{rest}`"));
        } else if is_alone(item, statement)
            && !statement.actions.iter().any(|action| works(action, item, known).unwrap_or(true))
        {
            is_told = true;
            let names: Vec<String> =
                statement.actions.iter().map(|action| format!("`{}`", action.text)).collect();
            findings
                .at(
                    policy.artifact,
                    &item.route,
                    format!(
                        "`{}` is nothing that {} can be allowed on",
                        item.text,
                        names.join(", ")
                    ),
                )
                .help(wanted(&statement.actions));
        }
    }
    if is_told {
        return;
    }
    for action in &statement.actions {
        let works_on_none = !statement.resources.is_empty()
            && statement.resources.iter().all(|item| works(action, item, known) == Some(false));
        if works_on_none {
            findings
                .at(
                    policy.artifact,
                    &action.route,
                    format!("`{}` can be allowed on none of the statement's ARNs", action.text),
                )
                .help(wanted(std::slice::from_ref(action)));
        }
    }
}

/// Whether an ARN stands for itself: a bucket beside its objects, or one more kind of resource
/// of the same service, does no harm.
fn is_alone(item: &Item<'_>, statement: &Statement<'_>) -> bool {
    let service = |arn: &str| arn.split(':').nth(2).unwrap_or_default().to_owned();
    let bucket =
        |arn: &str| arn.split(":::").nth(1).map(|it| it.split('/').next().unwrap_or(it).to_owned());
    let own = service(item.text);
    if own == "s3" {
        let others = statement.resources.iter().filter(|other| other.text != item.text);
        return !others.map(|other| bucket(other.text)).any(|it| it == bucket(item.text));
    }
    !statement.actions.iter().any(|action| action.text.split(':').next() == Some(own.as_str()))
}

/// The ARN without the slash that makes its bucket nameless.
fn nameless_bucket(arn: &str) -> Option<String> {
    let (head, rest) = arn.split_once(":s3:::/")?;
    Some(format!("{head}:s3:::{rest}"))
}

/// Whether an action works on an ARN; `None` where the catalog does not know it.
fn works<'a>(action: &Item<'a>, resource: &Item<'_>, known: &mut Known<'a>) -> Option<bool> {
    // `arn:aws:logs:*:*:*` is everything that a service has.
    let is_all = resource.text.splitn(6, ':').nth(5) == Some("*");
    if resource.text == "*" || action.text == "*" || is_all {
        return Some(true);
    }
    let service = iam::service(action.text.split(':').next()?)?;
    let words = known.words.entry(service.prefix).or_insert_with(|| fixed_words(service));
    let key = (action.text, shape(words, resource.text));
    *known.verdicts.entry(key).or_insert_with_key(|(action, shape)| {
        let matching = iam::matching(action);
        (!matching.is_empty()).then(|| matching.into_iter().any(|action| action.works_on(shape)))
    })
}

/// What the ARNs of a service have beside names: `log-group`, `catalog`.
fn fixed_words(service: &'static Service) -> BTreeSet<&'static str> {
    let forms = service.resource_types.iter().filter_map(|kind| kind.arn.splitn(6, ':').nth(5));
    forms.flat_map(|form| form.split([':', '/'])).filter(|part| !part.contains('$')).collect()
}

/// The ARN with every name that no kind of resource has in its form made the same.
fn shape(fixed: &BTreeSet<&str>, resource: &str) -> String {
    let Some(at) = resource.match_indices(':').nth(4).map(|(at, _)| at + 1) else {
        return resource.to_owned();
    };
    let (head, name) = resource.split_at(at);
    let mut shaped = head.to_owned();
    for piece in name.split_inclusive([':', '/']) {
        let (word, end) = match piece.strip_suffix([':', '/']) {
            Some(word) => (word, &piece[word.len()..]),
            None => (piece, ""),
        };
        let is_name = !word.contains(['*', '?']) && !fixed.contains(word) && !word.is_empty();
        shaped.push_str(if is_name { "x" } else { word });
        shaped.push_str(end);
    }
    shaped
}

/// The forms of ARN that actions can be allowed on.
fn wanted(actions: &[Item<'_>]) -> String {
    let mut forms: Vec<&str> = actions
        .iter()
        .flat_map(|action| iam::matching(action.text))
        .flat_map(|action| action.resource_types().map(|kind| kind.arn).collect::<Vec<_>>())
        .collect();
    forms.sort_unstable();
    forms.dedup();
    if forms.is_empty() {
        return "these actions take no ARN: write `*`".to_owned();
    }
    let shown: Vec<String> = forms.iter().take(3).map(|form| format!("`{form}`")).collect();
    format!("the form is {}", shown.join(" or "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_change_what_an_arn_is() {
        let of = |prefix, arn| shape(&fixed_words(iam::service(prefix).unwrap()), arn);
        assert_eq!(of("s3", "arn:aws:s3:::etl-data/in/*"), "arn:aws:s3:::x/x/*");
        let group = "arn:aws:logs:us-west-2:123456789012:log-group:/emr/etl:log-stream:*";
        assert!(of("logs", group).contains(":log-group:"));
    }

    #[test]
    fn a_bucket_needs_a_name() {
        let right = Some("arn:aws:s3:::etl/*".to_owned());
        assert_eq!(nameless_bucket("arn:aws:s3:::/etl/*"), right);
        assert_eq!(nameless_bucket("arn:aws:s3:::etl/*"), None);
    }
}

//! A pod asks for a label of nodes that nobody sets.

use serde_json::Value;

use crate::artifact::Artifact;
use crate::catalog::{karpenter, label};
use crate::check::bundle::{Asked, Bond, Written};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Step;

/// A pod asks for a label of nodes that nobody sets.
pub const RULE: Rule = Rule {
    code: Code("unknown-node-label"),
    severity: Severity::Warning,
    summary: "a selector, affinity or topology names a label that Karpenter and Kubernetes do not \
        set",
    page: include_str!("unknown_node_label.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for asked in bundle.asked_labels() {
        let key = asked.demand.key.as_str();
        let Some(whose) = whose(key) else { continue };
        if bundle.artifacts.iter().any(|artifact| sets(artifact, key)) {
            continue;
        }
        let message = format!("{} `{key}`, {whose}", doing(&asked));
        let Written { artifact, route } = &asked.demand.at;
        let found = match route.steps().last() {
            Some(Step::Key(last)) if **last == *key => findings.at_key(artifact, route, message),
            Some(Step::Index(_)) => findings.at(artifact, &route.then("key"), message),
            Some(Step::Key(_)) | None => findings.at(artifact, route, message),
        };
        found.help(match label::misspelt(key).or_else(|| label::look_alike(key)) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "label the pool's template with a key of your own, such as \
                    `acme.com/tier`, and ask for that"
                .to_owned(),
        });
    }
}

/// Why nobody sets a label; `None` for one that somebody sets, or may set.
fn whose(key: &str) -> Option<String> {
    if label::is_set_by_karpenter(key) || label::well_known(label::normalize(key)).is_some() {
        return None;
    }
    let newest = karpenter::RELEASES.last().map(|release| release.version.to_string());
    let newest = newest.unwrap_or_default();
    if label::is_of_karpenter(key) {
        return Some(format!("which no Karpenter up to {newest} knows"));
    }
    label::misspelt(key).map(|_| "which is not known to Kubernetes".to_owned())
}

fn doing(asked: &Asked<'_>) -> String {
    let who = &asked.who;
    match asked.bond {
        Bond::Spreads => format!("{who} places pods by"),
        _ if asked.shuts_out() => format!("{who} keeps away from nodes by"),
        Bond::Prefers => format!("{who} prefers nodes by"),
        Bond::Must => format!("{who} selects nodes by"),
    }
}

/// Whether a document labels something so: a node group may carry any label.
fn sets(artifact: &Artifact, key: &str) -> bool {
    fn within(value: &Value, key: &str) -> bool {
        match value {
            Value::Object(fields) => fields.iter().any(|(name, value)| {
                let is_labels = name.to_ascii_lowercase().ends_with("labels");
                (is_labels && value.get(key).is_some()) || within(value, key)
            }),
            Value::Array(items) => items.iter().any(|item| within(item, key)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        }
    }
    artifact.value().is_some_and(|value| within(value, key))
}

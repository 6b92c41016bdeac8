//! A selector by a tag that nothing gets.

use serde_json::Value;

use crate::artifact::Kind;
use crate::artifact::karpenter::SelectorTerm;
use crate::check::bundle::terraform;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A selector by a tag that nothing gets.
pub const RULE: Rule = Rule {
    code: Code("selector-of-nothing"),
    severity: Severity::Warning,
    summary: "a node class selects subnets or security groups by a tag that no Terraform file gives",
    page: include_str!("selector_of_nothing.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let Some(given) = Given::of(bundle) else { return };
    for (name, class) in &bundle.node_classes {
        let spec = &class.spec;
        let groups = &spec.security_group_selector_terms;
        let all = [
            ("subnetSelectorTerms", "subnets", &spec.subnet_selector_terms, given.subnets),
            ("securityGroupSelectorTerms", "security groups", groups, given.groups),
        ];
        for (field, noun, terms, is_declared) in all {
            let Some((index, key)) = lost(terms, &given).filter(|_| is_declared) else { continue };
            findings
                .at_key(
                    class.artifact,
                    &route!["spec", field, index, "tags", key],
                    format!(
                        "node class `{name}` selects {noun} by the tag `{key}`, which no Terraform file mentions: unless they are tagged elsewhere, it finds none, and no node starts"
                    ),
                )
                .help(format!("tag the {noun} that nodes may use with `{key}`"));
        }
    }
}

/// What Terraform files declare and say.
struct Given {
    texts: Vec<String>,
    subnets: bool,
    groups: bool,
}

impl Given {
    /// `None` where an expression decides some tags, so that nobody knows what all of them are.
    fn of(bundle: &Bundle<'_>) -> Option<Self> {
        let files: Vec<&Value> =
            bundle.of(Kind::TerraformConfiguration).filter_map(|file| file.value()).collect();
        if files.iter().any(|file| has_open_tags(file)) {
            return None;
        }
        let declares = |kind| terraform::resources(bundle.artifacts, kind).next().is_some();
        let mut modules = terraform::modules(bundle.artifacts);
        let has_module = modules.any(|module| module.body.contains_key("private_subnets"));
        Some(Self {
            texts: files.iter().map(ToString::to_string).collect(),
            subnets: declares("aws_subnet") || has_module,
            groups: declares("aws_security_group"),
        })
    }

    fn mentions(&self, key: &str) -> bool {
        self.texts.iter().any(|text| text.contains(key))
    }
}

/// Whether tags are an expression, or have a key that is one.
fn has_open_tags(value: &Value) -> bool {
    let is_open = |tags: &Value| match tags {
        Value::String(text) => text.contains("${"),
        Value::Object(fields) => fields.keys().any(|key| key.contains("${")),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => false,
    };
    match value {
        Value::Object(fields) => fields
            .iter()
            .any(|(key, value)| key.contains("tags") && is_open(value) || has_open_tags(value)),
        Value::Array(items) => items.iter().any(has_open_tags),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// The first term and its tag that is nowhere, if that is so of every term.
fn lost<'t>(terms: &'t [SelectorTerm], given: &Given) -> Option<(usize, &'t str)> {
    let of_term = |term: &'t SelectorTerm| {
        let mut keys = term.tags.keys().map(String::as_str);
        keys.find(|key| !is_given_by_others(key) && !given.mentions(key))
    };
    let all: Option<Vec<&str>> = terms.iter().map(of_term).collect();
    Some((0, *all?.first()?))
}

/// Tags that EKS, AWS and modules give without a word in the files.
fn is_given_by_others(key: &str) -> bool {
    key == "Name" || key.starts_with("aws:") || key.contains("kubernetes.io/")
}

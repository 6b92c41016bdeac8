//! A selector of subnets or security groups that takes whatever is named alike.

use crate::artifact::karpenter::SelectorTerm;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A selector of subnets or security groups that takes whatever is named alike.
pub const RULE: Rule = Rule {
    code: Code("wide-selector"),
    severity: Severity::Warning,
    summary: "a node class selects subnets or security groups by a pattern, which takes others that are named alike",
    page: include_str!("wide_selector.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (name, class) in &bundle.node_classes {
        let all: [(&str, &str, &[SelectorTerm]); 2] = [
            ("subnetSelectorTerms", "subnets", &class.spec.subnet_selector_terms),
            (
                "securityGroupSelectorTerms",
                "security groups",
                &class.spec.security_group_selector_terms,
            ),
        ];
        for (field, noun, terms) in all {
            for (index, term) in terms.iter().enumerate() {
                let Some((key, value)) = pattern(term) else { continue };
                findings
                    .at(
                        class.artifact,
                        &route!["spec", field, index, "tags", key],
                        format!(
                            "node class `{name}` takes all {noun} whose tag `{key}` is like `{value}`, those meant for other things too"
                        ),
                    )
                    .help("tag what the nodes may use, for instance with `karpenter.sh/discovery`, and select that tag by its value");
            }
        }
    }
}

/// A tag whose value is a pattern, where no other tag of the term narrows it. A lone `*` asks only
/// whether the tag is there.
fn pattern(term: &SelectorTerm) -> Option<(&str, &str)> {
    let is_pattern = |value: &str| value.contains('*') && value != "*";
    let is_exact = |value: &String| !value.contains('*');
    if term.tags.iter().any(|(key, value)| key != "Name" && is_exact(value)) {
        return None;
    }
    let mut tags = term.tags.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    tags.find(|(_, value)| is_pattern(value))
}

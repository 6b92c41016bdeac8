//! A setting of the kubelet that the image does not heed.

use crate::check::bundle::node_class::family;
use crate::check::bundle::words;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::AmiFamily;

/// A setting of the kubelet that the image does not heed.
pub const RULE: Rule = Rule {
    code: Code("ignored-kubelet-field"),
    severity: Severity::Warning,
    summary: "a node class sets a field of the kubelet that its image does not heed",
    page: include_str!("ignored_kubelet_field.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (name, class) in &bundle.node_classes {
        let kubelet = &class.spec.kubelet;
        match family(class) {
            Some(AmiFamily::Bottlerocket) if kubelet.contains_key("podsPerCore") => {
                findings
                    .at_key(
                        class.artifact,
                        &route!["spec", "kubelet", "podsPerCore"],
                        format!("node class `{name}` sets `podsPerCore`, which Bottlerocket does not heed"),
                    )
                    .help("set `maxPods`, or take another image");
            }
            Some(AmiFamily::Custom) => {
                let text = class.spec.user_data.as_deref().unwrap_or_default();
                let untold: Vec<&String> = kubelet.keys().filter(|key| !tells(text, key)).collect();
                let Some(first) = untold.first() else { continue };
                findings
                    .at_key(
                        class.artifact,
                        &route!["spec", "kubelet", *first],
                        format!(
                            "node class `{name}` sets {} for a Custom image, which Karpenter tells nothing but the user data: it reckons with what the kubelet may not know",
                            words::both(&untold)
                        ),
                    )
                    .help("say the same to the kubelet in the user data, or name the family that the image is of");
            }
            _ => {}
        }
    }
}

/// Whether user data sets a field of the kubelet, by its name or as a flag: `maxPods`, `max-pods`.
fn tells(user_data: &str, field: &str) -> bool {
    let mut flag = String::new();
    for letter in field.chars() {
        if letter.is_ascii_uppercase() && !flag.ends_with(|last: char| last.is_ascii_uppercase()) {
            flag.push('-');
        }
        flag.push(letter);
    }
    user_data.contains(field) || user_data.contains(&flag.to_lowercase())
}

//! A pod asks to be left alone in words that Karpenter does not know.

use crate::check::bundle::disruption::{DO_NOT_DISRUPT, DO_NOT_EVICT, Protection, span};
use crate::check::bundle::{Pod, Role};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A pod asks to be left alone in words that Karpenter does not know.
pub const RULE: Rule = Rule {
    code: Code("void-do-not-disrupt"),
    severity: Severity::Error,
    summary: "karpenter.sh/do-not-disrupt has a form that this Karpenter does not know, or is too short",
    page: include_str!("void_do_not_disrupt.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let karpenter = bundle.context.targets.karpenter;
    for pod in bundle.pods.iter().filter(|pod| pod.role != Role::Placeholder) {
        let Some((key, why, help)) = fault(pod, bundle) else { continue };
        let at = bundle.annotation_place(pod, key);
        let is_driver = pod.role == Role::Driver;
        let severity = if is_driver { Severity::Error } else { Severity::Warning };
        // Of manifests alone it is not known which Karpenter will read them.
        let is_too_new = why.contains("1.12") && !bundle.context.stated.karpenter;
        if is_too_new {
            continue;
        }
        findings
            .at(
                at.artifact,
                &at.route,
                format!("{} is not kept from disruption: Karpenter {karpenter} {why}", pod.title),
            )
            .severity(severity)
            .help(help);
    }
}

fn fault(pod: &Pod<'_>, bundle: &Bundle<'_>) -> Option<(&'static str, String, &'static str)> {
    let plain = "write `karpenter.sh/do-not-disrupt: \"true\"`";
    match pod.protection(bundle.context.targets.karpenter) {
        Protection::Always | Protection::None => None,
        Protection::For(time) => {
            let longest = pod.longest_run().filter(|longest| *longest > time)?;
            let why =
                format!("lets go after {}, and the run may take {}", span(time), span(longest));
            Some((DO_NOT_DISRUPT, why, plain))
        }
        Protection::Void => match pod.annotations.get(DO_NOT_DISRUPT) {
            None => Some((DO_NOT_EVICT, format!("no longer knows `{DO_NOT_EVICT}`"), plain)),
            Some(value) if crate::units::Duration::parse(value).is_ok() => {
                let why =
                    format!("knows no time here, which came with 1.12, and so ignores `{value}`");
                Some((DO_NOT_DISRUPT, why, plain))
            }
            Some(value) => Some((DO_NOT_DISRUPT, format!("ignores `{value}`"), plain)),
        },
    }
}

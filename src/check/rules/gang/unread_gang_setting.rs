//! A setting of a gang that YuniKorn does not read.

use crate::check::bundle::{APP_ID, POLICY, Pod, QUEUE, TASK_GROUP_NAME, TASK_GROUPS};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A setting of a gang that YuniKorn does not read.
pub const RULE: Rule = Rule {
    code: Code("unread-gang-setting"),
    severity: Severity::Warning,
    summary: "YuniKorn does not read a setting of a gang, and its default acts instead",
    page: include_str!("unread_gang_setting.md"),
    check,
};

/// The annotations of pods that YuniKorn reads, as far as people misspell them.
const ANNOTATIONS: [&str; 5] = [TASK_GROUPS, TASK_GROUP_NAME, POLICY, APP_ID, QUEUE];
const TIMEOUT: &str = "placeholderTimeoutInSeconds";
const STYLE: &str = "gangSchedulingStyle";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for placement in bundle.placements() {
        for pod in placement.subjects(&bundle.pods) {
            annotations(bundle, pod, findings);
            if let Some(policy) = pod.annotations.get(POLICY) {
                parameters(bundle, pod, policy, findings);
            }
        }
    }
}

fn annotations(bundle: &Bundle<'_>, pod: &Pod<'_>, findings: &mut Findings) {
    for key in pod.annotations.keys() {
        let Some(meant) = meant(key) else { continue };
        let at = pod.place_of_annotation(key, &bundle.jobs);
        findings
            .at_key(
                at.artifact,
                &at.route,
                format!("{} has the annotation `{key}`, which YuniKorn does not read", pod.title),
            )
            .help(format!("did you mean `{meant}`?"));
    }
}

/// The annotation that a misspelt one means: the same letters but for case, hyphens and a plural.
fn meant(key: &str) -> Option<&'static str> {
    let plain = |key: &str| {
        let letters: String = key.chars().filter(|letter| *letter != '-').collect();
        letters.to_lowercase().trim_end_matches('s').to_owned()
    };
    let is_ours = key.starts_with("yunikorn.apache.org/") && !ANNOTATIONS.contains(&key);
    ANNOTATIONS.into_iter().find(|known| is_ours && plain(known) == plain(key))
}

fn parameters(bundle: &Bundle<'_>, pod: &Pod<'_>, policy: &str, findings: &mut Findings) {
    for part in policy.split(' ').filter(|part| !part.is_empty()) {
        let Some((what, help)) = fault(part) else { continue };
        let at = pod.place_of_annotation(POLICY, &bundle.jobs);
        findings
            .at(at.artifact, &at.route, format!("{} says `{part}`, {what}", pod.title))
            .help(help);
    }
}

/// What is wrong with a parameter, and the next step.
fn fault(part: &str) -> Option<(&'static str, String)> {
    let unread = "which YuniKorn does not read";
    let Some((key, value)) = part.split_once('=').filter(|(_, value)| !value.contains('=')) else {
        let help = format!("write `{TIMEOUT}=600 {STYLE}=Soft`, with a blank between them");
        return Some((unread, help));
    };
    match key {
        TIMEOUT if value.parse::<i64>().is_err() => Some((
            "which is no number of seconds: 15 minutes act",
            format!("write `{TIMEOUT}=600`"),
        )),
        STYLE if !["Hard", "Soft"].contains(&value) => {
            Some(("which is no style: `Soft` acts", "the styles are `Soft` and `Hard`".to_owned()))
        }
        TIMEOUT | STYLE => None,
        _ if key.to_lowercase().contains("timeout") => Some((
            "which YuniKorn does not read: 15 minutes act",
            format!("did you mean `{TIMEOUT}`?"),
        )),
        _ if key.to_lowercase().contains("style") => {
            Some(("which YuniKorn does not read: `Soft` acts", format!("did you mean `{STYLE}`?")))
        }
        _ => Some((unread, format!("the parameters are `{TIMEOUT}` and `{STYLE}`"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelt_annotations_are_known() {
        let of = |name: &str| meant(&format!("yunikorn.apache.org/{name}"));
        assert_eq!(of("taskGroups"), Some(TASK_GROUPS));
        assert_eq!(of("taskGroup"), Some(TASK_GROUPS));
        assert_eq!(of("taskGroupName"), Some(TASK_GROUP_NAME));
        assert_eq!(of("scheduling-policy-parameters"), Some(POLICY));
        assert_eq!((of("task-groups"), of("allow-preemption"), of("queue")), (None, None, None));
        assert_eq!(meant("example.com/taskGroups"), None);
    }

    #[test]
    fn parameters_are_two() {
        assert!(fault("placeholderTimeoutInSeconds=60").is_none());
        assert!(fault("gangSchedulingStyle=Hard").is_none());
        assert!(fault("placeholderTimeoutSeconds=30").is_some());
        assert!(fault("gangSchedulingStyle=hard").is_some());
        assert!(fault("placeholderTimeoutInSeconds=60,gangSchedulingStyle=Hard").is_some());
    }
}

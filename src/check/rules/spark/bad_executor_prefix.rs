//! Executors cannot have the names that they are to have.

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::DnsSubdomain;

/// Executors cannot have the names that they are to have.
pub const RULE: Rule = Rule {
    code: Code("bad-executor-prefix"),
    severity: Severity::Error,
    summary: "a prefix of executor pods is too long or no name, and no executor can be made",
    page: include_str!("bad_executor_prefix.md"),
    check,
};

/// What a pod's name leaves beside `-exec-` and ten digits. Source: Spark's own check, since 3.3.
const LONGEST: usize = 47;

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        let Some(prefix) = job.conf.setting("spark.kubernetes.executor.podNamePrefix") else {
            continue;
        };
        let Some(fault) = fault(&prefix.value) else { continue };
        let value = &prefix.value;
        findings
            .at(
                job.artifact,
                &prefix.route,
                format!("{} names its executors `{value}-exec-1`, but {fault}", job.title()),
            )
            .help(format!(
                "use at most {LONGEST} of lower-case letters, digits, `-` and `.`, or leave it out"
            ));
    }
}

/// What is wrong with a prefix. One with something to be filled in is somebody else's to judge.
pub(super) fn fault(prefix: &str) -> Option<String> {
    match prefix {
        open if open.contains(['$', '{']) => None,
        long if long.len() > LONGEST => Some(format!("it has {} characters", long.len())),
        wrong if !is_name(wrong) => Some("it is no DNS name".to_owned()),
        _ => None,
    }
}

/// Whether Kubernetes takes it for the name of a pod.
pub(super) fn is_name(text: &str) -> bool {
    DnsSubdomain::parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_digits_and_six_letters_have_room() {
        assert_eq!(fault(&"a".repeat(47)), None);
        assert_eq!(fault(&"a".repeat(48)).as_deref(), Some("it has 48 characters"));
        assert_eq!(fault("etl.nightly-2"), None);
        assert_eq!(fault("${run}"), None);
        assert!(fault("Etl").is_some() && fault("etl-").is_some() && fault("").is_some());
    }
}

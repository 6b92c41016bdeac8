//! A release does not know how its pods are to get credentials.

use crate::catalog::emr::Feature;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A release does not know how its pods are to get credentials.
pub const RULE: Rule = Rule {
    code: Code("pod-identity-too-early"),
    severity: Severity::Error,
    summary: "a role that admits EKS Pod Identity only, for a job whose release cannot use it",
    page: include_str!("pod_identity_too_early.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for role in bundle.identity.roles.values() {
        let trust = bundle.identity.trust(role);
        let is_pods = |text: &str| text == "pods.eks.amazonaws.com";
        let mut principals = trust
            .iter()
            .flat_map(|policy| policy.statements.iter().flat_map(|it| &it.principals))
            .peekable();
        // Without a trust policy in sight the associations tell.
        let only_pods = match principals.peek() {
            Some(_) => principals.all(|(_, item)| is_pods(item.text)),
            None => !role.associations.is_empty(),
        };
        if !only_pods {
            continue;
        }
        for job in role.jobs.iter().map(|index| &bundle.jobs[*index]) {
            let Some(label) = job.release.as_ref().filter(|it| !Feature::PodIdentity.is_in(it))
            else {
                continue;
            };
            findings
                .at(
                    job.artifact,
                    &route!["releaseLabel"],
                    format!(
                        "{} gets its role by EKS Pod Identity, which {} cannot use",
                        job.title(),
                        label.base()
                    ),
                )
                .help(
                    "take a release from emr-7.3.0 on, or let the role trust the cluster's \
                    OIDC provider",
                );
        }
    }
}

//! A job looks for credentials where none are.

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A job looks for credentials where none are.
pub const RULE: Rule = Rule {
    code: Code("credentials-of-other-identity"),
    severity: Severity::Error,
    summary: "a job reads a web identity token, but its role comes by EKS Pod Identity",
    page: include_str!("credentials_of_other_identity.md"),
    check,
};

const KEYS: [&str; 3] = [
    "spark.hadoop.fs.s3a.aws.credentials.provider",
    "spark.hadoop.fs.s3.customAWSCredentialsProvider",
    "spark.hadoop.hive.metastore.aws.credentials.provider",
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for role in bundle.identity.roles.values() {
        let trust = bundle.identity.trust(role);
        let statements = || trust.iter().flat_map(|policy| &policy.statements);
        let is_federated =
            statements().any(|it| it.principals.iter().any(|(kind, _)| *kind == "Federated"));
        // By which of the two pods get the role is known from the associations or the policy.
        let by_pods = statements()
            .any(|it| it.principals.iter().any(|(_, item)| item.text == "pods.eks.amazonaws.com"));
        let by_association = by_pods || !role.associations.is_empty();
        if is_federated || !by_association {
            continue;
        }
        for job in bundle.users_of(role) {
            for key in KEYS {
                let Some(setting) = job.conf.setting(key) else { continue };
                if !setting.value.contains("WebIdentity") || setting.value.contains(',') {
                    continue;
                }
                findings
                    .at(
                        job.artifact,
                        &setting.route,
                        format!(
                            "{} reads a web identity token, but role `{}` comes by EKS Pod \
                            Identity",
                            job.title(),
                            role.name
                        ),
                    )
                    .help(
                        "leave the provider out: the default chain finds the credentials of either",
                    );
            }
        }
    }
}

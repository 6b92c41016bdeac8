//! One of a job's pods gets no role.

use std::collections::{BTreeMap, BTreeSet};

use crate::artifact::{Artifact, Kind};
use crate::check::bundle::IamRole;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// One of a job's pods gets no role.
pub const RULE: Rule = Rule {
    code: Code("missing-association"),
    severity: Severity::Error,
    summary: "EKS Pod Identity for some of a job's service accounts, and not for all",
    page: include_str!("missing_association.md"),
    check,
};

/// The service accounts of a job run, of an endpoint and of a Flink application. Source:
/// `create-role-associations` of the AWS CLI.
const GROUPS: [&[&str]; 3] = [
    &["spark-client", "spark-driver", "spark-executor"],
    &["spark-jeg", "spark-jeg-kernel", "spark-session"],
    &["flink-jobmanager", "flink-taskmanager"],
];

/// The account of EMR's Spark operator, whose jobs have no submitter of their own.
const OPERATOR: &str = "emr-containers-sa-spark-operator";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    if bundle.context.complete {
        bundle.identity.roles.values().for_each(|role| none_at_all(bundle, role, findings));
    }
    let mut seen: BTreeMap<Vec<&str>, (BTreeSet<&str>, &Artifact, &str)> = BTreeMap::new();
    for artifact in bundle.of(Kind::PodIdentityAssociation) {
        let text = |key: &str| artifact.value().and_then(|it| it.get(key)?.as_str());
        // One of an expression may be for any account.
        if text("serviceAccount").is_some_and(|it| it.contains('$')) {
            return;
        }
        let Some((component, owner)) = text("serviceAccount").and_then(parts) else { continue };
        for (index, group) in GROUPS.iter().enumerate() {
            let Some(component) = group.iter().find(|known| **known == component) else { continue };
            let key =
                ["clusterName", "namespace", "roleArn"].map(|key| text(key).unwrap_or_default());
            let mut key = key.to_vec();
            key.push(GROUPS[index][0]);
            let entry = seen.entry(key).or_insert_with(|| (BTreeSet::new(), artifact, owner));
            entry.0.insert(component);
        }
    }
    let has_operator = bundle.of(Kind::PodIdentityAssociation).any(|artifact| {
        artifact.value().and_then(|it| it.get("serviceAccount")?.as_str()) == Some(OPERATOR)
    });
    for (key, (components, artifact, owner)) in seen {
        let group = GROUPS.iter().find(|group| components.iter().any(|it| group.contains(it)));
        let missing = group.into_iter().copied().flatten();
        let missing = missing.filter(|known| !components.contains(*known));
        for component in missing.filter(|it| **it != "spark-client" || !has_operator) {
            let found = findings
                .at(
                    artifact,
                    &route!["serviceAccount"],
                    format!(
                        "the `{component}` pods of namespace `{}` get no role: there is no \
                        association for their account",
                        key[1]
                    ),
                )
                .help(format!("add one for `emr-containers-sa-{component}-{owner}`"));
            // The others may be made by somebody else.
            if !bundle.context.complete {
                found.severity(Severity::Warning);
            }
        }
    }
}

/// A role that lets EKS Pod Identity in and nobody else, and that no account is given.
fn none_at_all(bundle: &Bundle<'_>, role: &IamRole<'_>, findings: &mut Findings) {
    let policies = bundle.identity.trust(role);
    let statements = || policies.iter().flat_map(|policy| &policy.statements);
    let mut principals =
        statements().filter(|it| it.allows).flat_map(|it| &it.principals).peekable();
    let is_only = principals.peek().is_some()
        && principals.all(|(_, item)| item.text == "pods.eks.amazonaws.com");
    let is_made = bundle.of(Kind::PodIdentityAssociation).any(|it| {
        let arn = it.value().and_then(|value| value.get("roleArn")?.as_str());
        arn.is_none_or(|arn| arn.contains(['$', '<']) || arn.ends_with(&format!("/{}", role.name)))
    });
    let Some(job) = role.jobs.first().map(|at| &bundle.jobs[*at]) else { return };
    if is_only && !is_made {
        let message = format!(
            "{} gets no role: `{}` lets only EKS Pod Identity in, and no association gives it",
            job.title(),
            role.name
        );
        findings
            .at(policies[0].artifact, &route!["Statement"], message)
            .related(job.artifact, &job.place("/executionRoleArn"), "the job")
            .help("add an association for each of its service accounts");
    }
}

/// `emr-containers-sa-spark-driver-123456789012-hz5` is `spark-driver` of `123456789012-hz5`.
fn parts(account: &str) -> Option<(&str, &str)> {
    let rest = account.strip_prefix("emr-containers-sa-")?;
    let at = rest.match_indices('-').map(|(at, _)| at).find(|at| {
        rest[at + 1..]
            .split('-')
            .next()
            .is_some_and(|it| it.len() == 12 && it.bytes().all(|b| b.is_ascii_digit()))
    })?;
    Some((&rest[..at], &rest[at + 1..]))
}

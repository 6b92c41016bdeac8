//! Two Terraform resources have one name in AWS.

use std::collections::BTreeMap;

use crate::check::bundle::terraform::{self, Resource};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// Two Terraform resources have one name in AWS.
pub const RULE: Rule = Rule {
    code: Code("name-taken-twice"),
    severity: Severity::Error,
    summary: "two Terraform resources of one type and one name, of which AWS takes the first only",
    page: include_str!("name_taken_twice.md"),
    check,
};

/// Types whose names are unique in an account and region, and the argument that holds the name.
const NAMED: [(&str, &str); 7] = [
    ("aws_cloudwatch_log_group", "name"),
    ("aws_eks_cluster", "name"),
    ("aws_emrcontainers_virtual_cluster", "name"),
    ("aws_iam_policy", "name"),
    ("aws_iam_role", "name"),
    ("aws_s3_bucket", "bucket"),
    ("aws_sqs_queue", "name"),
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (kind, key) in NAMED {
        let mut known: BTreeMap<(&str, &str), Resource<'_>> = BTreeMap::new();
        for resource in terraform::resources(bundle.artifacts, kind) {
            let Some(name) = resource.text(key) else { continue };
            // Two directories may be of two accounts, and so may two providers.
            let directory = resource.artifact.path.rsplit_once('/').map_or("", |(it, _)| it);
            let is_one =
                !resource.body.contains_key("count") && !resource.body.contains_key("provider");
            if !is_one {
                continue;
            }
            match known.get(&(directory, name)) {
                Some(first) => report(&resource, first, key, name, findings),
                None => {
                    known.insert((directory, name), resource);
                }
            }
        }
    }
}

fn report(
    resource: &Resource<'_>,
    first: &Resource<'_>,
    key: &str,
    name: &str,
    findings: &mut Findings,
) {
    findings
        .at(
            resource.artifact,
            &resource.route.then(key),
            format!("`{}` and `{}` are to have the one name `{name}`", first.label, resource.label),
        )
        .related(first.artifact, &first.route.then(key), "the first")
        .help(
            "give one of them another name: AWS refuses the second, or it takes the first one over",
        );
}

//! Terraform is asked for a resource or an argument that its AWS provider does not have.

use crate::artifact::terraform::META_ARGUMENTS;
use crate::artifact::{Artifact, Kind};
use crate::check::bundle::terraform::{self, Resource};
use crate::check::bundle::words;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::units::spelling::nearest;

/// Terraform is asked for a resource or an argument that its AWS provider does not have.
pub const RULE: Rule = Rule {
    code: Code("unknown-terraform-argument"),
    severity: Severity::Error,
    summary: "a resource of EMR on EKS, or an argument of an access entry, that Terraform's AWS \
        provider does not have, or an argument that it lacks",
    page: include_str!("unknown_terraform_argument.md"),
    check,
};

/// What the types of EMR on EKS begin with.
const FAMILY: &str = "aws_emrcontainers_";

/// The types of that family. Source: documentation of the AWS provider.
const TYPES: [&str; 2] = ["aws_emrcontainers_job_template", "aws_emrcontainers_virtual_cluster"];

/// What a body of JSON may have beside arguments.
const OF_BODIES: [&str; 2] = ["//", "dynamic"];

/// Whether every resource takes it.
fn is_of_all(key: &str) -> bool {
    META_ARGUMENTS.contains(&key) || OF_BODIES.contains(&key)
}

/// The types whose arguments are judged here, what they require and what else they take.
/// Requests to EMR and associations are judged by the schemas of their APIs.
const ARGUMENTS: [(&str, &[&str], &[&str]); 2] = [
    (
        "aws_eks_access_entry",
        &["cluster_name", "principal_arn"],
        &["kubernetes_groups", "tags", "tags_all", "type", "user_name"],
    ),
    (
        "aws_eks_access_policy_association",
        &["access_scope", "cluster_name", "policy_arn", "principal_arn"],
        &[],
    ),
];

/// A block within one of them, what it requires and what else it takes.
const SCOPE: (&str, &[&str], &[&str]) = ("access_scope", &["type"], &["namespaces"]);

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for file in bundle.of(Kind::TerraformConfiguration) {
        types(file, findings);
    }
    for (kind, required, optional) in ARGUMENTS {
        for resource in terraform::resources(bundle.artifacts, kind) {
            unknown(&resource, kind, &[required, optional].concat(), findings);
            missing(&resource, kind, required, findings);
            let (block, required, optional) = SCOPE;
            for (route, body) in resource.places(block) {
                let scope = Resource { route, body, ..resource.clone() };
                unknown(&scope, block, &[required, optional].concat(), findings);
                missing(&scope, block, required, findings);
            }
        }
    }
}

fn types(file: &Artifact, findings: &mut Findings) {
    let all = file.value().and_then(|it| it.get("resource")?.as_object());
    let is_foreign = |kind: &&String| kind.starts_with(FAMILY) && !TYPES.contains(&kind.as_str());
    for kind in all.into_iter().flat_map(|all| all.keys()).filter(is_foreign) {
        let near = nearest(kind, TYPES, 2);
        let message = format!("Terraform's AWS provider has no resource `{kind}` that is known");
        let found = findings.at_key(file, &route!["resource", kind], message);
        match near {
            Some(near) => found.help(format!("write `{near}`")),
            None => found.severity(Severity::Warning).help(
                "make it by a request to EMR, unless your provider is newer than what emrgen knows",
            ),
        };
    }
}

fn unknown(resource: &Resource<'_>, kind: &str, known: &[&'static str], findings: &mut Findings) {
    let is_foreign = |key: &&String| !is_of_all(key) && !known.contains(&key.as_str());
    for key in resource.body.keys().filter(is_foreign) {
        let message = format!("`{kind}` has no argument `{key}` that is known");
        let found = findings.at_key(resource.artifact, &resource.route.then(key), message);
        match nearest(key, known.iter().copied(), 2) {
            Some(near) => found.help(format!("write `{near}`")),
            None => found.severity(Severity::Warning).help(format!(
                "it takes {}, unless your provider is newer than what emrgen knows",
                words::both(known)
            )),
        };
    }
}

/// What is required and neither there, nor there under a misspelt name, nor made by a block.
fn missing(
    resource: &Resource<'_>,
    kind: &str,
    required: &[&'static str],
    findings: &mut Findings,
) {
    let is_there = |name: &str| {
        let made = resource.body.get("dynamic").is_some();
        let written = resource.body.iter().any(|(key, value)| {
            !value.is_null()
                && (key == name || nearest(key, required.iter().copied(), 2) == Some(name))
        });
        written || made && name == "access_scope"
    };
    for name in required.iter().filter(|name| !is_there(name)) {
        let message = format!("{kind} `{}` lacks the argument `{name}`", resource.label);
        findings
            .at_key(resource.artifact, &resource.route, message)
            .help(format!("add `{name}`: Terraform makes no plan without it"));
    }
}

//! EMR may not make the claims that a job asks for.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::bundle::{Job, JobSource, RbacRole};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// EMR may not make the claims that a job asks for.
pub const RULE: Rule = Rule {
    code: Code("role-without-claim-rights"),
    severity: Severity::Error,
    summary: "a job asks for claims on demand in a namespace where EMR's role may not make them",
    page: include_str!("role_without_claim_rights.md"),
    check,
};

/// What Spark does with claims on demand.
const VERBS: [&str; 3] = ["create", "list", "delete"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let roles: BTreeMap<(&str, &str), RbacRole<'_>> =
        bundle.rbac_roles().filter_map(|role| Some(((role.namespace?, role.name), role))).collect();
    let mut told = BTreeSet::new();
    let bindings: Vec<_> = bundle.bindings().filter(|it| it.namespace.is_some()).collect();
    let demanding = bundle
        .jobs
        .iter()
        .filter(|job| job.source == JobSource::StartJobRun && asks_for_claims(job));
    for job in demanding {
        let Some(namespace) = &job.namespace else { continue };
        let emrs = bindings.iter().find(|binding| {
            let is_emr = |it: &crate::check::bundle::RbacSubject<'_>| {
                it.kind == "User" && it.name == "emr-containers"
            };
            binding.namespace == Some(namespace.as_str()) && binding.subjects.iter().any(is_emr)
        });
        let Some(role) = emrs.and_then(|binding| roles.get(&(namespace.as_str(), binding.role)))
        else {
            continue;
        };
        let allows = |verb: &&&str| !role.allows("", "persistentvolumeclaims", verb);
        let missing: Vec<&str> = VERBS.iter().filter(allows).copied().collect();
        if missing.is_empty() || !told.insert(namespace) {
            continue;
        }
        findings
            .at(
                role.artifact,
                &route!["rules"],
                format!(
                    "{} asks for claims on demand, but role `{}` may not {} them in `{namespace}`",
                    job.title(),
                    role.name,
                    missing.join(", ")
                ),
            )
            .related(job.artifact, &route!["name"], "the job")
            .help(
                "allow `persistentvolumeclaims`: EMR can give a driver only the rights that \
                it has itself",
            );
    }
}

fn asks_for_claims(job: &Job<'_>) -> bool {
    ["driver", "executor"].iter().any(|role| {
        let prefix = format!("spark.kubernetes.{role}.volumes.persistentVolumeClaim.");
        job.conf
            .under(&prefix)
            .any(|(key, it)| key.ends_with(".claimName") && it.value == "OnDemand")
    })
}

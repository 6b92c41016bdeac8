//! EMR may not make the claims that a job asks for.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::bundle::{Job, JobSource, RbacRole, RbacSubject, words};
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
    let emrs: BTreeMap<&str, &str> = bundle
        .bindings()
        .filter(|binding| binding.subjects.iter().any(is_emr))
        .filter_map(|binding| Some((binding.namespace?, binding.role)))
        .collect();
    let mut told = BTreeSet::new();
    for job in bundle.jobs.iter().filter(|job| job.source == JobSource::StartJobRun) {
        let Some(namespace) = job.namespace.as_deref() else { continue };
        let role = emrs.get(namespace).and_then(|role| roles.get(&(namespace, *role)));
        let Some(role) = role.filter(|_| asks_for_claims(job)) else { continue };
        let allows = |verb: &&&str| !role.allows("", "persistentvolumeclaims", verb);
        let missing: Vec<&str> = VERBS.iter().filter(allows).copied().collect();
        if !missing.is_empty() && told.insert(namespace) {
            report(job, role, namespace, &missing, findings);
        }
    }
}

fn is_emr(subject: &RbacSubject<'_>) -> bool {
    subject.kind == "User" && subject.name == "emr-containers"
}

fn report(
    job: &Job<'_>,
    role: &RbacRole<'_>,
    namespace: &str,
    missing: &[&str],
    findings: &mut Findings,
) {
    let missing: Vec<String> = missing.iter().map(|verb| (*verb).to_owned()).collect();
    let message = format!(
        "{} asks for claims on demand, but role `{}` may not {} them in `{namespace}`",
        job.title(),
        role.name,
        words::series(&missing, "or")
    );
    findings
        .at(role.artifact, &route!["rules"], message)
        .related(job.artifact, &route!["name"], "the job")
        .help(
            "allow `persistentvolumeclaims`: EMR can give a driver only the rights that it has \
            itself",
        );
}

fn asks_for_claims(job: &Job<'_>) -> bool {
    ["driver", "executor"].iter().any(|role| {
        let prefix = format!("spark.kubernetes.{role}.volumes.persistentVolumeClaim.");
        job.conf
            .under(&prefix)
            .any(|(key, it)| key.ends_with(".claimName") && it.value == "OnDemand")
    })
}

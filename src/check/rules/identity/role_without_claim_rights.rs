//! EMR may not make the claims that a job asks for.

use std::collections::BTreeSet;

use crate::check::bundle::{Job, JobSource, RbacRole, words};
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
    let emrs = bundle.roles_of_emr();
    let mut told = BTreeSet::new();
    for job in bundle.jobs.iter().filter(|job| job.source == JobSource::StartJobRun) {
        let Some(namespace) = job.namespace.as_deref() else { continue };
        let roles = emrs.get(namespace).filter(|_| asks_for_claims(job));
        let Some((role, roles)) = roles.and_then(|all| Some((all.last()?, all))) else { continue };
        let is_refused = |verb: &&&str| {
            !roles.iter().any(|role| role.allows("", "persistentvolumeclaims", verb))
        };
        let missing: Vec<&str> = VERBS.iter().filter(is_refused).copied().collect();
        if !missing.is_empty() && told.insert(namespace) {
            report(job, role, namespace, &missing, findings);
        }
    }
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

//! EMR's role lacks what every run needs.

use crate::artifact::Kind;
use crate::check::bundle::{JobSource, RbacRole, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// EMR's role lacks what every run needs.
pub const RULE: Rule = Rule {
    code: Code("incomplete-emr-role"),
    severity: Severity::Warning,
    summary: "a role of the user emr-containers without rights that runs or endpoints need",
    page: include_str!("incomplete_emr_role.md"),
    check,
};

/// What EMR makes for a run, by API group, and what it does with each.
const OF_RUNS: [(&str, &str, &[&str]); 9] = [
    ("", "pods", &ALL),
    ("", "pods/log", &["get"]),
    ("", "services", &ALL),
    ("", "configmaps", &ALL),
    ("", "serviceaccounts", &ALL),
    ("", "secrets", &["create", "delete", "patch", "watch"]),
    ("batch", "jobs", &ALL),
    ("rbac.authorization.k8s.io", "roles", &ALL),
    ("rbac.authorization.k8s.io", "rolebindings", &ALL),
];

/// What it makes for an interactive endpoint beside that.
const OF_ENDPOINTS: [(&str, &str, &[&str]); 2] =
    [("apps", "statefulsets", &ALL), ("apps", "deployments", &ALL)];

/// What drivers make for Volcano, by the rights that EMR gives them.
const OF_VOLCANO: [(&str, &str, &[&str]); 1] =
    [("scheduling.volcano.sh", "podgroups", &["get", "list", "watch", "create", "delete"])];

const ALL: [&str; 6] = ["get", "list", "watch", "create", "delete", "patch"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (namespace, roles) in bundle.roles_of_emr() {
        let serves = bundle.of(Kind::CreateManagedEndpoint).next().is_some();
        let is_gang = uses_volcano(bundle, namespace);
        let needed = OF_RUNS
            .iter()
            .chain(OF_ENDPOINTS.iter().filter(|_| serves))
            .chain(OF_VOLCANO.iter().filter(|_| is_gang));
        let missing: Vec<String> = needed.filter_map(|needed| missing(&roles, *needed)).collect();
        let Some(role) = roles.last().filter(|_| !missing.is_empty()) else { continue };
        let message = format!(
            "role `{}` does not let EMR {} in `{namespace}`",
            role.name,
            words::series(&missing, "or")
        );
        findings.at(role.artifact, &route!["rules"], message).help(
            "allow it, as EMR's guide for cluster access does: a run stops where EMR first needs \
            it, and EMR can give drivers only what it has itself",
        );
    }
}

fn uses_volcano(bundle: &Bundle<'_>, namespace: &str) -> bool {
    bundle.jobs.iter().any(|job| {
        job.source == JobSource::StartJobRun
            && job.namespace.as_deref() == Some(namespace)
            && job.conf.get("spark.kubernetes.scheduler.name") == Some("volcano")
    })
}

/// What is missing of a need, in words: `create jobs`.
fn missing(
    roles: &[RbacRole<'_>],
    (group, resource, verbs): (&str, &str, &[&str]),
) -> Option<String> {
    let allows = |verb: &str| roles.iter().any(|role| role.allows(group, resource, verb));
    let lacking: Vec<String> =
        verbs.iter().filter(|verb| !allows(verb)).map(|verb| (*verb).to_owned()).collect();
    (!lacking.is_empty()).then(|| format!("{} `{resource}`", words::series(&lacking, "or")))
}

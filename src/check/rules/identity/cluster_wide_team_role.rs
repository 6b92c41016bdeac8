//! The account of one team has rights in all namespaces.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::bundle::{JobSource, RbacRole};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// The account of one team has rights in all namespaces.
pub const RULE: Rule = Rule {
    code: Code("cluster-wide-team-role"),
    severity: Severity::Warning,
    summary: "a team's service account may read secrets or grant rights in every namespace",
    page: include_str!("cluster_wide_team_role.md"),
    check,
};

/// What is enough to take over another namespace: group, resource, verb.
const POWERS: [(&str, &str, &str); 5] = [
    ("", "secrets", "get"),
    ("", "secrets", "list"),
    ("", "pods", "create"),
    ("rbac.authorization.k8s.io", "roles", "create"),
    ("rbac.authorization.k8s.io", "rolebindings", "create"),
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let roles: BTreeMap<&str, RbacRole<'_>> = bundle
        .rbac_roles()
        .filter(|role| role.namespace.is_none() && !role.is_open())
        .map(|role| (role.name, role))
        .collect();
    let teams: BTreeSet<&str> = bundle
        .jobs
        .iter()
        .filter(|job| job.source == JobSource::SparkApplication)
        .filter_map(|job| job.namespace.as_deref())
        .chain(bundle.jobs.iter().filter_map(|job| job.namespace.as_deref()))
        .collect();
    for binding in bundle.bindings().filter(|it| it.namespace.is_none()) {
        let Some(role) = roles.get(binding.role) else { continue };
        let Some((_, power, verb)) =
            POWERS.iter().find(|(group, resource, verb)| role.allows(group, resource, verb))
        else {
            continue;
        };
        for subject in binding.subjects.iter().filter(|it| it.kind == "ServiceAccount") {
            let Some(namespace) = subject.namespace.filter(|it| teams.contains(it)) else {
                continue;
            };
            findings
                .at(
                    binding.artifact,
                    &subject.route,
                    format!(
                        "service account `{namespace}/{}` may {verb} {power} in every namespace",
                        subject.name
                    ),
                )
                .related(role.artifact, &route!["rules"], "its rights")
                .help(format!(
                    "bind the role in `{namespace}` only: a RoleBinding may refer to a ClusterRole"
                ));
        }
    }
}

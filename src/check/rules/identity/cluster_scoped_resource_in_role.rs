//! A role of a namespace names what no namespace has.

use crate::check::bundle::{CLUSTER_RESOURCES, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A role of a namespace names what no namespace has.
pub const RULE: Rule = Rule {
    code: Code("cluster-scoped-resource-in-role"),
    severity: Severity::Warning,
    summary: "a Role names a resource of the cluster, which only a ClusterRole can grant",
    page: include_str!("cluster_scoped_resource_in_role.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for role in bundle.rbac_roles().filter(|role| role.namespace.is_some()) {
        for rule in &role.rules {
            let wrong: Vec<&&str> =
                rule.resources.iter().filter(|it| CLUSTER_RESOURCES.contains(it)).collect();
            if wrong.is_empty() {
                continue;
            }
            findings
                .at(
                    role.artifact,
                    &rule.route.then("resources"),
                    format!(
                        "role `{}` names {}, which no namespace has",
                        role.name,
                        words::both(&wrong)
                    ),
                )
                .help(
                    "grant it by a ClusterRole and a ClusterRoleBinding, or remove it: here \
                    it grants nothing",
                );
        }
    }
}

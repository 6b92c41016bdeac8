//! A role names a resource that none of the groups beside it has.

use crate::check::bundle::{RbacRule, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A role names a resource that none of the groups beside it has.
pub const RULE: Rule = Rule {
    code: Code("resource-of-other-group"),
    severity: Severity::Warning,
    summary: "a role names a resource beside API groups that do not have it, or by its singular",
    page: include_str!("resource_of_other_group.md"),
    check,
};

/// Resources that every cluster has, and their groups, of which `` is the core.
const RESOURCES: [(&str, &[&str]); 22] = [
    ("configmaps", &[""]),
    ("cronjobs", &["batch"]),
    ("daemonsets", &["apps", "extensions"]),
    ("deployments", &["apps", "extensions"]),
    ("events", &["", "events.k8s.io"]),
    ("ingresses", &["extensions", "networking.k8s.io"]),
    ("jobs", &["batch"]),
    ("networkpolicies", &["extensions", "networking.k8s.io"]),
    ("nodes", &["", "metrics.k8s.io"]),
    ("persistentvolumeclaims", &[""]),
    ("persistentvolumes", &[""]),
    ("poddisruptionbudgets", &["policy"]),
    ("pods", &["", "metrics.k8s.io"]),
    ("replicasets", &["apps", "extensions"]),
    ("resourcequotas", &[""]),
    ("rolebindings", &["rbac.authorization.k8s.io"]),
    ("roles", &["rbac.authorization.k8s.io"]),
    ("secrets", &[""]),
    ("serviceaccounts", &[""]),
    ("services", &["", "serving.knative.dev"]),
    ("statefulsets", &["apps"]),
    ("storageclasses", &["storage.k8s.io"]),
];

/// Groups that come with Kubernetes: another one may have resources of the same names.
const GROUPS: [&str; 10] = [
    "",
    "apps",
    "autoscaling",
    "batch",
    "extensions",
    "networking.k8s.io",
    "policy",
    "rbac.authorization.k8s.io",
    "scheduling.k8s.io",
    "storage.k8s.io",
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for role in bundle.rbac_roles() {
        for rule in &role.rules {
            let Some((message, help)) = fault(rule) else { continue };
            let message = format!("role `{}` {message}", role.name);
            findings.at(role.artifact, &rule.route.then("resources"), message).help(help);
        }
    }
}

fn fault(rule: &RbacRule<'_>) -> Option<(String, String)> {
    let versions: Vec<&&str> = rule.groups.iter().filter(|it| is_version(it)).collect();
    if !versions.is_empty() {
        let message = format!("names {} for an API group", words::both(&versions));
        return Some((
            message,
            "write the group without its version, and `\"\"` for the core".to_owned(),
        ));
    }
    // Of a group that Kubernetes does not have, nothing is known.
    if !rule.groups.iter().all(|it| GROUPS.contains(it)) {
        return None;
    }
    for resource in &rule.resources {
        let plain = resource.split('/').next().unwrap_or_default();
        let plural = RESOURCES.iter().find(|(known, _)| is_singular(plain, known));
        if let Some((plural, _)) = plural {
            let message = format!("names `{resource}`, which is no resource");
            return Some((message, format!("write `{plural}`")));
        }
        let known = RESOURCES.iter().find(|(known, _)| *known == plain);
        let Some((_, groups)) = known else { continue };
        if !rule.groups.iter().any(|group| groups.contains(group)) {
            let message = format!("names `{resource}` beside groups that do not have it");
            let home = match groups[0] {
                "" => "the core, which is written `\"\"`".to_owned(),
                // The first of them is gone wherever there is a second.
                "extensions" => format!("`{}`", groups[1]),
                group => format!("`{group}`"),
            };
            return Some((
                message,
                format!("write it in a rule for {home}: here it grants nothing"),
            ));
        }
    }
    None
}

/// `v1` or `apps/v1`.
fn is_version(group: &str) -> bool {
    let last = group.rsplit('/').next().unwrap_or_default();
    let number = last.strip_prefix('v').unwrap_or_default();
    number.starts_with(|first: char| first.is_ascii_digit()) && !last.contains('.')
}

fn is_singular(resource: &str, plural: &str) -> bool {
    match plural.strip_suffix("ies") {
        Some(stem) => resource.strip_suffix('y') == Some(stem),
        None => plural.strip_suffix("ses").map_or_else(
            || plural.strip_suffix('s') == Some(resource),
            |stem| resource.strip_suffix('s') == Some(stem),
        ),
    }
}

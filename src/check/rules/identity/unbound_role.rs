//! EMR's role is nobody's.

use std::collections::BTreeSet;

use crate::check::bundle::{Binding, RbacRole};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::units::spelling;

/// EMR's role is nobody's.
pub const RULE: Rule = Rule {
    code: Code("unbound-role"),
    severity: Severity::Warning,
    summary: "a role for EMR that no binding gives to the user emr-containers",
    page: include_str!("unbound_role.md"),
    check,
};

const USER: &str = "emr-containers";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let roles: Vec<RbacRole<'_>> = bundle.rbac_roles().collect();
    let names: BTreeSet<(Option<&str>, &str)> =
        roles.iter().map(|role| (role.namespace, role.name)).collect();
    let bindings: Vec<Binding<'_>> = bundle.bindings().collect();
    let bound: BTreeSet<(Option<&str>, &str)> = bindings.iter().map(target).collect();
    for binding in &bindings {
        missing_role(binding, &names, &roles, findings);
        other_user(binding, &roles, findings);
    }
    let is_bound = |role: &RbacRole<'_>| {
        bound.contains(&(role.namespace, role.name)) || role.namespace.is_none()
    };
    // A role that a binding misses by its name has been told of already.
    let missed: BTreeSet<Option<&str>> =
        bindings.iter().filter(|it| !names.contains(&target(it))).map(|it| it.namespace).collect();
    // What an expression names may be any of them.
    if bindings.iter().any(Binding::is_any) {
        return;
    }
    let is_alone = bindings.is_empty() && !bundle.context.complete;
    for role in roles.iter().filter(|role| is_for_emr(role) && !is_bound(role)) {
        // A manifest of a role alone says nothing about bindings; Terraform files come together.
        let is_file = is_alone && !role.artifact.origins.is_inner();
        if is_file || role.is_any() || missed.contains(&role.namespace) {
            continue;
        }
        findings
            .at(
                role.artifact,
                &route!["metadata", "name"],
                format!(
                    "nobody has the role `{}` of namespace `{}`",
                    role.name,
                    role.namespace.unwrap_or_default()
                ),
            )
            .help(format!(
                "add a RoleBinding for the user `{USER}`, unless an access entry \
                gives EMR its rights"
            ));
    }
}

/// The role that a binding gives.
fn target<'a>(binding: &Binding<'a>) -> (Option<&'a str>, &'a str) {
    let namespace = binding.namespace.filter(|_| binding.role_kind == "Role");
    (namespace, binding.role)
}

/// A binding whose role is not there, while another of its namespace is nobody's.
fn missing_role(
    binding: &Binding<'_>,
    names: &BTreeSet<(Option<&str>, &str)>,
    roles: &[RbacRole<'_>],
    findings: &mut Findings,
) {
    if names.contains(&target(binding)) || binding.role_kind != "Role" {
        return;
    }
    if binding.is_any() || roles.iter().any(RbacRole::is_any) {
        return;
    }
    let of_namespace = roles.iter().filter(|role| role.namespace == binding.namespace);
    let names: Vec<&str> = of_namespace.map(|role| role.name).collect();
    if names.is_empty() {
        return;
    }
    findings
        .at(
            binding.artifact,
            &route!["roleRef", "name"],
            format!(
                "the binding gives the role `{}`, which namespace `{}` does not have",
                binding.role,
                binding.namespace.unwrap_or_default()
            ),
        )
        .help(format!("its roles are {}", crate::check::bundle::words::both(names)));
}

/// A binding of EMR's role to somebody who is nearly EMR.
fn other_user(binding: &Binding<'_>, roles: &[RbacRole<'_>], findings: &mut Findings) {
    let role = roles.iter().find(|role| (role.namespace, role.name) == target(binding));
    let named = binding.role.contains("emr-containers");
    if !named && !role.is_some_and(is_for_emr) {
        return;
    }
    if binding.is_of_emr() {
        return;
    }
    for subject in &binding.subjects {
        let like = spelling::slips(subject.name, USER) <= 3;
        // Of a kind that is none, the form of the document tells.
        if !like || !["User", "Group", "ServiceAccount"].contains(&subject.kind) {
            continue;
        }
        findings
            .at(
                binding.artifact,
                &subject.route,
                format!(
                    "the role `{}` is given to the {} `{}`, and EMR comes as the user `{USER}`",
                    binding.role,
                    words(subject.kind),
                    subject.name
                ),
            )
            .severity(Severity::Error)
            .help(format!("write `kind: User` and `name: {USER}`"));
    }
}

fn words(kind: &str) -> &str {
    match kind {
        "User" => "user",
        "Group" => "group",
        _ => "service account",
    }
}

/// Whether a role has what EMR needs: pods, their service accounts and roles for them.
fn is_for_emr(role: &RbacRole<'_>) -> bool {
    role.namespace.is_some()
        && !role.is_open()
        && role.allows("", "serviceaccounts", "create")
        && role.allows("", "pods", "create")
        && role.allows("rbac.authorization.k8s.io", "rolebindings", "create")
}

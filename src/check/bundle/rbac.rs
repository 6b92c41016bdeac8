//! Rights in Kubernetes: roles, what they allow, and who has them.

use serde_json::Value;

use super::Bundle;
use crate::artifact::{Artifact, Kind};
use crate::route;
use crate::source::Route;

/// A Role or a ClusterRole.
#[derive(Clone, Debug)]
pub struct RbacRole<'a> {
    /// The document.
    pub artifact: &'a Artifact,
    /// The name.
    pub name: &'a str,
    /// The namespace; `None` for a ClusterRole, `default` where a Role does not say it.
    pub namespace: Option<&'a str>,
    /// The rules.
    pub rules: Vec<RbacRule<'a>>,
}

/// A rule of a role.
#[derive(Clone, Debug)]
pub struct RbacRule<'a> {
    /// Its place.
    pub route: Route,
    /// API groups, of which the empty one is the core.
    pub groups: Vec<&'a str>,
    /// Resources.
    pub resources: Vec<&'a str>,
    /// Verbs.
    pub verbs: Vec<&'a str>,
}

/// A RoleBinding or a ClusterRoleBinding.
#[derive(Clone, Debug)]
pub struct Binding<'a> {
    /// The document.
    pub artifact: &'a Artifact,
    /// The namespace; `None` for a ClusterRoleBinding.
    pub namespace: Option<&'a str>,
    /// `Role` or `ClusterRole`.
    pub role_kind: &'a str,
    /// The role's name.
    pub role: &'a str,
    /// Who has the role.
    pub subjects: Vec<RbacSubject<'a>>,
}

/// Somebody who has a role.
#[derive(Clone, Debug)]
pub struct RbacSubject<'a> {
    /// Its place.
    pub route: Route,
    /// `User`, `Group` or `ServiceAccount`.
    pub kind: &'a str,
    /// The name.
    pub name: &'a str,
    /// The namespace of a service account.
    pub namespace: Option<&'a str>,
}

impl RbacRule<'_> {
    /// Whether it lets a verb be done to a resource of a group.
    #[must_use]
    pub fn allows(&self, group: &str, resource: &str, verb: &str) -> bool {
        let has = |list: &[&str], wanted: &str| list.iter().any(|it| *it == wanted || *it == "*");
        has(&self.groups, group) && has(&self.resources, resource) && has(&self.verbs, verb)
    }
}

impl RbacRole<'_> {
    /// Whether it lets a verb be done to a resource of a group.
    #[must_use]
    pub fn allows(&self, group: &str, resource: &str, verb: &str) -> bool {
        self.rules.iter().any(|rule| rule.allows(group, resource, verb))
    }
}

impl<'a> Bundle<'a> {
    /// All roles, of namespaces and of the cluster.
    pub fn rbac_roles(&self) -> impl Iterator<Item = RbacRole<'a>> {
        self.of(Kind::Role).chain(self.of(Kind::ClusterRole)).filter_map(role)
    }

    /// All bindings, of namespaces and of the cluster.
    pub fn bindings(&self) -> impl Iterator<Item = Binding<'a>> {
        self.of(Kind::RoleBinding).chain(self.of(Kind::ClusterRoleBinding)).filter_map(binding)
    }
}

fn role(artifact: &Artifact) -> Option<RbacRole<'_>> {
    let rules = artifact.value()?.get("rules").and_then(Value::as_array);
    let rules = rules.into_iter().flatten().enumerate().map(|(index, rule)| RbacRule {
        route: route!["rules", index],
        groups: texts(rule, "apiGroups"),
        resources: texts(rule, "resources"),
        verbs: texts(rule, "verbs"),
    });
    Some(RbacRole {
        artifact,
        name: artifact.name()?,
        namespace: namespace(artifact, Kind::Role),
        rules: rules.collect(),
    })
}

fn binding(artifact: &Artifact) -> Option<Binding<'_>> {
    let value = artifact.value()?;
    let subjects = value.get("subjects").and_then(Value::as_array).into_iter().flatten();
    let subjects = subjects.enumerate().filter_map(|(index, subject)| {
        let text = |key: &str| subject.get(key)?.as_str();
        Some(RbacSubject {
            route: route!["subjects", index],
            kind: text("kind")?,
            name: text("name")?,
            namespace: text("namespace"),
        })
    });
    Some(Binding {
        artifact,
        namespace: namespace(artifact, Kind::RoleBinding),
        role_kind: value.pointer("/roleRef/kind")?.as_str()?,
        role: value.pointer("/roleRef/name")?.as_str()?,
        subjects: subjects.collect(),
    })
}

fn namespace(artifact: &Artifact, namespaced: Kind) -> Option<&str> {
    (artifact.kind == namespaced).then(|| artifact.namespace().unwrap_or("default"))
}

fn texts<'a>(value: &'a Value, key: &str) -> Vec<&'a str> {
    let list = value.get(key).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).collect()
}

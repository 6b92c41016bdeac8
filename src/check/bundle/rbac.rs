//! Rights in Kubernetes: roles, what they allow, and who has them.

use std::collections::BTreeMap;

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
    /// Whether it lets a verb be done to a resource of a group, or may turn out to.
    #[must_use]
    pub fn allows(&self, group: &str, resource: &str, verb: &str) -> bool {
        let has = |list: &[&str], wanted: &str| {
            list.iter().any(|it| *it == wanted || *it == "*" || is_open(it))
        };
        has(&self.groups, group) && has(&self.resources, resource) && has(&self.verbs, verb)
    }

    fn is_open(&self) -> bool {
        [&self.groups, &self.resources, &self.verbs].into_iter().flatten().any(|it| is_open(it))
    }
}

impl RbacRole<'_> {
    /// Whether it lets a verb be done to a resource of a group, or may turn out to.
    #[must_use]
    pub fn allows(&self, group: &str, resource: &str, verb: &str) -> bool {
        self.rules.iter().any(|rule| rule.allows(group, resource, verb))
    }

    /// Whether an expression makes some of its rights.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.rules.iter().any(RbacRule::is_open)
    }

    /// Whether an expression makes its name or its namespace, so that it may be any role.
    #[must_use]
    pub fn is_any(&self) -> bool {
        is_open(self.name) || self.namespace.is_some_and(is_open)
    }
}

impl Binding<'_> {
    /// Whether EMR has its role.
    #[must_use]
    pub fn is_of_emr(&self) -> bool {
        self.subjects.iter().any(|it| it.kind == "User" && it.name == "emr-containers")
    }

    /// Whether an expression makes its namespace or the name of its role.
    #[must_use]
    pub fn is_any(&self) -> bool {
        is_open(self.role) || self.namespace.is_some_and(is_open)
    }
}

/// Whether a variable is a part of a name.
fn is_open(name: &str) -> bool {
    name.contains("${")
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

    /// The roles of the user `emr-containers`, by namespace, where all of them are among the
    /// documents.
    #[must_use]
    pub fn roles_of_emr(&self) -> BTreeMap<&'a str, Vec<RbacRole<'a>>> {
        let mut found: BTreeMap<&str, Vec<RbacRole<'_>>> = BTreeMap::new();
        let (mut everywhere, mut unseen) = (Vec::new(), Vec::new());
        let all: Vec<RbacRole<'_>> = self.rbac_roles().collect();
        for binding in self.bindings().filter(Binding::is_of_emr) {
            let home = binding.namespace.filter(|_| binding.role_kind == "Role");
            let role = all.iter().find(|role| role.name == binding.role && role.namespace == home);
            match (role, binding.namespace) {
                (Some(role), Some(namespace)) => {
                    found.entry(namespace).or_default().push(role.clone());
                }
                (Some(role), None) => everywhere.push(role.clone()),
                (None, namespace) => unseen.push(namespace.filter(|it| !is_open(it))),
            }
        }
        // A namespace that an expression names may be that of any other.
        if found.len() > 1 && found.keys().any(|it| is_open(it)) {
            return BTreeMap::new();
        }
        found.retain(|namespace, _| !unseen.iter().any(|it| it.is_none_or(|it| it == *namespace)));
        found
            .values_mut()
            .for_each(|roles| roles.splice(0..0, everywhere.iter().cloned()).for_each(drop));
        found
    }
}

fn role(artifact: &Artifact) -> Option<RbacRole<'_>> {
    let rules = artifact.value()?.get("rules");
    let rules = match rules.and_then(Value::as_array) {
        Some(rules) => {
            rules.iter().enumerate().map(|(at, it)| rule(route!["rules", at], it)).collect()
        }
        // In place of the list an expression may stand that makes it.
        None => {
            let text = rules.and_then(Value::as_str);
            text.map(|text| made(route!["rules"], text)).into_iter().collect()
        }
    };
    let namespace = namespace(artifact, Kind::Role);
    Some(RbacRole { artifact, name: artifact.name()?, namespace, rules })
}

fn rule(route: Route, rule: &Value) -> RbacRule<'_> {
    if let Some(expression) = rule.as_str() {
        return made(route, expression);
    }
    let (groups, resources) = (texts(rule, "apiGroups"), texts(rule, "resources"));
    RbacRule { route, groups, resources, verbs: texts(rule, "verbs") }
}

/// Rules of which nothing is known.
fn made(route: Route, expression: &str) -> RbacRule<'_> {
    let one = vec![expression];
    RbacRule { route, groups: one.clone(), resources: one.clone(), verbs: one }
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
    // In place of the reference an expression may stand that makes it.
    let made = value.get("roleRef").and_then(Value::as_str);
    let text = |pointer: &str| value.pointer(pointer).and_then(Value::as_str);
    Some(Binding {
        artifact,
        namespace: namespace(artifact, Kind::RoleBinding),
        role_kind: made.or_else(|| text("/roleRef/kind"))?,
        role: made.or_else(|| text("/roleRef/name"))?,
        subjects: subjects.collect(),
    })
}

fn namespace(artifact: &Artifact, namespaced: Kind) -> Option<&str> {
    (artifact.kind == namespaced).then(|| artifact.namespace().unwrap_or("default"))
}

fn texts<'a>(value: &'a Value, key: &str) -> Vec<&'a str> {
    match value.get(key) {
        Some(Value::String(text)) => vec![text],
        list => {
            list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
        }
    }
}

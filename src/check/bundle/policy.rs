//! IAM policies: who may do what on what.

use serde_json::Value;

use crate::artifact::{Artifact, Kind};
use crate::catalog::glob;
use crate::route;
use crate::source::Route;

/// A policy document.
#[derive(Clone, Debug)]
pub struct Policy<'a> {
    /// The document.
    pub artifact: &'a Artifact,
    /// Its statements.
    pub statements: Vec<Statement<'a>>,
}

/// A statement of a policy.
#[derive(Clone, Debug)]
pub struct Statement<'a> {
    /// Its place.
    pub route: Route,
    /// Whether it allows rather than denies.
    pub allows: bool,
    /// The actions, each with its place.
    pub actions: Vec<Item<'a>>,
    /// The resources, each with its place; none in trust policies.
    pub resources: Vec<Item<'a>>,
    /// Whether it says what it is *not* about: `NotAction`, `NotResource`, `NotPrincipal`.
    pub is_inverted: bool,
    /// The principals: `Federated`, `Service` or `AWS`, and which.
    pub principals: Vec<(&'a str, Item<'a>)>,
    /// The conditions, one for each operator and key.
    pub conditions: Vec<Condition<'a>>,
}

/// A text and its place.
#[derive(Clone, Debug)]
pub struct Item<'a> {
    /// The text.
    pub text: &'a str,
    /// Its place.
    pub route: Route,
}

/// A condition on one key.
#[derive(Clone, Debug)]
pub struct Condition<'a> {
    /// `StringEquals`, `StringLike` and so on.
    pub operator: &'a str,
    /// `oidc.eks.…:sub`, `aws:SourceAccount` and so on.
    pub key: &'a str,
    /// Its place.
    pub route: Route,
    /// The values, any of which may hold.
    pub values: Vec<Item<'a>>,
}

impl Item<'_> {
    /// Whether a variable is a part of it, so that it may turn out to be anything.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.text.contains('$')
    }
}

impl<'a> Policy<'a> {
    /// Reads a policy; `None` for any other document.
    #[must_use]
    pub fn of(artifact: &'a Artifact) -> Option<Self> {
        if !matches!(artifact.kind, Kind::TrustPolicy | Kind::PermissionsPolicy) {
            return None;
        }
        let all = one_or_many(artifact.value()?.get("Statement")?, &route!["Statement"]);
        let statements = all.into_iter().map(|(route, value)| statement(route, value)).collect();
        Some(Self { artifact, statements })
    }

    /// Whether it says who may assume a role.
    #[must_use]
    pub fn is_trust(&self) -> bool {
        self.artifact.kind == Kind::TrustPolicy
    }

    /// The statements that allow an action, by its full name.
    pub fn allowing<'p>(&'p self, action: &'p str) -> impl Iterator<Item = &'p Statement<'a>> {
        self.statements.iter().filter(move |statement| statement.grants(action))
    }

    /// Whether it allows an action on a resource, whatever the conditions.
    #[must_use]
    pub fn allows(&self, action: &str, resource: &str) -> bool {
        self.allowing(action).any(|statement| statement.covers(resource))
    }
}

impl Statement<'_> {
    /// Whether it allows an action, by its full name.
    #[must_use]
    pub fn grants(&self, action: &str) -> bool {
        let action = action.to_ascii_lowercase();
        let names = |item: &Item<'_>| {
            item.is_open() || glob::matches(&item.text.to_ascii_lowercase(), &action)
        };
        // What is allowed but for a few things is taken to be everything.
        self.allows && (self.is_inverted || self.actions.iter().any(names))
    }

    /// Whether one of its resources is, or may turn out to be, this one.
    #[must_use]
    pub fn covers(&self, resource: &str) -> bool {
        let covers = |it: &Item<'_>| it.is_open() || glob::matches(it.text, resource);
        self.is_inverted || self.resources.iter().any(covers)
    }
}

fn statement(route: Route, value: &Value) -> Statement<'_> {
    let items = |key: &str| {
        let written = value.get(key).map(|value| texts(value, &route.then(key)));
        written.unwrap_or_default()
    };
    let principals = value.get("Principal").and_then(Value::as_object).into_iter().flatten();
    let home = route.then("Principal");
    let is_inverted =
        ["NotAction", "NotResource", "NotPrincipal"].iter().any(|key| value.get(key).is_some());
    Statement {
        allows: value["Effect"] == "Allow",
        actions: items("Action"),
        resources: items("Resource"),
        is_inverted,
        principals: principals
            .flat_map(|(kind, value)| {
                let all = texts(value, &home.then(kind));
                all.into_iter().map(move |item| (kind.as_str(), item))
            })
            .collect(),
        conditions: conditions(value, &route),
        route,
    }
}

fn conditions<'a>(value: &'a Value, route: &Route) -> Vec<Condition<'a>> {
    let home = route.then("Condition");
    let operators = value.get("Condition").and_then(Value::as_object).into_iter().flatten();
    operators
        .flat_map(|(operator, keys)| {
            let home = home.then(operator);
            let keys = keys.as_object().into_iter().flatten();
            keys.map(move |(key, value)| {
                let route = home.then(key);
                Condition { operator, key, values: texts(value, &route), route }
            })
        })
        .collect()
}

fn texts<'a>(value: &'a Value, route: &Route) -> Vec<Item<'a>> {
    let all = one_or_many(value, route).into_iter();
    all.filter_map(|(route, value)| Some(Item { text: value.as_str()?, route })).collect()
}

/// IAM takes a list of one for the one.
fn one_or_many<'a>(value: &'a Value, route: &Route) -> Vec<(Route, &'a Value)> {
    match value.as_array() {
        Some(items) => {
            items.iter().enumerate().map(|(index, item)| (route.then(index), item)).collect()
        }
        None => vec![(route.clone(), value)],
    }
}

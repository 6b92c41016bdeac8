//! IAM actions of the services that a platform's policies name.

mod read;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::glob;
use crate::units::spelling;

/// What an action does, as IAM groups it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AccessLevel {
    /// Names what there is.
    List,
    /// Reads.
    Read,
    /// Makes, changes or deletes.
    Write,
    /// Grants or takes rights.
    Permissions,
    /// Changes tags only.
    Tagging,
}

/// A kind of resource that actions of a service can be limited to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceType {
    /// Its name in the service authorization reference: `object`.
    pub name: &'static str,
    /// Its ARN, with parts to fill in: `arn:${Partition}:s3:::${BucketName}/${ObjectName}`.
    pub arn: &'static str,
    /// Condition keys that it brings.
    pub condition_keys: Vec<&'static str>,
}

/// An action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Prefix of its service: `s3`.
    pub service: &'static str,
    /// Its name: `GetObject`.
    pub name: &'static str,
    /// What it does.
    pub level: AccessLevel,
    /// Condition keys of its own.
    pub condition_keys: Vec<&'static str>,
    /// The resources it can be limited to, by place in [`Service::resource_types`], and whether
    /// each is required.
    resources: Vec<(usize, bool)>,
}

/// A service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its prefix: `s3`.
    pub prefix: &'static str,
    /// Its name for people.
    pub name: &'static str,
    /// Its actions, sorted by name.
    pub actions: Vec<Action>,
    /// Its kinds of resource.
    pub resource_types: Vec<ResourceType>,
    /// Its condition keys.
    pub condition_keys: Vec<&'static str>,
}

impl Service {
    /// The actions whose names match a pattern with `*` and `?`; case is of no matter, as in IAM.
    pub fn matching(&self, pattern: &str) -> impl Iterator<Item = &Action> {
        let pattern = pattern.to_ascii_lowercase();
        let matches =
            move |action: &&Action| glob::matches(&pattern, &action.name.to_ascii_lowercase());
        self.actions.iter().filter(matches)
    }
}

impl Action {
    /// The kinds of resource it can be limited to; none means that only `*` has an effect.
    pub fn resource_types(&self) -> impl Iterator<Item = &'static ResourceType> {
        let of = service(self.service);
        let types = of.map_or(&[][..], |service| service.resource_types.as_slice());
        self.resources.iter().filter_map(|(at, _)| types.get(*at))
    }

    /// The kinds of resource without which it is refused, whatever else is allowed.
    pub fn required_types(&self) -> impl Iterator<Item = &'static ResourceType> {
        let required = self.resources.iter().map(|(_, required)| *required);
        self.resource_types().zip(required).filter_map(|(kind, required)| required.then_some(kind))
    }

    /// Whether a `Resource` of a policy, which may have wildcards, can name something that the
    /// action works on.
    #[must_use]
    pub fn works_on(&self, resource: &str) -> bool {
        resource == "*" || self.resource_types().any(|kind| kind.can_be(resource))
    }

    /// Whether a condition key can have an effect on it. Keys that begin `aws:` are for all.
    #[must_use]
    pub fn has_condition_key(&self, key: &str) -> bool {
        let is_global = key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:"));
        let of_resources = || self.resource_types().flat_map(|kind| kind.condition_keys.iter());
        is_global
            || self.condition_keys.iter().any(|known| same_key(known, key))
            || of_resources().any(|known| same_key(known, key))
    }
}

impl ResourceType {
    /// Whether a pattern can name a resource of this kind. Only the names of S3 buckets are known
    /// to have no slash; any other part may be anything.
    #[must_use]
    pub fn can_be(&self, resource: &str) -> bool {
        let is_bucket = self.arn.ends_with(":::${BucketName}");
        let has_key = resource.splitn(6, ':').nth(5).is_some_and(|name| name.contains('/'));
        !(is_bucket && has_key) && arns_overlap(&fill(self.arn), resource)
    }
}

/// Whether an ARN exists that both patterns name. Wildcards of ARNs end at the first five colons.
fn arns_overlap(left: &str, right: &str) -> bool {
    let (left_parts, right_parts) = (left.splitn(6, ':'), right.splitn(6, ':'));
    if left_parts.clone().count() != right_parts.clone().count() {
        return glob::overlap(left, right);
    }
    left_parts.zip(right_parts).all(|(left, right)| glob::overlap(left, right))
}

/// An ARN with `*` for what is to be filled in.
fn fill(arn: &str) -> String {
    let mut parts = arn.split("${");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |filled, part| {
        let rest = part.split_once('}').map_or("", |(_, rest)| rest);
        filled + "*" + rest
    })
}

/// Whether a written condition key is the known one, whose tag key may be anything.
fn same_key(known: &str, key: &str) -> bool {
    let open = known.find("${").or_else(|| known.find('<'));
    match open {
        Some(open) => {
            key.len() > open
                && key.get(..open).is_some_and(|it| it.eq_ignore_ascii_case(&known[..open]))
        }
        None => known.eq_ignore_ascii_case(key),
    }
}

static SERVICES: LazyLock<BTreeMap<&str, Service>> = LazyLock::new(read::services);

/// All services known, by prefix.
pub fn services() -> impl Iterator<Item = &'static Service> {
    SERVICES.values()
}

/// The service of a prefix; `None` may mean that it is not among those the catalog holds.
#[must_use]
pub fn service(prefix: &str) -> Option<&'static Service> {
    SERVICES.get(prefix.to_ascii_lowercase().as_str())
}

/// The action of a name such as `s3:GetObject`; case is of no matter, as in IAM.
#[must_use]
pub fn action(name: &str) -> Option<&'static Action> {
    let (prefix, name) = name.split_once(':')?;
    service(prefix)?.actions.iter().find(|action| action.name.eq_ignore_ascii_case(name))
}

/// The actions that a pattern such as `s3:Get*` names; none of a service that is not known.
#[must_use]
pub fn matching(pattern: &str) -> Vec<&'static Action> {
    let Some((prefix, name)) = pattern.split_once(':') else { return Vec::new() };
    service(prefix).map(|service| service.matching(name).collect()).unwrap_or_default()
}

/// The known action that a misspelt one, of a known service, most looks like.
#[must_use]
pub fn suggestion(name: &str) -> Option<String> {
    let (prefix, name) = name.split_once(':')?;
    let service = service(prefix)?;
    let known = service.actions.iter().map(|action| action.name);
    let best = spelling::nearest(name, known, name.len().div_ceil(3))?;
    Some(format!("{}:{best}", service.prefix))
}

#[cfg(test)]
mod tests;

//! What quotas demand of every container of their namespaces.

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::api::core::v1::{LimitRange, LimitRangeItem, ResourceQuota};

use super::Bundle;
use crate::artifact::{Artifact, Kind};

/// What a quota counts, by the field of a container that must then be there.
const COUNTED: [(&str, SizeField); 6] = [
    ("cpu", SizeField { limits: false, resource: "cpu" }),
    ("requests.cpu", SizeField { limits: false, resource: "cpu" }),
    ("limits.cpu", SizeField { limits: true, resource: "cpu" }),
    ("memory", SizeField { limits: false, resource: "memory" }),
    ("requests.memory", SizeField { limits: false, resource: "memory" }),
    ("limits.memory", SizeField { limits: true, resource: "memory" }),
];

/// A field of a container's resources.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SizeField {
    /// Whether it is a limit, and no request.
    pub limits: bool,
    /// What it is an amount of.
    pub resource: &'static str,
}

impl SizeField {
    /// The request of CPU.
    pub const CPU: Self = Self { limits: false, resource: "cpu" };
    /// The limit of CPU.
    pub const CPU_LIMIT: Self = Self { limits: true, resource: "cpu" };

    /// What people call it: `requests.cpu`.
    #[must_use]
    pub fn words(self) -> String {
        format!("{}.{}", if self.limits { "limits" } else { "requests" }, self.resource)
    }
}

/// What each namespace demands, with the quota that does.
pub type Demanded<'a> = BTreeMap<String, (&'a Artifact, BTreeSet<SizeField>)>;

impl<'a> Bundle<'a> {
    /// The fields that each namespace demands; a LimitRange fills in what containers leave out.
    #[must_use]
    pub fn demanded_sizes(&self) -> Demanded<'a> {
        let mut all = Demanded::new();
        for quota in self.views::<ResourceQuota>(Kind::ResourceQuota) {
            let plain = |spec: &&_| {
                let spec: &&k8s_openapi::api::core::v1::ResourceQuotaSpec = spec;
                spec.scopes.is_none() && spec.scope_selector.is_none()
            };
            let hard = quota.spec.as_ref().filter(plain).and_then(|spec| spec.hard.as_ref());
            let counted = COUNTED.iter();
            let fields = counted.filter(|(key, _)| hard.is_some_and(|it| it.contains_key(*key)));
            let fields: Vec<SizeField> = fields.map(|(_, field)| *field).collect();
            if let Some(namespace) = quota.metadata.namespace.clone().filter(|_| !fields.is_empty())
            {
                all.entry(namespace).or_insert((quota.artifact, BTreeSet::new())).1.extend(fields);
            }
        }
        self.fill_in(&mut all);
        all
    }

    fn fill_in(&self, all: &mut Demanded<'a>) {
        for range in self.views::<LimitRange>(Kind::LimitRange) {
            let namespace = range.metadata.namespace.as_deref().unwrap_or_default();
            let Some((_, fields)) = all.get_mut(namespace) else { continue };
            let items = range.spec.iter().flat_map(|spec| &spec.limits);
            for item in items.filter(|item| item.type_ == "Container") {
                fields.retain(|field| !fills_in(item, *field));
            }
        }
    }
}

/// Whether a LimitRange has a field. A default limit is the default request too, where none is
/// written.
fn fills_in(item: &LimitRangeItem, field: SizeField) -> bool {
    let default = item.default.as_ref().is_some_and(|map| map.contains_key(field.resource));
    let request = item.default_request.as_ref();
    default || (!field.limits && request.is_some_and(|map| map.contains_key(field.resource)))
}

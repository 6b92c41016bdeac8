//! The quotas of namespaces.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::ResourceQuota;

use super::{Bundle, View};
use crate::artifact::Kind;
use crate::units::Quantity;

/// Quotas by namespace: those that count every pod.
pub type QuotasByNamespace<'a> = BTreeMap<String, Vec<View<'a, ResourceQuota>>>;

impl<'a> Bundle<'a> {
    /// The quotas that count every pod of their namespace.
    #[must_use]
    pub fn quotas(&self) -> QuotasByNamespace<'a> {
        let mut quotas: QuotasByNamespace<'a> = BTreeMap::new();
        for quota in self.views::<ResourceQuota>(Kind::ResourceQuota) {
            let is_whole = |quota: &ResourceQuota| {
                let spec = quota.spec.as_ref();
                spec.is_some_and(|spec| spec.scopes.is_none() && spec.scope_selector.is_none())
            };
            if let Some(namespace) = quota.metadata.namespace.clone().filter(|_| is_whole(&quota)) {
                quotas.entry(namespace).or_default().push(quota);
            }
        }
        quotas
    }
}

/// What a quota allows of a resource: of CPU thousandths, of all else whole units.
#[must_use]
pub fn allowed(quota: &ResourceQuota, key: &str) -> Option<u64> {
    let hard = quota.spec.as_ref()?.hard.as_ref()?;
    let quantity = Quantity::parse(&hard.get(key)?.0).ok()?;
    u64::try_from(if key.ends_with("cpu") { quantity.milli() } else { quantity.bytes() }).ok()
}

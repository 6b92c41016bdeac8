//! NodeOverlays: which instances each is about, and what it changes of them.

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value;

use super::pool::require;
use super::{Bundle, Controller, Demand, Pool, View, Written};
use crate::artifact::karpenter::{Metadata, Requirement};
use crate::artifact::{Artifact, Kind};
use crate::catalog::instance::InstanceSet;
use crate::catalog::label;
use crate::catalog::region::region_of_zone;
use crate::route;
use crate::sizing::{HugePages, Mismatch, Requirements, ValueSet, admitted};
use crate::source::Route;
use crate::units::{MinorVersion, Quantity};

/// The document.
#[derive(Clone, Debug, Deserialize)]
pub struct NodeOverlay {
    /// Its name.
    pub metadata: Metadata,
    /// What is wanted.
    pub spec: NodeOverlaySpec,
}

/// What a NodeOverlay says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeOverlaySpec {
    /// What instances must have for it to be about them.
    #[serde(default)]
    pub requirements: Vec<Requirement>,
    /// The price of an hour.
    pub price: Option<String>,
    /// A change of the price.
    pub price_adjustment: Option<String>,
    /// Amounts of resources.
    #[serde(default)]
    pub capacity: IndexMap<String, Value>,
    /// Which overlay wins; the highest does.
    pub weight: Option<u32>,
}

/// A NodeOverlay and the instances that it is about.
#[derive(Clone, Debug)]
pub struct Overlay<'a> {
    /// The document.
    pub view: View<'a, NodeOverlay>,
    /// Its requirements.
    pub requirements: Requirements,
    /// The instance types of the catalog that satisfy them.
    pub types: InstanceSet,
}

impl<'a> Overlay<'a> {
    fn new(view: View<'a, NodeOverlay>) -> Self {
        let mut requirements = Requirements::new();
        view.spec.requirements.iter().for_each(|one| require(&mut requirements, one));
        if let Some(regions) = regions(&requirements) {
            requirements.add(label::REGION, &regions);
        }
        let types = admitted(&requirements);
        Self { view, requirements, types }
    }

    /// The huge pages that it says nodes have.
    fn huge_pages(self) -> Option<HugePages> {
        let capacity = self.view.spec.capacity.iter();
        let pages = capacity.filter(|(name, _)| name.starts_with("hugepages-"));
        let amounts = pages.filter_map(|(_, amount)| {
            u64::try_from(Quantity::parse(amount.as_str()?).ok()?.bytes()).ok()
        });
        let bytes = amounts.fold(0, u64::saturating_add);
        (bytes > 0).then_some(HugePages { types: self.types, bytes })
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.view.metadata.name
    }

    /// Its precedence, which is 0 where nobody writes it.
    #[must_use]
    pub fn weight(&self) -> u32 {
        self.view.spec.weight.unwrap_or_default()
    }

    /// What it makes of the price, if anything.
    #[must_use]
    pub fn price(&self) -> Option<&str> {
        let spec = &self.view.spec;
        spec.price.as_deref().or(spec.price_adjustment.as_deref())
    }

    /// An instance type that both are about, bought alike and in one zone.
    #[must_use]
    pub fn shares(&self, other: &Self) -> Option<&'static str> {
        let meets = |(key, set): (&str, &_)| {
            other.requirements.get(key).is_none_or(|theirs| theirs.meets(set))
        };
        if !self.requirements.iter().all(meets) {
            return None;
        }
        let both = admitted(&self.requirements.and(&other.requirements));
        both.iter().next().map(|kind| kind.name)
    }

    /// What it demands of instances, as written.
    #[must_use]
    pub fn demands(&self) -> Vec<Demand<'a>> {
        let all = self.view.spec.requirements.iter().enumerate();
        all.map(|(index, one)| Demand {
            key: one.key.clone(),
            operator: one.operator.clone(),
            values: one.values.clone(),
            at: Written {
                artifact: self.view.artifact,
                route: route!["spec", "requirements", index],
            },
        })
        .collect()
    }

    /// Where it lists a value of a label.
    #[must_use]
    pub fn place_of(&self, key: &str, value: &str) -> Route {
        let home = route!["spec", "requirements"];
        let all = self.view.spec.requirements.iter().enumerate();
        let mut on_key = all.filter(|(_, one)| label::normalize(&one.key) == key);
        let at = on_key.find_map(|(index, one)| {
            let at = one.values.iter().position(|listed| listed == value)?;
            Some(home.then(index).then("values").then(at))
        });
        at.unwrap_or(home)
    }

    /// What keeps it from the nodes of a pool: a label that the pool does not give them.
    #[must_use]
    pub fn misses(&self, pool: &Pool<'_>, karpenter: MinorVersion) -> Option<String> {
        let mismatches = pool.offers.mismatches(&self.requirements, karpenter);
        mismatches.into_iter().find_map(|mismatch| match mismatch {
            Mismatch::Undefined { key } => Some(key),
            Mismatch::Conflict { key } if label::well_known(&key).is_none() => Some(key),
            Mismatch::Conflict { key }
                if [label::NODE_POOL, label::NODE_CLASS].contains(&&*key) =>
            {
                Some(key)
            }
            Mismatch::Conflict { .. } | Mismatch::NoInstance { .. } => None,
        })
    }
}

/// The regions of the zones that are listed, where all of them are known.
fn regions(requirements: &Requirements) -> Option<ValueSet> {
    let zones = requirements.get(label::ZONE)?.listed()?;
    let regions: Option<Vec<&str>> =
        zones.iter().map(|zone| Some(region_of_zone(zone)?.name)).collect();
    regions.filter(|all| !all.is_empty()).map(ValueSet::only)
}

impl<'a> Bundle<'a> {
    /// The NodeOverlays, in the order of their documents.
    #[must_use]
    pub fn overlays(&self) -> Vec<Overlay<'a>> {
        self.views::<NodeOverlay>(Kind::NodeOverlay).map(Overlay::new).collect()
    }
}

/// The huge pages that overlays say nodes have; none where Karpenter does not read overlays.
pub(super) fn huge_pages(
    artifacts: &[Artifact],
    controller: &Controller<'_>,
    karpenter: MinorVersion,
) -> Vec<HugePages> {
    if controller.has("NodeOverlay", karpenter) == Some(false) {
        return Vec::new();
    }
    let overlays = super::views::<NodeOverlay>(artifacts, Kind::NodeOverlay).map(Overlay::new);
    overlays.filter_map(Overlay::huge_pages).collect()
}

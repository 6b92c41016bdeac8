//! What several rules about the kubelet ask.

use crate::artifact::karpenter::EC2NodeClass;
use crate::catalog::instance::{InstanceSet, InstanceType};
use crate::check::Bundle;
use crate::check::bundle::{Pool, UserData, View};
use crate::route;
use crate::sizing::{NodeSettings, Resources, allocatable};
use crate::source::Route;

/// A node class with its user data.
pub struct Class<'b, 'a> {
    /// Its name.
    pub name: &'b str,
    /// The document.
    pub view: &'b View<'a, EC2NodeClass>,
    /// Its user data, taken apart.
    pub data: UserData,
}

/// Where a node class has its user data.
pub fn user_data() -> Route {
    route!["spec", "userData"]
}

/// The node classes that have user data.
pub fn with_user_data<'b, 'a>(bundle: &'b Bundle<'a>) -> Vec<Class<'b, 'a>> {
    let all = bundle.node_classes.iter();
    all.filter_map(|(name, view)| Some(Class { name, view, data: UserData::of(view)? })).collect()
}

/// The pools whose nodes are of a class.
pub fn pools_of<'b, 'a>(bundle: &'b Bundle<'a>, class: &str) -> Vec<&'b Pool<'a>> {
    let of_class = |pool: &&Pool<'a>| {
        pool.class.is_some() && pool.view.spec.template.spec.node_class_ref.name == class
    };
    bundle.pools.iter().filter(of_class).collect()
}

/// What a type has for pods as Karpenter believes, and as its kubelet will have it.
pub fn believed_and_real(
    kind: &InstanceType,
    settings: &NodeSettings,
    data: Option<&UserData>,
) -> (Resources, Resources) {
    let believed = allocatable(kind, settings);
    let real = data.map_or(believed, |data| allocatable(kind, &data.over(settings)));
    (believed, real)
}

/// Whether there is CPU and memory for pods.
pub fn has_room(resources: &Resources) -> bool {
    resources.cpu_millis > 0 && resources.memory_bytes > 0
}

/// The types of a pool whose nodes come up without CPU or without memory for pods.
pub fn without_room(pool: &Pool<'_>, data: Option<&UserData>) -> InstanceSet {
    InstanceSet::of(|kind| {
        pool.types.contains(kind.name)
            && !has_room(&believed_and_real(kind, &pool.settings, data).1)
    })
}

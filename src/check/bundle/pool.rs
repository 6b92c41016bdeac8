//! A NodePool with its node class: what nodes it can make.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::class_filter::{ClassFilter, filters};
use super::daemons::Daemon;
use super::node_class::{family, windows_build};
use super::{Context, Controller, Demand, View, Written, auto_mode};
use crate::artifact::karpenter::{EC2NodeClass, NodePool, Requirement, Taint};
use crate::catalog::instance::InstanceSet;
use crate::catalog::label;
use crate::catalog::label_value::is_name;
use crate::route;
use crate::sizing::{
    BlockDevice, DeadValue, Eviction, Evictions, NodeSettings, Operator, Requirements, Reserved,
    ValueSet, Why, admitted, dead_values,
};
use crate::units::Quantity;

/// The label of instance families.
pub const INSTANCE_FAMILY: &str = "karpenter.k8s.aws/instance-family";

/// A NodePool, its node class, and what follows from both.
#[derive(Clone, Debug)]
pub struct Pool<'a> {
    /// The NodePool.
    pub view: View<'a, NodePool>,
    /// Its node class, if it is among the documents.
    pub class: Option<View<'a, EC2NodeClass>>,
    /// The demands on nodes: requirements and labels.
    pub requirements: Requirements,
    /// What the node class gives its nodes: its own name, and what its image is.
    pub given: Requirements,
    /// The demands, and what is given.
    pub offers: Requirements,
    /// What node class and Karpenter say about its nodes.
    pub settings: NodeSettings,
    /// The instance types of the catalog that it admits.
    pub types: InstanceSet,
    /// What its node class rules out.
    pub filters: Vec<ClassFilter>,
    /// The DaemonSets that have a pod on its nodes.
    pub(super) daemons: Vec<Daemon>,
}

impl<'a> Pool<'a> {
    /// Reads a NodePool together with its node class.
    #[must_use]
    pub fn new(
        view: View<'a, NodePool>,
        classes: &BTreeMap<String, View<'a, EC2NodeClass>>,
        controller: &Controller<'_>,
        close_groups: &BTreeSet<&str>,
        context: &Context,
    ) -> Self {
        let is_auto = auto_mode::is_auto(&view);
        let reference = &view.spec.template.spec.node_class_ref;
        let class = classes.get(&reference.name).filter(|_| reference.is_ec2()).cloned();
        let settings = settings(class.as_deref(), controller, context);
        let mut requirements = Requirements::from_labels(
            view.spec
                .template
                .metadata
                .labels
                .iter()
                .map(|(key, value)| (key.as_str(), value.as_str())),
        );
        for requirement in &view.spec.template.spec.requirements {
            require(&mut requirements, requirement);
        }
        if is_auto {
            requirements = requirements.of_auto_mode();
        }
        let name = std::slice::from_ref(&view.metadata.name);
        requirements.require(label::NODE_POOL, Operator::In, name);
        let mut types = admitted(&requirements);
        let filters = class.as_deref().map(|class| filters(class, close_groups));
        let filters = filters.unwrap_or_default();
        filters.iter().for_each(|filter| types.intersect(&filter.types));
        let mut given = Requirements::new();
        if let Some(class) = class.as_deref() {
            given.add(label::OS, &ValueSet::only([settings.family.operating_system()]));
            given.add(label::WINDOWS_BUILD, &windows_build(class));
        }
        if reference.is_ec2() && !reference.name.is_empty() {
            given.add(label::NODE_CLASS, &ValueSet::only([&reference.name]));
        }
        if is_auto {
            auto_mode::label(&view, &mut given);
        }
        let offers = requirements.and(&given);
        let daemons = Vec::new();
        Self { view, class, requirements, given, offers, settings, types, filters, daemons }
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.view.metadata.name
    }

    /// Karpenter tries pools by weight, highest first, then by name, last first.
    #[must_use]
    pub fn rank(&self) -> (std::cmp::Reverse<u32>, std::cmp::Reverse<String>) {
        let weight = self.view.spec.weight.unwrap_or(0);
        (std::cmp::Reverse(weight), std::cmp::Reverse(self.name().to_owned()))
    }

    /// Whether it has a number of nodes of its own, whatever pods there are: Karpenter makes none for
    /// a pod that waits, and whichever pods fit may use those that are there.
    #[must_use]
    pub fn is_fixed(&self) -> bool {
        self.view.spec.replicas.is_some()
    }

    /// The taints that stay.
    #[must_use]
    pub fn taints(&self) -> &[Taint] {
        &self.view.spec.template.spec.taints
    }

    /// Whether nodes of this way to buy capacity can be among the pool's.
    ///
    /// A pool that says nothing about it buys spot first: the webhook that once put `on-demand` in
    /// went with the beta API.
    #[must_use]
    pub fn buys(&self, capacity: &str) -> bool {
        self.requirements.get(label::CAPACITY_TYPE).is_none_or(|set| set.has(capacity))
    }

    /// Whether Karpenter drains nodes on which pods still run, to save money.
    #[must_use]
    pub fn drains_busy_nodes(&self) -> bool {
        let written = self.view.spec.disruption.as_ref();
        let policy = written.and_then(|it| it.consolidation_policy.as_deref());
        let after = written.and_then(|it| it.consolidate_after.as_deref());
        !self.is_fixed() && policy != Some("WhenEmpty") && after != Some("Never")
    }

    /// What it demands of its nodes, as written: labels first, then requirements.
    #[must_use]
    pub fn demands(&self) -> Vec<Demand<'a>> {
        let template = &self.view.spec.template;
        let at = |route| Written { artifact: self.view.artifact, route };
        let labels = template.metadata.labels.iter().map(|(key, value)| Demand {
            key: key.clone(),
            operator: "In".to_owned(),
            values: vec![value.clone()],
            at: at(route!["spec", "template", "metadata", "labels", key]),
        });
        let requirements =
            template.spec.requirements.iter().enumerate().map(|(index, it)| Demand {
                key: it.key.clone(),
                operator: it.operator.clone(),
                values: it.values.clone(),
                at: at(route!["spec", "template", "spec", "requirements", index]),
            });
        labels.chain(requirements).collect()
    }

    /// A label as its author spells it: EKS Auto Mode has Karpenter's labels in another domain.
    #[must_use]
    pub fn spelling(&self, key: &str) -> String {
        if !self.is_auto() {
            return key.to_owned();
        }
        let written = self.demands().into_iter().find(|demand| demand.concerns(key));
        written.map_or_else(|| label::in_auto_mode(key), |demand| demand.key)
    }

    /// The values of its requirements that no instance type has and that could be newer than the
    /// catalog: names of types and of families.
    #[must_use]
    pub fn perhaps_newer(&self) -> Vec<DeadValue> {
        let all = dead_values(&self.requirements).into_iter();
        all.filter(|dead| dead.why == Why::Unknown && is_name(&dead.key)).collect()
    }

    /// A limit on a resource: on CPU in thousandths, on all else in whole units.
    #[must_use]
    pub fn limit(&self, resource: &str) -> Option<u64> {
        let written = self.view.spec.limits.get(resource)?;
        let text = written.as_str().map_or_else(|| written.to_string(), str::to_owned);
        let quantity = Quantity::parse(&text).ok()?;
        let amount = if resource == "cpu" { quantity.milli() } else { quantity.value() };
        u64::try_from(amount).ok()
    }
}

/// Adds a requirement of a NodePool; one with an operator that does not exist adds nothing.
pub fn require(requirements: &mut Requirements, requirement: &Requirement) {
    if let Some(operator) = Operator::parse(&requirement.operator) {
        requirements.require(&requirement.key, operator, &requirement.values);
    }
}

fn settings(
    class: Option<&EC2NodeClass>,
    controller: &Controller<'_>,
    context: &Context,
) -> NodeSettings {
    let default = NodeSettings::default();
    let base = NodeSettings {
        karpenter: context.targets.karpenter,
        vm_memory_overhead: controller.vm_memory_overhead().unwrap_or(default.vm_memory_overhead),
        reserved_enis: controller.reserved_enis().unwrap_or(default.reserved_enis),
        ..default
    };
    let Some(class) = class else { return base };
    let kubelet = &class.spec.kubelet;
    let number = |key: &str| kubelet.get(key).and_then(Value::as_u64);
    NodeSettings {
        family: family(class).unwrap_or_default(),
        raid0: class.spec.instance_store_policy.as_deref() == Some("RAID0"),
        devices: devices(class),
        max_pods: number("maxPods"),
        pods_per_core: number("podsPerCore"),
        kube_reserved: reserved(kubelet.get("kubeReserved")),
        system_reserved: reserved(kubelet.get("systemReserved")),
        eviction_hard: evictions(kubelet.get("evictionHard")),
        eviction_soft: evictions(kubelet.get("evictionSoft")),
        efa_only: efa_only(class),
        ..base
    }
}

fn devices(class: &EC2NodeClass) -> Vec<BlockDevice> {
    class
        .spec
        .block_device_mappings
        .iter()
        .map(|mapping| BlockDevice {
            name: mapping.device_name.clone().unwrap_or_default(),
            root: mapping.root_volume == Some(true),
            bytes: mapping.ebs.as_ref().and_then(|ebs| bytes(ebs.volume_size.as_deref()?)),
        })
        .collect()
}

/// The interfaces of the first network card that carry EFA's own traffic and no addresses.
fn efa_only(class: &EC2NodeClass) -> u64 {
    let all = class.spec.rest.get("networkInterfaces").and_then(Value::as_array);
    let is_efa_only = |interface: &&Value| {
        let card = interface.get("networkCardIndex").and_then(Value::as_u64).unwrap_or(0);
        card == 0 && interface.get("interfaceType").and_then(Value::as_str) == Some("efa-only")
    };
    all.into_iter().flatten().filter(is_efa_only).count() as u64
}

fn bytes(quantity: &str) -> Option<u64> {
    u64::try_from(Quantity::parse(quantity).ok()?.bytes()).ok()
}

/// What a kubelet's configuration sets aside.
pub(super) fn reserved(map: Option<&Value>) -> Reserved {
    let text = |key: &str| map?.get(key)?.as_str();
    let millis = |text: &str| u64::try_from(Quantity::parse(text).ok()?.milli()).ok();
    Reserved {
        cpu_millis: text("cpu").and_then(millis),
        memory_bytes: text("memory").and_then(bytes),
        ephemeral_bytes: text("ephemeral-storage").and_then(bytes),
    }
}

/// A kubelet's thresholds of eviction.
pub(super) fn evictions(map: Option<&Value>) -> Evictions {
    let text = |key: &str| map?.get(key)?.as_str();
    Evictions {
        memory: text("memory.available").and_then(eviction),
        nodefs: text("nodefs.available").and_then(eviction),
    }
}

fn eviction(text: &str) -> Option<Eviction> {
    match text.strip_suffix('%') {
        Some(percent) => percent.parse().ok().map(Eviction::Percent),
        None => bytes(text).map(Eviction::Bytes),
    }
}

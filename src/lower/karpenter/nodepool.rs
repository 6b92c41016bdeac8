//! NodePool, karpenter.sh/v1.

use serde_json::Value;

use super::requirements::{field, requirements};
use crate::artifact::karpenter::{
    Budget, Disruption, Metadata, NodeClassRef, NodePool, NodePoolSpec, NodeTemplate,
    NodeTemplateSpec, Taint,
};
use crate::artifact::kubernetes::MANAGED_BY;
use crate::artifact::{Artifact, Kind};
use crate::model::Pool;
use crate::route;
use crate::spec::{self, Consolidate, Effect, Limits};

/// The NodePool of a pool.
pub fn lower(pool: &Pool) -> Artifact {
    let name = pool.name.to_string();
    let value = NodePool {
        api_version: "karpenter.sh/v1".to_owned(),
        kind: "NodePool".to_owned(),
        metadata: Metadata {
            name: name.clone(),
            labels: [(MANAGED_BY.0.to_owned(), MANAGED_BY.1.to_owned())].into_iter().collect(),
            ..Metadata::default()
        },
        spec: NodePoolSpec {
            replicas: pool.replicas,
            weight: pool.weight,
            limits: limits(&pool.limits),
            disruption: Some(disruption(pool)),
            template: template(pool),
        },
    };
    let path = format!("kubernetes/karpenter/{name}.nodepool.yaml");
    let artifact = Artifact::data(Kind::NodePool, path, &value, &pool.origin).allowing(&pool.allow);
    with_origins(artifact, pool).overridden(&pool.overrides, &pool.origin)
}

fn with_origins(artifact: Artifact, pool: &Pool) -> Artifact {
    let from = |key: &str| pool.origin.then(key);
    let disruption = from("disruption");
    let spec = route!["spec", "template", "spec"];
    let mut artifact = artifact;
    for (index, requirement) in requirements(pool).iter().enumerate() {
        let route = spec.then("requirements").then(index);
        let Some(field) = field(&requirement.key) else { continue };
        let written = field.iter().fold(pool.origin.clone(), |origin, key| origin.then(*key));
        for value in 0..requirement.values.len() {
            artifact = artifact.from(route.then("values").then(value), &written.then(value));
        }
        artifact = artifact.from(route, &written);
    }
    artifact
        .from(route!["spec", "weight"], &from("weight"))
        .from(route!["spec", "replicas"], &from("replicas"))
        .from(route!["spec", "limits"], &from("limits"))
        .from(route!["spec", "limits", "cpu"], &from("limits").then("cpu"))
        .from(route!["spec", "limits", "memory"], &from("limits").then("memory"))
        .from(route!["spec", "disruption"], &disruption)
        .from(route!["spec", "disruption", "consolidationPolicy"], &disruption.then("consolidate"))
        .from(route!["spec", "disruption", "consolidateAfter"], &disruption.then("after"))
        .from(route!["spec", "disruption", "budgets"], &disruption.then("budgets"))
        .from(spec.then("expireAfter"), &disruption.then("expireAfter"))
        .from(spec.then("terminationGracePeriod"), &disruption.then("terminationGracePeriod"))
        .from(spec.then("taints"), &from("taints"))
        .from(spec.then("startupTaints"), &from("startupTaints"))
        .from(spec.then("requirements"), &from("instances"))
        .from(route!["spec", "template", "metadata", "labels"], &from("labels"))
}

fn limits(limits: &Limits) -> indexmap::IndexMap<String, Value> {
    let quantities = [("cpu", &limits.cpu), ("memory", &limits.memory)];
    let counts = [("nodes", limits.nodes), ("nvidia.com/gpu", limits.gpus)];
    let text = quantities
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), value.as_ref()?.to_string().into())));
    let number = counts
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), value?.to_string().into())));
    text.chain(number).collect()
}

fn disruption(pool: &Pool) -> Disruption {
    let policy = match pool.consolidate {
        Consolidate::WhenEmpty => "WhenEmpty",
        Consolidate::WhenEmptyOrUnderutilized => "WhenEmptyOrUnderutilized",
        Consolidate::Balanced => "Balanced",
    };
    Disruption {
        // Karpenter does not consolidate a pool of fixed size.
        consolidation_policy: pool.replicas.is_none().then(|| policy.to_owned()),
        consolidate_after: Some(pool.consolidate_after.to_string()),
        budgets: some(pool.budgets.iter().map(budget).collect()),
    }
}

/// A list as documents have it: left out where nothing is in it.
fn some<T>(all: Vec<T>) -> Option<Vec<T>> {
    (!all.is_empty()).then_some(all)
}

fn budget(written: &spec::Budget) -> Budget {
    Budget {
        nodes: written.nodes.clone(),
        schedule: written.schedule.as_ref().map(ToString::to_string),
        duration: written.duration.as_ref().map(ToString::to_string),
        reasons: some(written.reasons.clone()),
    }
}

fn template(pool: &Pool) -> NodeTemplate {
    let labels = pool.labels.iter().map(|(key, value)| (key.to_string(), value.to_string()));
    NodeTemplate {
        metadata: Metadata { labels: labels.collect(), ..Metadata::default() },
        spec: NodeTemplateSpec {
            node_class_ref: NodeClassRef {
                group: "karpenter.k8s.aws".to_owned(),
                kind: "EC2NodeClass".to_owned(),
                name: pool.name.to_string(),
            },
            requirements: requirements(pool),
            taints: pool.taints.iter().map(taint).collect(),
            startup_taints: pool.startup_taints.iter().map(taint).collect(),
            expire_after: Some(pool.expire_after.to_string()),
            termination_grace_period: pool
                .termination_grace_period
                .as_ref()
                .map(ToString::to_string),
        },
    }
}

fn taint(written: &spec::Taint) -> Taint {
    Taint {
        key: written.key.to_string(),
        value: written.value.as_ref().map(ToString::to_string),
        effect: effect(written.effect.unwrap_or_default()).to_owned(),
    }
}

/// An effect in Kubernetes' words.
pub fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::NoSchedule => "NoSchedule",
        Effect::PreferNoSchedule => "PreferNoSchedule",
        Effect::NoExecute => "NoExecute",
    }
}

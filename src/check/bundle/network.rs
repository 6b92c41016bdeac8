//! NetworkPolicies: which pods they select, and what they admit.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{Bundle, Pod};
use crate::artifact::{Artifact, Kind};

/// The ways of traffic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// To a pod.
    Ingress,
    /// From a pod.
    Egress,
}

impl Way {
    /// The word of policies.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Ingress => "Ingress",
            Self::Egress => "Egress",
        }
    }

    fn field(self) -> &'static str {
        match self {
            Self::Ingress => "ingress",
            Self::Egress => "egress",
        }
    }
}

/// The network policies of every namespace.
#[derive(Debug)]
pub struct NetworkPolicies<'a>(BTreeMap<&'a str, Vec<&'a Artifact>>);

impl<'a> Bundle<'a> {
    /// The network policies of every namespace.
    #[must_use]
    pub fn network_policies(&self) -> NetworkPolicies<'a> {
        let mut all: BTreeMap<&str, Vec<&Artifact>> = BTreeMap::new();
        for policy in self.of(Kind::NetworkPolicy) {
            if let Some(namespace) = policy.namespace() {
                all.entry(namespace).or_default().push(policy);
            }
        }
        NetworkPolicies(all)
    }
}

impl<'a> NetworkPolicies<'a> {
    /// The policy that closes a way of a pod, where none opens any of it.
    #[must_use]
    pub fn closing(&self, bundle: &Bundle<'_>, pod: &Pod<'_>, way: Way) -> Option<&'a Artifact> {
        let here = self.0.get(bundle.namespace_of(pod)?)?;
        let of_way = || here.iter().copied().filter(|it| is_about(it, way));
        let is_closed = |it: &&Artifact| rules(it, way) == 0 && selects(it, pod) == Some(true);
        let closing = of_way().find(is_closed)?;
        // A namespace of which one policy alone is here may have others that open it.
        let is_whole = bundle.context.complete || of_way().nth(1).is_some();
        let mut opening =
            of_way().filter(|it| rules(it, way) > 0 && selects(it, pod) != Some(false));
        (is_whole && opening.next().is_none()).then_some(closing)
    }
}

/// Whether a policy is about a way; one that says nothing is about what comes in, and about what
/// goes out if it has rules for that.
fn is_about(policy: &Artifact, way: Way) -> bool {
    let types = spec(policy).and_then(|spec| spec.get("policyTypes")?.as_array());
    match types {
        Some(types) => types.iter().any(|one| one == way.word()),
        None => way == Way::Ingress || rules(policy, way) > 0,
    }
}

fn rules(policy: &Artifact, way: Way) -> usize {
    let rules = spec(policy).and_then(|spec| spec.get(way.field())?.as_array());
    rules.map_or(0, Vec::len)
}

/// Whether a policy selects a pod; `None` where that depends on what the documents do not say.
fn selects(policy: &Artifact, pod: &Pod<'_>) -> Option<bool> {
    let selector = spec(policy)?.get("podSelector")?.as_object()?;
    let has_expressions = selector.get("matchExpressions").is_some_and(|it| *it != Value::Null);
    let labels = selector.get("matchLabels").and_then(Value::as_object);
    let has = has_labels(labels, &pod.labels, pod.role.word());
    if has_expressions && has != Some(false) { None } else { has }
}

/// EMR and Spark give pods further labels, so that one which is not said may be there.
fn has_labels(
    wanted: Option<&Map<String, Value>>,
    own: &BTreeMap<String, String>,
    role: &str,
) -> Option<bool> {
    let mut answer = Some(true);
    for (key, value) in wanted.into_iter().flatten() {
        let said = own.get(key).map(String::as_str);
        let said = said.or_else(|| (key == "spark-role").then_some(role));
        match said {
            Some(said) if value == said => {}
            Some(_) => return Some(false),
            None => answer = None,
        }
    }
    answer
}

fn spec(policy: &Artifact) -> Option<&Value> {
    policy.value()?.get("spec")
}

//! Every place where a document asks for a label of nodes: selectors, affinities, topologies.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Bundle, Demand, Trail, Written, at, texts, variable};
use crate::artifact::{Artifact, Kind};
use crate::source::Route;

/// How firmly a label is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bond {
    /// A pod goes nowhere else.
    Must,
    /// A pod goes there first.
    Prefers,
    /// Pods are spread by it, or kept together or apart.
    Spreads,
}

/// A label of nodes that a document asks for.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// Who asks: ``executor `executor.yaml` ``.
    pub who: String,
    /// What is asked.
    pub demand: Demand<'a>,
    /// How firmly.
    pub bond: Bond,
}

impl Asked<'_> {
    /// Whether a node without the label does as well.
    #[must_use]
    pub fn shuts_out(&self) -> bool {
        matches!(self.demand.operator.as_str(), "NotIn" | "DoesNotExist")
    }

    /// Where a value of it stands, by its index.
    #[must_use]
    pub fn place_of(&self, value: usize) -> Route {
        let route = &self.demand.at.route;
        let is_list = at(self.demand.at.artifact.value().unwrap_or(&Value::Null), route)
            .is_some_and(Value::is_object);
        if is_list { route.then("values").then(value) } else { route.clone() }
    }
}

impl<'a> Bundle<'a> {
    /// The labels of nodes that documents ask for. What makes a pod unreachable is left out: that
    /// pod is told so.
    #[must_use]
    pub fn asked_labels(&self) -> Vec<Asked<'a>> {
        let mut seen = BTreeSet::new();
        let mut all = Vec::new();
        for placement in self.placements() {
            for pod in placement.subjects(&self.pods) {
                let is_told = placement.is_unreachable(pod, self);
                for demand in pod.written_demands() {
                    let is_new = seen.insert(place(&demand));
                    if is_new && !is_told {
                        all.push(Asked { who: pod.title.clone(), demand, bond: Bond::Must });
                    }
                }
            }
        }
        for artifact in self.artifacts.iter().filter(|artifact| is_read(artifact.kind)) {
            for (bond, demand) in asked_by(artifact) {
                if seen.insert(place(&demand)) {
                    let who = self.who(artifact, &demand.at.route);
                    all.push(Asked { who, demand, bond });
                }
            }
        }
        all.retain(|asked| !is_open(&asked.demand));
        all
    }

    /// The pod that a place belongs to, else the document.
    fn who(&self, artifact: &Artifact, route: &Route) -> String {
        let has = |pod: &&super::Pod<'_>| {
            std::ptr::eq(pod.artifact, artifact) && route.steps().starts_with(pod.at.steps())
        };
        let document = || {
            let kind = artifact.value().and_then(|value| value.get("kind")?.as_str());
            match (kind, artifact.name()) {
                (Some(kind), Some(name)) => format!("{kind} `{name}`"),
                _ => format!("`{}`", artifact.path),
            }
        };
        self.pods.iter().find(has).map_or_else(document, |pod| pod.title.clone())
    }
}

/// Pools are judged by rules of their own.
fn is_read(kind: Kind) -> bool {
    !matches!(kind, Kind::NodePool | Kind::NodeOverlay)
}

/// Parameters of `spark-submit` are one text with several selectors in it.
fn place(demand: &Demand<'_>) -> (*const Artifact, Route, String, Vec<String>) {
    let Demand { key, values, at, .. } = demand;
    (std::ptr::from_ref(at.artifact), at.route.clone(), key.clone(), values.clone())
}

/// Whether a variable stands in it that somebody has yet to fill in.
fn is_open(demand: &Demand<'_>) -> bool {
    let is_open = |text: &str| text.contains(['$', '{', '<', '%']) || variable(text).is_some();
    is_open(&demand.key) || demand.values.iter().any(|value| is_open(value))
}

/// What one document asks for.
fn asked_by(artifact: &Artifact) -> Vec<(Bond, Demand<'_>)> {
    let mut found = Vec::new();
    if let Some(value) = artifact.value() {
        texts(value, &mut |trail, text| found.extend(asked_at(artifact, value, trail, text)));
    }
    found
}

fn asked_at<'a>(
    artifact: &'a Artifact,
    document: &Value,
    trail: &Trail<'_>,
    text: &str,
) -> Option<(Bond, Demand<'a>)> {
    let mut keys = trail.keys();
    let (key, home, around) = (keys.next()?, keys.next()?, keys.next().unwrap_or_default());
    let demand = |key: &str, operator: &str, values: Vec<String>, route| Demand {
        key: key.to_owned(),
        operator: operator.to_owned(),
        values,
        at: Written { artifact, route },
    };
    match (key, home, around) {
        (label, "nodeSelector", _) => {
            Some((Bond::Must, demand(label, "In", vec![text.to_owned()], trail.route())))
        }
        ("topologyKey", ..) => {
            Some((Bond::Spreads, demand(text, "Exists", Vec::new(), trail.route())))
        }
        ("key", "matchExpressions", "nodeSelectorTerms" | "preference") => {
            let route: Route = trail.route().steps().split_last()?.1.iter().cloned().collect();
            let expression = at(document, &route)?;
            let operator = expression.get("operator").and_then(Value::as_str)?;
            let values = expression.get("values").and_then(Value::as_array).into_iter().flatten();
            let values = values.filter_map(|value| value.as_str().map(str::to_owned)).collect();
            let bond = if around == "preference" { Bond::Prefers } else { Bond::Must };
            Some((bond, demand(text, operator, values, route)))
        }
        _ => None,
    }
}

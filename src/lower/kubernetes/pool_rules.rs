//! Which pods a team may not have, in the Common Expression Language.

use indexmap::IndexMap;

use crate::artifact::kubernetes::{POOLS_ANNOTATION, TEAM_LABEL};
use crate::lower::karpenter::effect;
use crate::model::Platform;
use crate::spec::Taint;

/// Where a pod runs is judged when it is made, and again when that is changed: an update of
/// anything else goes through, also after the team has lost a pool.
pub const PLACEMENT_IS_NEW: &str = "request.operation == 'CREATE' \
|| (has(object.spec.tolerations) ? object.spec.tolerations : []) \
!= (has(oldObject.spec.tolerations) ? oldObject.spec.tolerations : []) \
|| (has(object.spec.nodeSelector) ? object.spec.nodeSelector : {}) \
!= (has(oldObject.spec.nodeSelector) ? oldObject.spec.nodeSelector : {})";

/// What must hold of a pod, and what the API server says where it does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The expression that is true of a pod that may be.
    pub holds: String,
    /// The message as an expression, which can name the team and the pool.
    pub says: String,
    /// The message where that expression fails.
    pub message: &'static str,
}

/// The label of Karpenter's nodes that names their pool, as a literal.
const POOL: &str = "'karpenter.sh/nodepool'";

/// What the rules share, each in terms of those before it.
pub fn variables(platform: &Platform) -> Vec<(&'static str, String)> {
    let annotations = "namespaceObject.metadata.annotations";
    let mut variables = vec![
        ("team", format!("namespaceObject.metadata.labels['{TEAM_LABEL}']")),
        (
            "pools",
            format!(
                "has({annotations}) && '{POOLS_ANNOTATION}' in {annotations} ? {annotations}['{POOLS_ANNOTATION}'] : ''"
            ),
        ),
        ("allowed", "variables.pools.split(',')".to_owned()),
        (
            "advice",
            "variables.pools == '' ? 'the team has no pool: name one under `pools` in its spec' \
             : 'its pods may use ' + variables.pools + ': select one of these, or add the pool under `pools` in the spec of the team'"
                .to_owned(),
        ),
    ];
    if let Some(taints) = taints(platform) {
        let foreign = "!taint.pools.split(',').exists(pool, pool in variables.allowed)";
        variables.push(("foreignTaints", format!("{taints}.filter(taint, {foreign})")));
    }
    variables
}

/// The rules. A pod that selects no pool and tolerates no taint of one passes: the taints keep it
/// off the pools.
pub fn validations(platform: &Platform) -> Vec<Rule> {
    let mut rules = vec![selector(), affinity(), node_name()];
    if taints(platform).is_some() {
        rules.push(tolerations());
    }
    rules
}

fn selector() -> Rule {
    let selector = "object.spec.nodeSelector";
    Rule {
        holds: format!(
            "!has({selector}) || !({POOL} in {selector}) || {selector}[{POOL}] in variables.allowed"
        ),
        says: format!(
            "'team ' + variables.team + ' may not use pool ' + {selector}[{POOL}] + '; ' + variables.advice"
        ),
        message: "the pod selects a pool that its team may not use",
    }
}

fn affinity() -> Rule {
    let affinity = "object.spec.affinity";
    let node = format!("{affinity}.nodeAffinity");
    let required = format!("{node}.requiredDuringSchedulingIgnoredDuringExecution");
    let names_others = format!(
        "term.matchExpressions.exists(one, one.key == {POOL} && one.operator == 'In' && one.values.exists(pool, !(pool in variables.allowed)))"
    );
    Rule {
        holds: format!(
            "!has({affinity}) || !has({node}) || !has({required}) || !{required}.nodeSelectorTerms.exists(term, has(term.matchExpressions) && {names_others})"
        ),
        says: "'team ' + variables.team + ' may not use every pool of the node affinity; ' + variables.advice".to_owned(),
        message: "the node affinity of the pod names a pool that its team may not use",
    }
}

fn node_name() -> Rule {
    let name = "object.spec.nodeName";
    Rule {
        holds: format!("request.operation != 'CREATE' || !has({name}) || {name} == ''"),
        says: format!(
            "'pods of team ' + variables.team + ' may not name their node, here ' + {name} + ': the scheduler chooses it'"
        ),
        message: "the pod names its node, which the scheduler is to choose",
    }
}

/// What tolerates a taint, by the rules of the scheduler.
const TOLERATES: &str = "(!has(one.effect) || one.effect == '' || one.effect == taint.effect) \
&& (!has(one.key) || one.key == '' || one.key == taint.key) \
&& (has(one.operator) && one.operator == 'Exists' || (has(one.value) ? one.value : '') == taint.value)";

fn tolerations() -> Rule {
    let tolerations = "object.spec.tolerations";
    let tolerated = format!("{tolerations}.exists(one, {TOLERATES})");
    Rule {
        holds: format!(
            "!has({tolerations}) || !variables.foreignTaints.exists(taint, {tolerated})"
        ),
        says: format!(
            "'team ' + variables.team + ' may not tolerate the taint ' + variables.foreignTaints.filter(taint, {tolerated})[0].key + ' of another pool; ' + variables.advice"
        ),
        message: "the pod tolerates a taint of a pool that its team may not use",
    }
}

/// The taints of all pools as a list, each once, with the pools that have it; `None` if no pool has
/// any. Names of pools, keys and values of taints need no quoting.
fn taints(platform: &Platform) -> Option<String> {
    let mut pools: IndexMap<(&str, &str, &str), Vec<&str>> = IndexMap::new();
    for pool in platform.pools.values() {
        for taint in &pool.taints {
            pools.entry(parts(taint)).or_default().push(pool.name.as_str());
        }
    }
    let items = pools.iter().map(|((key, value, effect), pools)| {
        let pools = pools.join(",");
        format!("{{'key': '{key}', 'value': '{value}', 'effect': '{effect}', 'pools': '{pools}'}}")
    });
    let items: Vec<String> = items.collect();
    (!items.is_empty()).then(|| format!("[{}]", items.join(", ")))
}

fn parts(taint: &Taint) -> (&str, &str, &'static str) {
    let value = taint.value.as_ref().map_or("", |value| value.as_str());
    (taint.key.as_str(), value, effect(taint.effect.unwrap_or_default()))
}

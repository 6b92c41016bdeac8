//! Two requirements of a pool leave a label no value, or one and the node class.

use super::common::contradicted;
use crate::check::bundle::{Demand, Pool, words_on};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::{Operator, ValueSet};

/// Two requirements of a pool leave a label no value, or one and the node class.
pub const RULE: Rule = Rule {
    code: Code("contradictory-requirements"),
    severity: Severity::Error,
    summary: "requirements, labels and node class of a pool leave a label no value, so that it never starts a node",
    page: include_str!("contradictory_requirements.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pool in &bundle.pools {
        let contradicted = contradicted(pool);
        for key in &contradicted {
            among_themselves(pool, key, findings);
        }
        for (key, given) in
            pool.given.iter().filter(|(key, _)| !contradicted.contains(&(*key).to_owned()))
        {
            with_class(pool, key, given, findings);
        }
    }
}

fn among_themselves(pool: &Pool<'_>, key: &str, findings: &mut Findings) {
    let all = pool.demands();
    let on_key: Vec<&Demand<'_>> = all.iter().filter(|it| it.concerns(key)).collect();
    let [first, .., last] = on_key.as_slice() else { return };
    let message = format!(
        "pool `{}` wants `{}` to be {}: nothing is all of that",
        pool.name(),
        pool.spelling(key),
        words_on(all.iter(), key).unwrap_or_default()
    );
    findings
        .at(pool.view.artifact, &last.at.route, message)
        .related(pool.view.artifact, &first.at.route, "contradicts this")
        .help("drop one of them; requirements and labels on one key must all hold");
}

/// A demand that no node of the pool's class can meet.
fn with_class(pool: &Pool<'_>, key: &str, given: &ValueSet, findings: &mut Findings) {
    let demands = pool.demands();
    let is_unmet = |demand: &&Demand<'_>| {
        let set = Operator::parse(&demand.operator)
            .and_then(|operator| ValueSet::new(operator, &demand.values));
        demand.concerns(key) && set.is_some_and(|set| !set.meets(given))
    };
    let Some(demand) = demands.iter().find(is_unmet) else { return };
    let nodes = match given.listed().and_then(|values| values.first()) {
        Some(value) => format!("have `{value}`"),
        None => "have no such label".to_owned(),
    };
    let reference = &pool.view.spec.template.spec.node_class_ref;
    findings
        .at(
            pool.view.artifact,
            &demand.at.route,
            format!(
                "pool `{}` wants `{}` to be {}, and nodes of its class `{}` {nodes}: it starts no node",
                pool.name(),
                demand.key,
                demand.words(),
                reference.name
            ),
        )
        .related(
            pool.view.artifact,
            &route!["spec", "template", "spec", "nodeClassRef"],
            "the node class",
        )
        .help("drop the requirement, or name a node class that fits it");
}

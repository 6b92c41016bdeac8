//! A place of a gang where the pod that is to take it may not go.

use crate::catalog::label::{NODE_POOL, ZONE};
use crate::check::bundle::{Landing, Pod, Pool};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::{Requirements, ValueSet};

/// A place of a gang where the pod that is to take it may not go.
pub const RULE: Rule = Rule {
    code: Code("gang-placement"),
    severity: Severity::Warning,
    summary: "a gang may hold a place on a node where the pod that is to take it may not go",
    page: include_str!("gang_placement.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for gang in bundle.gangs() {
        for (placeholder, group) in &gang.groups {
            for pod in gang.members_of(bundle, group) {
                let Some(where_to) = astray(bundle, *placeholder, pod) else { continue };
                let at = bundle.pods[*placeholder].place();
                let real = bundle.pods[pod].place();
                findings
                    .at(
                        at.artifact,
                        &at.route,
                        format!(
                            "the gang may hold a place for {} {where_to}, where that pod may not go",
                            bundle.pods[pod].title
                        ),
                    )
                    .related(real.artifact, &real.route, "the pod")
                    .help(format!(
                        "give the group `{}` the pod's own `nodeSelector`, `affinity` and `tolerations`",
                        group.name
                    ));
            }
        }
    }
}

/// Where a placeholder may land and its pod may not.
fn astray(bundle: &Bundle<'_>, placeholder: usize, pod: usize) -> Option<String> {
    let (place, real) = (bundle.placement(placeholder), bundle.placement(pod));
    let both = bundle.pools.iter().zip(place.landings.iter().zip(&real.landings));
    let open = || both.clone().filter(|(_, (place, _))| place.is_open());
    if let Some(found) = open().find_map(|(pool, (place, real))| astray_in(pool, place, real)) {
        return Some(found);
    }
    let ([mine], [wanted]) = (place.demands.as_slice(), real.demands.as_slice()) else {
        return None;
    };
    if open().next().is_none() {
        let free = wanted.iter().find(|(key, set)| !mine.get(key).is_some_and(is_within(set)));
        return free.map(|(key, _)| on_nodes_of(key, &bundle.pods[pod]));
    }
    // What a pool says of a label goes for both pods.
    let is_free = |key: &str, set: &ValueSet| {
        open().any(|(pool, _)| !both_of(pool, mine).get(key).is_some_and(is_within(set)))
    };
    let free = wanted.iter().find(|(key, set)| is_named(key) && is_free(key, set));
    free.map(|(key, _)| on_nodes_of(key, &bundle.pods[pod]))
}

fn astray_in(pool: &Pool<'_>, place: &Landing, real: &Landing) -> Option<String> {
    let name = pool.name();
    if !real.is_open() {
        return Some(format!("in pool `{name}`"));
    }
    let mut others = place.types.clone();
    others.remove(&real.types);
    if let Some(kind) = others.iter().next() {
        return Some(format!("on a `{}` of pool `{name}`", kind.name));
    }
    let others = [
        (place.spot && !real.spot, "a spot"),
        (place.on_demand && !real.on_demand, "an on-demand"),
    ];
    let word = others.into_iter().find_map(|(is, word)| is.then_some(word))?;
    Some(format!("on {word} node of pool `{name}`"))
}

fn both_of(pool: &Pool<'_>, demands: &Requirements) -> Requirements {
    pool.requirements.and(demands)
}

/// The labels that landing on a pool does not settle: zones, and labels of one's own.
fn is_named(key: &str) -> bool {
    key == ZONE || (key != NODE_POOL && crate::catalog::label::well_known(key).is_none())
}

fn is_within(wanted: &ValueSet) -> impl Fn(&ValueSet) -> bool {
    move |mine| mine.and(wanted) == *mine
}

fn on_nodes_of(key: &str, pod: &Pod<'_>) -> String {
    let wanted = pod.words_on(key).unwrap_or_else(|| "another value".to_owned());
    format!("on a node whose `{key}` is not {wanted}")
}

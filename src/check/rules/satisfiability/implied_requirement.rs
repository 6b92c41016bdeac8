//! A requirement that says what the list of families or types says already.

use super::common::is_name;
use crate::catalog::label::INSTANCE;
use crate::check::bundle::Pool;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::{Requirements, admitted, implied};

/// A requirement that says what the list of families or types says already.
pub const RULE: Rule = Rule {
    code: Code("implied-requirement"),
    severity: Severity::Note,
    summary: "a requirement follows from the families or types that the pool lists",
    page: include_str!("implied_requirement.md"),
    check,
};

/// What a family says of itself.
const FOLLOWS: [&str; 4] = ["category", "generation", "hypervisor", "cpu-manufacturer"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pool in bundle.pools.iter().filter(|pool| !pool.types.is_empty()) {
        for key in implied(&pool.requirements) {
            let follows = key.strip_prefix(INSTANCE).is_some_and(|name| FOLLOWS.contains(&name));
            let Some(source) = source(pool, &key).filter(|_| follows) else { continue };
            let demands = pool.demands();
            let Some(demand) = demands.iter().find(|demand| demand.concerns(&key)) else {
                continue;
            };
            // A floor is there for the families that someone adds later, a minimum for itself.
            if demand.operator.starts_with("Gt") || asks_for_several(pool, &key) {
                continue;
            }
            findings
                .at(
                    pool.view.artifact,
                    &demand.at.route,
                    format!(
                        "pool `{}` requires `{}` {}, which follows from `{}`",
                        pool.name(),
                        demand.key,
                        demand.words(),
                        pool.spelling(&source)
                    ),
                )
                .help("drop it: the next change of one is easily forgotten in the other");
        }
    }
}

/// Whether a requirement asks for several different values, which no list of names does.
fn asks_for_several(pool: &Pool<'_>, key: &str) -> bool {
    let mut requirements = pool.view.spec.template.spec.requirements.iter();
    requirements.any(|one| one.key == key && one.min_values.is_some())
}

/// The list of names that implies a requirement by itself.
fn source(pool: &Pool<'_>, key: &str) -> Option<String> {
    let mut names = pool.requirements.iter().filter(|(name, _)| is_name(name) && *name != key);
    let (name, _) = names.find(|(name, set)| {
        let mut alone = Requirements::new();
        alone.add(name, set);
        let mut both = alone.clone();
        if let Some(set) = pool.requirements.get(key) {
            both.add(key, set);
        }
        set.listed().is_some() && admitted(&alone) == admitted(&both)
    })?;
    Some(name.to_owned())
}

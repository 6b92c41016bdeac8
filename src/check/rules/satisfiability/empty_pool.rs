//! No instance type satisfies the requirements of a pool.

use super::common::{contradicted, is_name, known};
use crate::catalog::instance::{InstanceSet, column};
use crate::check::bundle::{Demand, INSTANCE_FAMILY, Pool, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::{ValueSet, admitted, culprits};

/// The label that says how large an instance's own disks are.
const LOCAL_NVME: &str = "karpenter.k8s.aws/instance-local-nvme";

/// No instance type satisfies the requirements of a pool.
pub const RULE: Rule = Rule {
    code: Code("empty-pool"),
    severity: Severity::Error,
    summary: "no instance type satisfies the requirements of a pool, so that it never starts a node",
    page: include_str!("empty_pool.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pool in bundle.pools.iter().filter(|pool| pool.types.is_empty()) {
        if is_said_otherwise(pool) {
            continue;
        }
        let left = admitted(&pool.requirements);
        if !left.is_empty() {
            class(pool, &left, findings);
            continue;
        }
        requirements(pool, findings);
    }
}

/// Whether another finding tells why there is no type.
fn is_said_otherwise(pool: &Pool<'_>) -> bool {
    let lists_nothing = |demand: &Demand<'_>| demand.operator == "In" && demand.values.is_empty();
    !contradicted(pool).is_empty()
        || !pool.perhaps_newer().is_empty()
        || pool.demands().iter().any(lists_nothing)
}

fn requirements(pool: &Pool<'_>, findings: &mut Findings) {
    let culprits = culprits(&pool.requirements);
    let demands = pool.demands();
    let first = demands.iter().find(|demand| culprits.iter().any(|key| demand.concerns(key)));
    let requirements = route!["spec", "template", "spec", "requirements"];
    let at = first.map_or(&requirements, |demand| &demand.at.route);
    let without = |key: &String| {
        let spelt = pool.spelling(key);
        if let Some(value) = no_value(pool, key) {
            return format!("`{value}` is no value of `{spelt}`: {}", known(key, value));
        }
        let types = admitted(&pool.requirements.without(key));
        let local = if key == LOCAL_NVME { local_disk(pool) } else { String::new() };
        format!("without `{spelt}` there would be {}{local}", types.len())
    };
    let ways: Vec<String> = culprits.iter().map(without).collect();
    let help = if ways.is_empty() {
        "no single requirement is to blame: loosen two of them".to_owned()
    } else {
        words::series(&ways, "and")
    };
    let message = format!("no instance type satisfies the requirements of pool `{}`", pool.name());
    findings.at(pool.view.artifact, at, message).help(help);
}

/// The ways out for a pool whose families have no disk of their own.
fn local_disk(pool: &Pool<'_>) -> String {
    let listed = pool.requirements.get(INSTANCE_FAMILY).and_then(ValueSet::listed);
    let families = column(INSTANCE_FAMILY).map(|column| &column.values);
    let mut with_disk = listed.into_iter().flatten().map(|family| format!("{family}d"));
    let known = |family: &String| families.is_some_and(|known| known.contains_key(family.as_str()));
    let such = with_disk.find(known).map(|it| format!(", such as `{it}`")).unwrap_or_default();
    format!(
        ": name families with a disk of their own{such}, or let scratch be a volume, in a spec `scratch: {{ ebs: SIZE }}`"
    )
}

/// A value that a pool lists of a label, where it lists none that the label has.
fn no_value<'p>(pool: &'p Pool<'_>, key: &str) -> Option<&'p str> {
    let listed = pool.requirements.get(key)?.listed()?;
    let values = &column(key).filter(|_| !is_name(key))?.values;
    let has_one = listed.iter().any(|value| values.contains_key(value.as_str()));
    listed.first().filter(|_| !has_one).map(String::as_str)
}

/// What a node class rules out although the requirements do not.
fn class(pool: &Pool<'_>, left: &InstanceSet, findings: &mut Findings) {
    let Some(class) = &pool.class else { return };
    let filters = &pool.filters;
    let alone = filters.iter().find(|filter| !filter.types.meets(left));
    let Some(filter) = alone.or(filters.first()) else { return };
    let message = format!(
        "none of the {} instance types of pool `{}` {} node class `{}`",
        left.len(),
        pool.name(),
        filter.verb,
        class.metadata.name
    );
    findings
        .at(pool.view.artifact, &route!["spec", "template", "spec", "requirements"], message)
        .related(class.artifact, &route!["spec", filter.field], "the node class")
        .help(&filter.why);
}

//! Which instance types demands let in, and what is wrong with those that let in too few.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::catalog::instance::{Architecture, InstanceSet, LabelColumn, column};
use crate::units::MinorVersion;

use super::node::AmiFamily;
use super::requirement::ValueSet;
use super::requirements::{Mismatch, Requirements};

/// A value of a requirement that no node can ever have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadValue {
    /// The label.
    pub key: String,
    /// The value.
    pub value: String,
    /// Why.
    pub why: Why,
}

/// Why a value is dead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// No instance type has it; the catalog may be older than the type.
    Unknown,
    /// Each of these labels by itself shuts out all types that have it.
    ShutOutBy(Vec<String>),
    /// Only all other demands together shut it out.
    ShutOutTogether,
}

/// The instance types that satisfy every demand which instance types can decide. Demands on zones,
/// regions and labels of one's own are for others to judge.
#[must_use]
pub fn admitted(demands: &Requirements) -> InstanceSet {
    let mut set = kubernetes_types();
    for (key, values) in demands.iter() {
        if let Some(column) = column(key) {
            set.intersect(&allowed(column, values));
        }
    }
    set
}

/// The types that an image family starts on.
#[must_use]
pub fn launchable(family: AmiFamily) -> InstanceSet {
    InstanceSet::of(|kind| match family {
        AmiFamily::Windows => kind.architecture == Architecture::Amd64,
        // The AMI needs instructions that the first Graviton lacks.
        AmiFamily::Al2023 => {
            kind.architecture != Architecture::Other && !kind.name.starts_with("a1.")
        }
        AmiFamily::Al2 | AmiFamily::Bottlerocket | AmiFamily::Custom => {
            kind.architecture != Architecture::Other
        }
    })
}

fn kubernetes_types() -> InstanceSet {
    launchable(AmiFamily::Custom)
}

fn allowed(column: &LabelColumn, values: &ValueSet) -> InstanceSet {
    let mut set = InstanceSet::none();
    if let Some(listed) = values.listed() {
        listed.iter().filter_map(|it| column.values.get(it.as_str())).for_each(|it| set.unite(it));
    } else {
        let inside = column.values.iter().filter(|(value, _)| values.has(value));
        inside.for_each(|(_, types)| set.unite(types));
    }
    if values.admits_absence() {
        let mut absent = InstanceSet::all();
        absent.remove(&column.present);
        set.unite(&absent);
    }
    set
}

/// The values of `In` requirements that no admitted type has.
#[must_use]
pub fn dead_values(demands: &Requirements) -> Vec<DeadValue> {
    let decided = demands.iter().filter_map(|(key, set)| Some((key, column(key)?, set.listed()?)));
    decided
        .flat_map(|(key, column, listed)| {
            let rest = admitted(&demands.without(key));
            let is_dead =
                move |value: &&String| !types_with(column, value).is_some_and(|it| it.meets(&rest));
            let dead = listed.iter().filter(is_dead);
            dead.map(move |value| DeadValue {
                key: key.to_owned(),
                value: value.clone(),
                why: why(demands, key, types_with(column, value)),
            })
        })
        .collect()
}

fn types_with<'a>(column: &'a LabelColumn, value: &str) -> Option<&'a InstanceSet> {
    column.values.get(value)
}

fn why(demands: &Requirements, key: &str, types: Option<&InstanceSet>) -> Why {
    let Some(types) = types else { return Why::Unknown };
    let shuts_out = |(other, values): &(&str, &ValueSet)| {
        *other != key && column(other).is_some_and(|column| !types.meets(&allowed(column, values)))
    };
    let keys: Vec<String> =
        demands.iter().filter(shuts_out).map(|(other, _)| other.to_owned()).collect();
    if keys.is_empty() { Why::ShutOutTogether } else { Why::ShutOutBy(keys) }
}

/// The demands that all others imply: without them the same types are admitted.
#[must_use]
pub fn implied(demands: &Requirements) -> Vec<String> {
    let all = admitted(demands);
    let decided = demands.iter().filter(|(key, _)| column(key).is_some());
    decided
        .filter(|(key, _)| admitted(&demands.without(key)) == all)
        .map(|(key, _)| key.to_owned())
        .collect()
}

/// When nothing is admitted: the demands each of which, dropped, would let types in.
#[must_use]
pub fn culprits(demands: &Requirements) -> Vec<String> {
    let decided = demands.iter().filter(|(key, _)| column(key).is_some());
    decided
        .filter(|(key, _)| !admitted(&demands.without(key)).is_empty())
        .map(|(key, _)| key.to_owned())
        .collect()
}

/// The distinct values of a label among some types, as `minValues` counts them.
#[must_use]
pub fn distinct_values(types: &InstanceSet, key: &str) -> BTreeSet<Cow<'static, str>> {
    let values = column(key).map(|column| column.values.iter()).into_iter().flatten();
    values.filter(|(_, with)| with.meets(types)).map(|(value, _)| value.clone()).collect()
}

/// The instance types on which a pool can place a pod.
///
/// # Errors
/// When there is none: everything that stands in the way.
pub fn reach(
    pool: &Requirements,
    pod: &Requirements,
    karpenter: MinorVersion,
) -> Result<InstanceSet, Vec<Mismatch>> {
    let mismatches = pool.mismatches(pod, karpenter);
    if !mismatches.is_empty() {
        return Err(mismatches);
    }
    let both = pool.and(pod);
    let types = admitted(&both);
    if types.is_empty() {
        let keys = culprits(&both).into_iter().filter(|key| pod.get(key).is_some()).collect();
        return Err(vec![Mismatch::NoInstance { keys }]);
    }
    Ok(types)
}

#[cfg(test)]
#[path = "admission_tests.rs"]
mod tests;

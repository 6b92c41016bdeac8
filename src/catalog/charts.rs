//! The Helm charts of add-ons: where they are, which version is pinned, which values they know.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::units::MinorVersion;

use super::{karpenter, table};
use crate::units::spelling;

/// A Helm chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The add-on that it installs, by its name in the spec.
    pub addon: &'static str,
    /// Its repository, or the registry folder where that begins `oci://`.
    pub repository: &'static str,
    /// Its name in the repository.
    pub name: &'static str,
    /// The version that emrgen pins.
    pub version: &'static str,
    /// The namespace that it usually goes to.
    pub namespace: &'static str,
    values: BTreeMap<&'static str, Values>,
}

/// The keys below one path of a chart's values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Values {
    keys: BTreeSet<&'static str>,
    complete: bool,
}

/// What is known of a value's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyVerdict {
    /// The chart has it.
    Known,
    /// The catalog lists not all keys there are at this place.
    NotListed,
    /// All keys at this place are known, and it is none of them; or it is nearly one of those known.
    Unknown {
        /// The key that was probably meant.
        suggestion: Option<&'static str>,
    },
}

impl Chart {
    /// Whether the chart knows a key below a path such as `settings.featureGates`, or below the
    /// root, which is the empty path.
    #[must_use]
    pub fn key(&self, path: &str, key: &str) -> KeyVerdict {
        let Some(values) = self.values.get(path) else { return KeyVerdict::NotListed };
        if values.keys.contains(key) {
            return KeyVerdict::Known;
        }
        if values.complete {
            return KeyVerdict::Unknown { suggestion: nearest(key, &values.keys) };
        }
        // Where not all are known, only what is nearly one of them is none; a plural may be another.
        let is_plural = |known: &str| known.starts_with(key) || key.starts_with(known);
        let known = values.keys.iter().copied();
        let long = known.filter(|known| known.len() > 5 && !is_plural(known));
        match spelling::nearest(key, long, 2) {
            Some(meant) => KeyVerdict::Unknown { suggestion: Some(meant) },
            None => KeyVerdict::NotListed,
        }
    }

    /// The keys known below a path, sorted.
    pub fn keys(&self, path: &str) -> impl Iterator<Item = &'static str> {
        self.values.get(path).into_iter().flat_map(|values| values.keys.iter().copied())
    }
}

/// The key that contains the other, or is nearly spelt as it.
fn nearest(key: &str, keys: &BTreeSet<&'static str>) -> Option<&'static str> {
    let lower = key.to_ascii_lowercase();
    let likeness = |known: &str| {
        let known = known.to_ascii_lowercase();
        let contains = known.starts_with(&lower) || lower.starts_with(&known);
        let spelling = spelling::likeness(&known, &lower);
        if contains { spelling.max(0.8) } else { spelling }
    };
    let best = keys.iter().copied().max_by(|a, b| likeness(a).total_cmp(&likeness(b)))?;
    (likeness(best) >= 0.7).then_some(best)
}

static CHARTS: LazyLock<Vec<Chart>> = LazyLock::new(|| {
    let mut charts: Vec<Chart> = Vec::new();
    for line in table::lines(include_str!("data/charts.txt")) {
        if let Some(head) = line.strip_prefix('@') {
            charts.extend(chart_of(&table::words(head)));
        } else if let (Some(chart), Some((path, keys))) = (charts.last_mut(), line.split_once(':'))
        {
            let complete = path.ends_with('!');
            let path = path.trim_end_matches('!').trim_start_matches('.');
            let keys = keys.split_whitespace().collect();
            chart.values.insert(path, Values { keys, complete });
        }
    }
    charts
});

fn chart_of(words: &[&'static str]) -> Option<Chart> {
    let &[addon, repository, name, version, namespace] = words else { return None };
    Some(Chart { addon, repository, name, version, namespace, values: BTreeMap::new() })
}

/// All charts known, in the order of their table.
#[must_use]
pub fn charts() -> &'static [Chart] {
    &CHARTS
}

/// The chart of an add-on; `None` where it is not installed by Helm.
#[must_use]
pub fn chart(addon: &str) -> Option<&'static Chart> {
    CHARTS.iter().find(|chart| chart.addon == addon)
}

/// The chart of a name and a repository; EMR's Spark operator has a namesake.
#[must_use]
pub fn known(name: &str, repository: &str) -> Option<&'static Chart> {
    let emrs = repository.contains("emr-on-eks") || repository.contains(".dkr.ecr.");
    let chart = charts().iter().find(|chart| chart.name == name)?;
    (chart.addon != "spark-operator" || emrs).then_some(chart)
}

/// The version of Karpenter's chart for a release of Karpenter; `None` for one that is not known.
#[must_use]
pub fn karpenter_version(release: MinorVersion) -> Option<&'static str> {
    karpenter::release(release).map(|release| release.chart)
}

/// The tag of Cluster Autoscaler's image for a Kubernetes release, for the two must be of one
/// minor. Source: releases of the autoscaler; `None` where none is known.
#[must_use]
pub fn cluster_autoscaler_tag(kubernetes: MinorVersion) -> Option<&'static str> {
    let tags =
        ["v1.29.5", "v1.30.7", "v1.31.4", "v1.32.7", "v1.33.1", "v1.34.0", "v1.35.0", "v1.36.0"];
    let of = |tag: &&&str| tag[1..].starts_with(&format!("{kubernetes}."));
    tags.iter().find(of).copied()
}

#[cfg(test)]
mod tests {
    use super::super::addons::ADDONS;
    use super::super::eks_addons;
    use super::*;

    #[test]
    fn every_chart_is_of_a_known_add_on_and_every_add_on_has_a_way_in() {
        for chart in charts() {
            assert!(ADDONS.iter().any(|known| known.name == chart.addon), "{}", chart.addon);
            assert!(chart.keys("").count() > 5, "{}", chart.addon);
        }
        let lacks = |name: &&str| chart(name).is_none() && eks_addons::eks_name(name).is_none();
        let without: Vec<&str> = ADDONS.iter().map(|known| known.name).filter(lacks).collect();
        assert_eq!(without, ["amazon-managed-prometheus"]);
    }

    #[test]
    fn emrs_operator_has_a_namesake() {
        assert!(known("spark-operator", "oci://public.ecr.aws/emr-on-eks").is_some());
        assert!(known("spark-operator", "https://kubeflow.github.io/spark-operator").is_none());
    }

    #[test]
    fn every_path_leads_through_known_keys() {
        for chart in charts() {
            for path in chart.values.keys().filter(|path| !path.is_empty()) {
                let (parent, key) = path.rsplit_once('.').unwrap_or(("", path));
                assert_eq!(chart.key(parent, key), KeyVerdict::Known, "{} {path}", chart.addon);
            }
        }
    }

    #[test]
    fn keys_are_judged_only_where_the_list_is_complete() {
        let karpenter = chart("karpenter").unwrap();
        assert_eq!(karpenter.key("settings", "interruptionQueue"), KeyVerdict::Known);
        let meant = |suggestion| KeyVerdict::Unknown { suggestion };
        let old = karpenter.key("settings", "interruptionQueueName");
        assert_eq!(old, meant(Some("interruptionQueue")));
        assert_eq!(karpenter.key("settings", "aws"), meant(None));
        let gate = karpenter.key("settings.featureGates", "SpotToSpotConsolidation");
        assert_eq!(gate, meant(Some("spotToSpotConsolidation")));
        assert_eq!(karpenter.key("", "whatever"), KeyVerdict::NotListed);
        assert_eq!(karpenter.key("podLabels", "team"), KeyVerdict::NotListed);
    }

    #[test]
    fn versions_are_those_of_the_reference_platform() {
        let version = |addon| chart(addon).unwrap().version;
        assert_eq!(version("prometheus"), "69.5.2");
        assert_eq!(version("kubecost"), "1.104.5");
        assert_eq!(version("yunikorn"), "1.6.3");
        assert_eq!(karpenter_version(MinorVersion::new(1, 2)), Some("1.2.1"));
        assert_eq!(cluster_autoscaler_tag(MinorVersion::new(1, 33)), Some("v1.33.1"));
        assert_eq!(cluster_autoscaler_tag(MinorVersion::new(1, 3)), None);
    }

    #[test]
    fn feature_gates_of_chart_and_controller_are_the_same() {
        let in_chart: Vec<&str> =
            chart("karpenter").unwrap().keys("settings.featureGates").collect();
        let mut in_catalog: Vec<&str> =
            karpenter::GATES.iter().map(|gate| gate.value_key).collect();
        in_catalog.sort_unstable();
        assert_eq!(in_chart, in_catalog);
    }
}

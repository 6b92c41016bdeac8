//! What a schema says in Rust because JSON Schema has no words for it: sums, pairs, uniqueness by
//! key. A schema names a rule with `x-rule` at the value that the rule judges.

mod karpenter;
mod kubernetes;
mod numbers;

use serde_json::Value;

use crate::source::{Part, Step};

/// A rule that a schema can name.
#[derive(Debug)]
pub(super) struct Rule {
    name: &'static str,
    check: fn(&Value, &mut Findings),
}

/// What rules find, each below the value that was judged.
pub(super) type Findings = Vec<Finding>;

/// One thing that a rule refuses.
#[derive(Debug)]
pub(super) struct Finding {
    /// From the value that was judged to the value at fault.
    pub(super) steps: Vec<Step>,
    /// Whether the value is at fault or its key.
    pub(super) part: Part,
    /// What is wrong.
    pub(super) message: String,
}

impl Finding {
    /// A value at fault.
    fn value(steps: impl Into<Vec<Step>>, message: String) -> Self {
        Self { steps: steps.into(), part: Part::Value, message }
    }

    /// A key at fault.
    fn key(steps: impl Into<Vec<Step>>, message: String) -> Self {
        Self { steps: steps.into(), part: Part::Key, message }
    }
}

impl Rule {
    /// Everything that the rule refuses about a value; nothing about a value of another shape.
    pub(super) fn check(&self, value: &Value) -> Findings {
        let mut findings = Findings::new();
        (self.check)(value, &mut findings);
        findings
    }
}

/// Declares the rules.
macro_rules! rules {
    ($($name:literal => $check:path,)*) => {
        static RULES: &[Rule] = &[$(Rule { name: $name, check: $check }),*];
    };
}

rules! {
    "distinct-containers" => kubernetes::distinct_containers,
    "distinct-data-keys" => kubernetes::distinct_data_keys,
    "distinct-taints" => karpenter::distinct_taints,
    "image-collection-thresholds" => karpenter::image_collection_thresholds,
    "labels-and-requirements" => karpenter::labels_and_requirements,
    "limit-range-order" => kubernetes::limit_range_order,
    "minimum-values" => karpenter::minimum_values,
    "one-efa-per-card" => karpenter::one_efa_per_card,
    "overlay-amounts" => karpenter::overlay_amounts,
    "port-range" => kubernetes::port_range,
    "requests-within-limits" => kubernetes::requests_within_limits,
    "soft-eviction-pairs" => karpenter::soft_eviction_pairs,
    "whole-number" => numbers::whole_number,
}

/// The rule of that name.
pub(super) fn find(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name)
}

/// The names of all rules, in order.
pub fn rule_names() -> impl Iterator<Item = &'static str> {
    RULES.iter().map(|rule| rule.name)
}

/// The items of the list under a key; none where there is no such list.
fn items<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// The text under a key.
fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str()
}

//! Rules of Karpenter's kinds.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Finding, Findings, items, text};
use crate::units::Quantity;

/// The most labels and requirements that a NodeClaim can have together.
const MOST_REQUIREMENTS: usize = 100;

/// No taint is given twice, be it among the taints or the startup taints: key and effect count.
pub(super) fn distinct_taints(spec: &Value, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for list in ["taints", "startupTaints"] {
        for (at, taint) in items(spec, list).iter().enumerate() {
            let (Some(key), Some(effect)) = (text(taint, "key"), text(taint, "effect")) else {
                continue;
            };
            if !seen.insert((key, effect)) {
                let message = format!("the taint `{key}:{effect}` is given twice");
                findings.push(Finding::value([list.into(), at.into()], message));
            }
        }
    }
}

/// Labels become requirements of a NodeClaim, so the bound on requirements holds for both together.
pub(super) fn labels_and_requirements(template: &Value, findings: &mut Findings) {
    let labels = template.pointer("/metadata/labels").and_then(Value::as_object);
    let labels = labels.map_or(0, serde_json::Map::len);
    let spec = template.get("spec").unwrap_or(&Value::Null);
    let requirements = items(spec, "requirements").len();
    if labels + requirements > MOST_REQUIREMENTS {
        let message = format!(
            "{labels} labels and {requirements} requirements are more than the \
             {MOST_REQUIREMENTS} that a node can have together"
        );
        findings.push(Finding::value(["spec".into(), "requirements".into()], message));
    }
}

/// `minValues` of an `In` requirement is at most the number of its values.
pub(super) fn minimum_values(requirement: &Value, findings: &mut Findings) {
    let minimum = requirement.get("minValues").and_then(Value::as_f64);
    let (Some(minimum), Some("In")) = (minimum, text(requirement, "operator")) else { return };
    let count = items(requirement, "values").len();
    // Without values the operator itself is at fault.
    if count > 0 && minimum > count as f64 {
        let message = format!("`minValues` asks for {minimum} of {count} values");
        findings.push(Finding::value(["minValues".into()], message));
    }
}

/// Images are removed from the high threshold down to the low one.
pub(super) fn image_collection_thresholds(kubelet: &Value, findings: &mut Findings) {
    let percent = |key| kubelet.get(key).and_then(Value::as_f64);
    let (high, low) = ("imageGCHighThresholdPercent", "imageGCLowThresholdPercent");
    if let (Some(above), Some(below)) = (percent(high), percent(low))
        && above <= below
    {
        let message = format!("`{high}` is {above}, which is not above `{low}`, {below}");
        findings.push(Finding::value([high.into()], message));
    }
}

/// Every soft eviction threshold has its grace period, and every grace period its threshold.
pub(super) fn soft_eviction_pairs(kubelet: &Value, findings: &mut Findings) {
    let (soft, grace) = ("evictionSoft", "evictionSoftGracePeriod");
    for (these, those) in [(soft, grace), (grace, soft)] {
        let Some(signals) = kubelet.get(these).and_then(Value::as_object) else { continue };
        let others = kubelet.get(those).unwrap_or(&Value::Null);
        for signal in signals.keys().filter(|signal| others.get(signal).is_none()) {
            let message = format!("`{signal}` is in `{these}` and not in `{those}`");
            findings.push(Finding::key([these.into(), signal.into()], message));
        }
    }
}

/// A network card has at most one interface of the type `efa-only`.
pub(super) fn one_efa_per_card(interfaces: &Value, findings: &mut Findings) {
    let mut cards = BTreeSet::new();
    for (at, interface) in interfaces.as_array().into_iter().flatten().enumerate() {
        let card = interface.get("networkCardIndex").map(Value::to_string).unwrap_or_default();
        if text(interface, "interfaceType") == Some("efa-only") && !cards.insert(card.clone()) {
            let message = format!("card {card} has two network interfaces of type `efa-only`");
            findings.push(Finding::value([at.into()], message));
        }
    }
}

/// The amounts that an overlay says nodes have: none below nothing, whole devices, whole pages.
pub(super) fn overlay_amounts(capacity: &Value, findings: &mut Findings) {
    for (name, amount) in capacity.as_object().into_iter().flatten() {
        let text = amount.as_str().map_or_else(|| amount.to_string(), str::to_owned);
        let Ok(amount) = Quantity::parse(&text) else { continue };
        let page = name.strip_prefix("hugepages-").and_then(|size| Quantity::parse(size).ok());
        let unit = page.as_ref().map_or(1_000_000_000, Quantity::nano);
        let fault = if amount.nano() < 0 {
            "is below nothing: no pod that asks for any would fit".to_owned()
        } else if unit > 0 && amount.nano() % unit != 0 {
            let unit = page.map_or_else(|| "devices".to_owned(), |page| format!("pages of {page}"));
            format!("is no whole number of {unit}")
        } else {
            continue;
        };
        findings.push(Finding::value([name.into()], format!("`{text}` of `{name}` {fault}")));
    }
}

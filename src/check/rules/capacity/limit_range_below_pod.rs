//! A pod that a LimitRange of its namespace refuses.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{LimitRange, LimitRangeItem};
use k8s_openapi::apimachinery::pkg::api::resource;

use crate::artifact::Kind;
use crate::check::bundle::{Pod, View, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::units::Quantity;

/// A pod that a LimitRange of its namespace refuses.
pub const RULE: Rule = Rule {
    code: Code("limit-range-below-pod"),
    severity: Severity::Error,
    summary: "a LimitRange allows less, or demands more, than a driver or executor asks for",
    page: include_str!("limit_range_below_pod.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut ranges: BTreeMap<String, Vec<View<'_, LimitRange>>> = BTreeMap::new();
    for range in bundle.views::<LimitRange>(Kind::LimitRange) {
        if let Some(namespace) = range.metadata.namespace.clone() {
            ranges.entry(namespace).or_default().push(range);
        }
    }
    for pod in &bundle.pods {
        let job = bundle.job_of(pod).filter(|_| pod.role.spark().is_some());
        let Some(namespace) = job.and_then(|job| job.namespace.as_ref()) else { continue };
        for range in ranges.get(namespace).into_iter().flatten() {
            let items = range.spec.as_ref().map_or(&[][..], |spec| spec.limits.as_slice());
            for (index, item) in items.iter().enumerate() {
                judge(bundle, pod, range, (index, item), findings);
            }
        }
    }
}

fn judge(
    bundle: &Bundle<'_>,
    pod: &Pod<'_>,
    range: &View<'_, LimitRange>,
    (index, item): (usize, &LimitRangeItem),
    findings: &mut Findings,
) {
    let Some((cpu, memory)) = asked(bundle, pod, &item.type_) else { return };
    let is_pod = item.type_ == "Pod";
    for (key, asks) in [("cpu", cpu), ("memory", memory)] {
        let most = amount(item.max.as_ref(), key).filter(|most| asks > *most);
        // Of a whole pod more than is known may be asked for.
        let least = amount(item.min.as_ref(), key).filter(|least| asks < *least && !is_pod);
        // Spark limits memory itself, and CPU only when it is told to.
        let is_unlimited = key == "cpu" && !is_pod && !limits_cpu(bundle, pod);
        let given = amount(item.default.as_ref(), key).filter(|it| is_unlimited && asks > *it);
        let (field, bound, verb) = match (most, least, given) {
            (Some(most), _, _) => ("max", most, "allows no more than"),
            (_, Some(least), _) => ("min", least, "demands at least"),
            (_, _, Some(given)) => ("default", given, "gives it a limit of"),
            (None, None, None) => continue,
        };
        let said = |amount| words::amount(key, amount);
        let at = pod.place();
        findings
            .at(
                at.artifact,
                &at.route,
                format!(
                    "{} asks for {}, and the LimitRange of its namespace {verb} {}: the pod is refused",
                    pod.title,
                    said(asks),
                    said(bound)
                ),
            )
            .related(range.artifact, &route!["spec", "limits", index, field, key], "the bound")
            .help("move the bound, or let the pod ask for what is allowed");
    }
}

/// The CPU in thousandths and the memory in bytes of the pod, or of its main container.
fn asked(bundle: &Bundle<'_>, pod: &Pod<'_>, what: &str) -> Option<(u64, u64)> {
    let request = pod.request(&bundle.jobs)?;
    match what {
        "Pod" => Some((request.total.cpu_millis, request.total.memory_bytes)),
        "Container" => {
            let main = request.spark?;
            let cpu = main.cpu_limit_millis.unwrap_or(main.cpu_millis).max(main.cpu_millis);
            Some((cpu, main.request().memory_bytes))
        }
        _ => None,
    }
}

/// Whether the job sets a limit on the CPU of the pod's main container.
fn limits_cpu(bundle: &Bundle<'_>, pod: &Pod<'_>) -> bool {
    let request = pod.request(&bundle.jobs).and_then(|request| request.spark);
    request.is_some_and(|main| main.cpu_limit_millis.is_some())
}

fn amount(map: Option<&BTreeMap<String, resource::Quantity>>, key: &str) -> Option<u64> {
    let quantity = Quantity::parse(&map?.get(key)?.0).ok()?;
    u64::try_from(if key == "cpu" { quantity.milli() } else { quantity.bytes() }).ok()
}

//! A pod asks for a device that no instance it can land on has.

use std::collections::BTreeMap;

use crate::artifact::Kind;
use crate::catalog::instance::{Devices, InstanceSet, InstanceType};
use crate::check::bundle::{Placement, Pod, Written};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::Quantity;

/// A pod asks for a device that no instance it can land on has.
pub const RULE: Rule = Rule {
    code: Code("missing-device"),
    severity: Severity::Error,
    summary: "a pod asks for GPUs, accelerators or huge pages that no instance of its pools has",
    page: include_str!("missing_device.md"),
    check,
};

/// Resources that Karpenter takes an instance to have for its devices: whose they are, and whether
/// they are counted. Source: the resources that Karpenter's provider for AWS knows.
const DEVICES: [(&str, &str, bool); 6] = [
    ("amd.com/gpu", "amd", true),
    ("aws.amazon.com/neuron", "aws", true),
    ("aws.amazon.com/neuroncore", "aws", false),
    ("aws.amazon.com/neurondevice", "aws", true),
    ("habana.ai/gaudi", "habana", true),
    ("nvidia.com/gpu", "nvidia", true),
];
/// What Kubernetes puts before the size of huge pages.
const HUGE_PAGES: &str = "hugepages-";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for placement in bundle.placements() {
        let is_judged = placement.has_pool()
            && placement.has_known_types(&bundle.pools)
            && !placement.may_be_elsewhere(bundle);
        let types = types(bundle, placement);
        if !is_judged || types.is_empty() {
            continue;
        }
        for pod in placement.subjects(&bundle.pods) {
            for (resource, (amount, at)) in asked(bundle, pod) {
                if amount > 0 && !is_overlaid(bundle, &resource) {
                    judge(pod, &types, (&resource, amount), &at, findings);
                }
            }
        }
    }
}

/// The instance types of all pools that take the pods.
fn types(bundle: &Bundle<'_>, placement: &Placement) -> InstanceSet {
    let mut all = InstanceSet::none();
    placement.open(&bundle.pools).for_each(|(_, landing)| all.unite(&landing.types));
    all
}

fn judge(
    pod: &Pod<'_>,
    types: &InstanceSet,
    (resource, amount): (&str, u64),
    at: &Written<'_>,
    findings: &mut Findings,
) {
    let asks = format!("{} asks for `{resource}`", pod.title);
    let (message, severity) = if resource.starts_with(HUGE_PAGES) {
        let message = format!("{asks}, which no node has unless a NodeOverlay says so");
        (message, Severity::Warning)
    } else {
        let Some(most) = most(types, resource).filter(|most| *most < amount) else { return };
        match most {
            0 => {
                let message = format!("{asks}, and no instance type that it can land on has one");
                (message, Severity::Error)
            }
            _ => {
                let message = format!("{asks} {amount} times, and its instance types have {most}");
                (message, Severity::Warning)
            }
        }
    };
    findings.at(at.artifact, &at.route, message).severity(severity).help(
        "let it land on a pool of instances that have it, or ask for less; what a plug-in divides \
            further, a NodeOverlay tells Karpenter",
    );
}

/// The most of a resource that one of the types has; `None` for a resource that is no device.
fn most(types: &InstanceSet, resource: &str) -> Option<u64> {
    let (_, maker, counted) = DEVICES.iter().find(|(name, ..)| *name == resource)?;
    let of = |kind: &InstanceType| {
        let all = [kind.gpu, kind.accelerator].into_iter().flatten();
        let own = all.filter(|devices: &Devices| devices.manufacturer == *maker);
        // A part of one is a device as well.
        own.map(|it| if *counted { u64::from(it.count.max(1)) } else { u64::MAX }).max()
    };
    Some(types.iter().filter_map(of).max().unwrap_or(0))
}

/// Whether an overlay tells Karpenter of the resource.
fn is_overlaid(bundle: &Bundle<'_>, resource: &str) -> bool {
    let mut overlays = bundle.of(Kind::NodeOverlay).filter_map(|artifact| artifact.value());
    overlays.any(|overlay| {
        overlay.pointer("/spec/capacity").is_some_and(|map| map.get(resource).is_some())
    })
}

type Asked<'a> = BTreeMap<String, (u64, Written<'a>)>;

/// What a pod asks for beyond CPU, memory and disk, with the first place that says so.
fn asked<'a>(bundle: &Bundle<'a>, pod: &Pod<'a>) -> Asked<'a> {
    let mut all = of_spark(bundle, pod);
    for (container, route) in pod.containers() {
        let Some(resources) = &container.resources else { continue };
        // Requests of such resources are their limits.
        for (field, map) in [("limits", &resources.limits), ("requests", &resources.requests)] {
            for (name, quantity) in map.iter().flatten() {
                let amount = Quantity::parse(&quantity.0).map_or(0, |it| it.value());
                let route = route.then("resources").then(field).then(name);
                let at = Written { artifact: pod.artifact, route };
                let amount = u64::try_from(amount).unwrap_or(0);
                let known = all.entry(name.clone()).or_insert((amount, at));
                known.0 = known.0.max(amount);
            }
        }
    }
    all.retain(|name, _| name.contains('/') || name.starts_with(HUGE_PAGES));
    all
}

/// What Spark asks for by `spark.executor.resource.gpu.amount` and its vendor.
fn of_spark<'a>(bundle: &Bundle<'a>, pod: &Pod<'a>) -> Asked<'a> {
    let mut all = Asked::new();
    let Some((job, role)) = bundle.job_of(pod).zip(pod.role.spark()) else { return all };
    let prefix = format!("spark.{}.resource.", role.word());
    for (rest, setting) in job.conf.under(&prefix) {
        let Some(name) = rest.strip_suffix(".amount") else { continue };
        let Some(vendor) = job.conf.get(&format!("{prefix}{name}.vendor")) else { continue };
        let Ok(amount) = setting.value.trim().parse() else { continue };
        let at = Written { artifact: job.artifact, route: setting.route.clone() };
        all.insert(format!("{vendor}/{name}"), (amount, at));
    }
    all
}

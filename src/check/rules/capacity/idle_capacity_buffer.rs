//! A CapacityBuffer holds no room.

use crate::artifact::Artifact;
use crate::check::bundle::buffer::{CapacityBufferSpec, amount, requested};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::source::Route;

/// A CapacityBuffer holds no room.
pub const RULE: Rule = Rule {
    code: Code("idle-capacity-buffer"),
    severity: Severity::Error,
    summary: "a CapacityBuffer does not say of which pods or how many, and holds room for none",
    page: include_str!("idle_capacity_buffer.md"),
    check,
};

/// The workloads of group `apps` whose pods Karpenter finds.
const FOLLOWED: [&str; 3] = ["Deployment", "StatefulSet", "ReplicaSet"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for buffer in bundle.buffers() {
        let spec = &buffer.spec;
        let fault = shapeless(spec).or_else(|| unfollowed(spec)).or_else(|| sizeless(spec));
        let fault = fault.or_else(|| too_low(bundle, buffer.artifact, spec));
        let fault = fault.or_else(|| unreachable(bundle, buffer.artifact, spec));
        let Some(fault) = fault.or_else(|| unread_percentage(spec)) else { continue };
        let name = buffer.artifact.name().unwrap_or_default();
        findings
            .at(buffer.artifact, &fault.at, format!("buffer `{name}` {}", fault.what))
            .severity(fault.severity)
            .help(fault.help);
    }
}

struct Fault {
    at: Route,
    what: String,
    help: &'static str,
    severity: Severity,
}

fn shapeless(spec: &CapacityBufferSpec) -> Option<Fault> {
    spec.shape().is_none().then(|| Fault {
        at: route!["spec"],
        what: "does not say which pods it holds room for: Karpenter holds none".to_owned(),
        help: "name a `podTemplateRef` or a `scalableRef`",
        severity: Severity::Error,
    })
}

fn unfollowed(spec: &CapacityBufferSpec) -> Option<Fault> {
    let target = spec.scalable_ref.as_ref()?;
    let is_followed = matches!(target.api_group.as_str(), "" | "apps")
        && FOLLOWED.contains(&target.kind.as_str());
    (!is_followed).then(|| Fault {
        at: route!["spec", "scalableRef", "kind"],
        what: format!(
            "holds room for pods of the {} `{}`, a kind whose pods Karpenter does not find",
            target.kind, target.name
        ),
        help: "name a Deployment, a StatefulSet or a ReplicaSet, or write a PodTemplate of such a pod and name it in `podTemplateRef`",
        severity: Severity::Warning,
    })
}

/// By a pod template the schema asks for a number or limits itself.
fn sizeless(spec: &CapacityBufferSpec) -> Option<Fault> {
    let is_sized = spec.replicas.is_some() || spec.percentage.is_some() || spec.limits.is_some();
    (spec.scalable_ref.is_some() && !is_sized).then(|| Fault {
        at: route!["spec"],
        what: "does not say for how many pods: Karpenter holds room for none".to_owned(),
        help: "write `replicas`, `percentage` or `limits`",
        severity: Severity::Warning,
    })
}

fn too_low(bundle: &Bundle<'_>, buffer: &Artifact, spec: &CapacityBufferSpec) -> Option<Fault> {
    let shape = spec.shape()?;
    let document = bundle.document_of(buffer, &shape)?;
    let is_low = |(resource, limit): &(&String, &serde_json::Value)| {
        let requested = requested(document, shape.kind, resource);
        amount(limit)
            .zip(requested)
            .is_some_and(|(limit, requested)| 0 < limit && limit < requested)
    };
    let (resource, _) = spec.limits.iter().flatten().find(is_low)?;
    Some(Fault {
        at: route!["spec", "limits", &**resource],
        what: format!("is limited to less `{resource}` than one pod of `{}` asks for", shape.name),
        help: "raise the limit to what so many pods ask for",
        severity: Severity::Warning,
    })
}

/// Karpenter makes nodes of its pools for a buffer, whatever node groups there are.
fn unreachable(bundle: &Bundle<'_>, buffer: &Artifact, spec: &CapacityBufferSpec) -> Option<Fault> {
    let shape = spec.shape()?;
    let document = bundle.document_of(buffer, &shape)?;
    let placement = bundle.placement_of_shape(document, shape.kind)?;
    let grows = placement.open(&bundle.pools).any(|(pool, _)| !pool.is_fixed());
    let (which, help) = match placement.has_pool() {
        _ if bundle.pools.is_empty() || grows => return None,
        true => (
            "which only a pool of fixed size takes: Karpenter makes no node for them",
            "let its pods fit a pool without `replicas`, or give the pool as many nodes as are to be held",
        ),
        false => (
            "which no pool among the documents takes",
            "let its pods select and tolerate what the pods select and tolerate that are to come",
        ),
    };
    Some(Fault {
        at: route!["spec", shape.field, "name"],
        what: format!("holds room for pods of `{}`, {which}", shape.name),
        help,
        severity: Severity::Warning,
    })
}

fn unread_percentage(spec: &CapacityBufferSpec) -> Option<Fault> {
    let is_unread = spec.percentage.is_some() && spec.scalable_ref.is_none();
    is_unread.then(|| Fault {
        at: route!["spec", "percentage"],
        what: "is a percentage of nothing: a pod template has no replicas of its own".to_owned(),
        help: "name the workload in `scalableRef`, or write `replicas`",
        severity: Severity::Warning,
    })
}

//! A pool limits a resource that no node has.

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::units::spelling;

/// A pool limits a resource that no node has.
pub const RULE: Rule = Rule {
    code: Code("unknown-limit"),
    severity: Severity::Warning,
    summary: "a pool limits a resource that no node has, which limits nothing",
    page: include_str!("unknown_limit.md"),
    check,
};

/// Resources without a domain, all of which are Kubernetes' or Karpenter's own.
const NATIVE: [&str; 5] = ["cpu", "memory", "ephemeral-storage", "pods", "nodes"];
/// How the names begin of those that are many.
const NATIVE_PREFIXES: [&str; 2] = ["hugepages-", "attachable-volumes-"];
/// Resources of devices that Karpenter counts.
const DEVICES: [&str; 8] = [
    "amd.com/gpu",
    "aws.amazon.com/neuron",
    "aws.amazon.com/neuroncore",
    "aws.amazon.com/neurondevice",
    "habana.ai/gaudi",
    "nvidia.com/gpu",
    "vpc.amazonaws.com/efa",
    "vpc.amazonaws.com/pod-eni",
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    // A pool of fixed size can limit its nodes only, as the schema says.
    for pool in bundle.pools.iter().filter(|pool| !pool.is_fixed()) {
        for key in pool.view.spec.limits.keys().filter(|key| is_unknown(key)) {
            let message = format!(
                "pool `{}` limits `{key}`, which no node has: this limits nothing",
                pool.name()
            );
            let help = meant(key).map_or_else(
                || "the resources are `cpu`, `memory`, `ephemeral-storage`, `pods`, `nodes` and those of devices, such as `nvidia.com/gpu`".to_owned(),
                |meant| format!("did you mean `{meant}`?"),
            );
            findings.at_key(pool.view.artifact, &route!["spec", "limits", key], message).help(help);
        }
    }
}

/// A resource with a domain may be anyone's, unless it is nearly one that is known.
fn is_unknown(key: &str) -> bool {
    if key.contains('/') {
        return !DEVICES.contains(&key) && spelling::nearest(key, DEVICES, 1).is_some();
    }
    let has_prefix = NATIVE_PREFIXES.iter().any(|prefix| key.starts_with(prefix));
    !NATIVE.contains(&key) && !has_prefix
}

fn meant(key: &str) -> Option<&'static str> {
    match key.to_ascii_lowercase().as_str() {
        "cpus" | "vcpu" | "vcpus" | "core" | "cores" => Some("cpu"),
        "mem" | "ram" => Some("memory"),
        "node" | "instances" | "replicas" => Some("nodes"),
        "gpu" | "gpus" => Some("nvidia.com/gpu"),
        "disk" | "storage" | "ephemeralstorage" => Some("ephemeral-storage"),
        lower if lower.contains('/') => spelling::nearest(lower, DEVICES, 1),
        lower => spelling::nearest(lower, NATIVE, 2),
    }
}

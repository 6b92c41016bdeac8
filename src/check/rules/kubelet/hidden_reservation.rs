//! What user data sets aside and Karpenter does not know of.

use super::common::{Class, believed_and_real, pools_of, user_data, with_user_data, without_room};
use crate::catalog::instance::{InstanceSet, InstanceType};
use crate::check::bundle::words;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::{NodeSettings, Resources, launchable};

/// What user data sets aside and Karpenter does not know of.
pub const RULE: Rule = Rule {
    code: Code("hidden-reservation"),
    severity: Severity::Warning,
    summary: "user data leaves pods less of a node than Karpenter believes",
    page: include_str!("hidden_reservation.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for class in with_user_data(bundle).iter().filter(|class| !class.data.kubelet.is_empty()) {
        places(class, findings);
        let pools = pools_of(bundle, class.name);
        // Where nothing is left at all, that is what is said.
        if pools.iter().any(|pool| !without_room(pool, Some(&class.data)).is_empty()) {
            continue;
        }
        let of_pools = pools.iter().find_map(|pool| shortage(class, &pool.types, &pool.settings));
        let found = if pools.is_empty() { without_pool(class) } else { of_pools };
        if let Some((kind, believed, real)) = found {
            report(class, kind, &believed, &real, findings);
        }
    }
}

/// A number of places that Karpenter does not read.
fn places(class: &Class<'_, '_>, findings: &mut Findings) {
    let own = &class.view.spec.kubelet;
    let lost = ["maxPods", "podsPerCore"]
        .into_iter()
        .find(|key| class.data.kubelet.contains_key(*key) && !own.contains_key(*key));
    let Some(key) = lost else { return };
    findings
        .at(
            class.view.artifact,
            &user_data(),
            format!(
                "the user data of node class `{}` sets `{key}`, which Karpenter does not see: it counts places for pods by network interfaces",
                class.name
            ),
        )
        .help(format!("say `{key}` in `spec.kubelet` of the node class"));
}

/// A type, what Karpenter believes it has for pods, and what it has.
type Shortage = Option<(&'static InstanceType, Resources, Resources)>;

/// The first type of which less is there than Karpenter believes.
fn shortage(class: &Class<'_, '_>, types: &InstanceSet, settings: &NodeSettings) -> Shortage {
    types.iter().find_map(|kind| {
        let (believed, real) = believed_and_real(kind, settings, Some(&class.data));
        let is_less = believed.less(&real) != Resources::default();
        is_less.then_some((kind, believed, real))
    })
}

/// Without a pool, a common size stands for all.
fn without_pool(class: &Class<'_, '_>) -> Shortage {
    let mut types = launchable(crate::sizing::AmiFamily::Al2023);
    types.intersect(&InstanceSet::of(|kind| kind.name == "m5.xlarge"));
    let said = class.view.spec.kubelet.is_empty().then(NodeSettings::default)?;
    shortage(class, &types, &said)
}

fn report(
    class: &Class<'_, '_>,
    kind: &InstanceType,
    believed: &Resources,
    real: &Resources,
    findings: &mut Findings,
) {
    let names = ["kubeReserved", "systemReserved", "reservedSystemCPUs", "evictionHard"];
    let said: Vec<&str> =
        class.data.names().into_iter().filter(|name| names.contains(name)).collect();
    findings
        .at(
            class.view.artifact,
            &user_data(),
            format!(
                "the user data of node class `{}` sets {}, which Karpenter does not see: it believes a `{}` to have {} for pods, and it has {}",
                class.name,
                words::both(&said),
                kind.name,
                amounts(believed, believed, real),
                amounts(real, believed, real)
            ),
        )
        .help("say it in `spec.kubelet` of the node class, for Karpenter and kubelet alike; in a spec: `kubelet` of the pool");
}

/// Those amounts in which the two differ.
fn amounts(of: &Resources, one: &Resources, other: &Resources) -> String {
    let mut parts = Vec::new();
    if one.cpu_millis != other.cpu_millis {
        parts.push(words::cpu(of.cpu_millis));
    }
    if one.memory_bytes != other.memory_bytes {
        parts.push(words::memory(of.memory_bytes));
    }
    if one.ephemeral_bytes != other.ephemeral_bytes {
        parts.push(format!("{} of disk", words::memory(of.ephemeral_bytes)));
    }
    if one.pods != other.pods {
        parts.push(words::counted(of.pods, "place"));
    }
    words::series(&parts, "and")
}

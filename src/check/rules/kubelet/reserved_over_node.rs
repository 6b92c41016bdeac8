//! Reservations that leave pods nothing of a node.

use super::common::{has_room, pools_of, user_data, without_room};
use crate::check::bundle::{Pool, UserData, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::{Reserved, allocatable};

/// Reservations that leave pods nothing of a node.
pub const RULE: Rule = Rule {
    code: Code("reserved-over-node"),
    severity: Severity::Error,
    summary: "what the kubelet reserves is all that an instance type of the pool has",
    page: include_str!("reserved_over_node.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for name in bundle.node_classes.keys() {
        let data = bundle.node_classes.get(name).and_then(|class| UserData::of(class));
        for pool in pools_of(bundle, name) {
            judge(pool, name, data.as_ref(), findings);
        }
    }
}

fn judge(pool: &Pool<'_>, class: &str, data: Option<&UserData>, findings: &mut Findings) {
    let empty = without_room(pool, data);
    let reserves = |reserved: &Reserved| *reserved != Reserved::default();
    let settings = &pool.settings;
    let is_written = data.is_some_and(|data| !data.kubelet.is_empty())
        || reserves(&settings.kube_reserved)
        || reserves(&settings.system_reserved);
    let Some(artifact) = pool.class.as_ref().map(|class| class.artifact) else { return };
    if empty.is_empty() || !is_written {
        return;
    }
    let names: Vec<&str> = empty.iter().map(|kind| kind.name).collect();
    let is_hidden = empty.iter().any(|kind| has_room(&allocatable(kind, settings)));
    let (route, consequence, severity) = if is_hidden {
        let consequence = "Karpenter, which does not read user data, starts them one after the other, and nothing fits";
        (user_data(), consequence, Severity::Error)
    } else if empty.len() == pool.types.len() {
        (route!["spec", "kubelet"], "no pod fits on any node of the pool", Severity::Error)
    } else {
        (route!["spec", "kubelet"], "the pool is smaller than it reads", Severity::Warning)
    };
    findings
        .at(
            artifact,
            &route,
            format!(
                "node class `{class}` reserves all that {} of pool `{}` {}: {consequence}",
                words::some(&names),
                pool.name(),
                if names.len() == 1 { "has" } else { "have" }
            ),
        )
        .severity(severity)
        .related(
            pool.view.artifact,
            &route!["spec", "template", "spec", "requirements"],
            "the pool",
        )
        .help("reserve less, or leave the small sizes out of the pool");
}

//! Settings of user data that Karpenter replaces by its own.

use super::common::{user_data, with_user_data};
use crate::check::bundle::node_class::family;
use crate::check::bundle::{UserData, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::AmiFamily;

/// Settings of user data that Karpenter replaces by its own.
pub const RULE: Rule = Rule {
    code: Code("overwritten-user-data"),
    severity: Severity::Warning,
    summary: "user data sets taints or the cluster, which Karpenter replaces by its own",
    page: include_str!("overwritten_user_data.md"),
    check,
};

/// What Karpenter writes in any case, below `settings.kubernetes`. Source: its user data for
/// Bottlerocket.
const CLUSTER: [&str; 3] = ["api-server", "cluster-certificate", "cluster-name"];
/// The taints of a node in the settings of Bottlerocket, and in those of the kubelet.
const TAINTS: [&str; 2] = ["node-taints", "registerWithTaints"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for class in with_user_data(bundle) {
        let (taints, cluster) = match family(class.view) {
            Some(AmiFamily::Bottlerocket) => in_settings(&class.data),
            Some(AmiFamily::Al2023) => in_node_config(&class.data),
            _ => continue,
        };
        let (severity, names, help) = if !taints.is_empty() {
            let help = "write the taints in `spec.template.spec.taints` of the pool";
            (Severity::Warning, taints, help)
        } else if cluster.is_empty() {
            continue;
        } else {
            (Severity::Note, cluster, "leave it out: Karpenter knows the cluster")
        };
        findings
            .at(
                class.view.artifact,
                &user_data(),
                format!(
                    "the user data of node class `{}` sets {}, which Karpenter replaces by its own",
                    class.name,
                    words::both(names)
                ),
            )
            .severity(severity)
            .help(help);
    }
}

/// Names of settings: of taints, and of the cluster.
type Names = (Vec<&'static str>, Vec<&'static str>);

fn in_settings(data: &UserData) -> Names {
    let sets = |name: &&str| data.settings.contains(*name);
    let given = |names: &[&'static str]| names.iter().filter(|name| sets(name)).copied().collect();
    (given(&TAINTS), given(&CLUSTER))
}

/// Karpenter's own NodeConfig comes last, and the last one wins.
fn in_node_config(data: &UserData) -> Names {
    if !data.has_node_config {
        return Names::default();
    }
    let sets = |name: &&str| data.kubelet.contains_key(*name);
    let taints = TAINTS.iter().filter(|name| sets(name)).copied().collect();
    (taints, if data.names_cluster { vec!["cluster"] } else { Vec::new() })
}

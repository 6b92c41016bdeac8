//! Settings of Bottlerocket that Karpenter replaces by its own.

use super::common::{user_data, with_user_data};
use crate::check::bundle::node_class::family;
use crate::check::bundle::words;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::AmiFamily;

/// Settings of Bottlerocket that Karpenter replaces by its own.
pub const RULE: Rule = Rule {
    code: Code("overwritten-user-data"),
    severity: Severity::Warning,
    summary: "user data for Bottlerocket sets taints or the cluster, which Karpenter replaces by its own",
    page: include_str!("overwritten_user_data.md"),
    check,
};

/// What Karpenter writes in any case, below `settings.kubernetes`. Source: its user data for
/// Bottlerocket.
const CLUSTER: [&str; 3] = ["api-server", "cluster-certificate", "cluster-name"];
const TAINTS: &str = "node-taints";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for class in with_user_data(bundle) {
        if family(class.view) != Some(AmiFamily::Bottlerocket) {
            continue;
        }
        let sets = |name: &&str| class.data.settings.contains(*name);
        let cluster: Vec<&str> = CLUSTER.iter().filter(|name| sets(name)).copied().collect();
        let (severity, names, help) = if sets(&TAINTS) {
            let help = "write the taints in `spec.template.spec.taints` of the pool";
            (Severity::Warning, vec![TAINTS], help)
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

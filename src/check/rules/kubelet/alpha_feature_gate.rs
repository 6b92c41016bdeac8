//! A feature gate of the kubelet that may be gone with the next release.

use super::common::{user_data, with_user_data};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::MinorVersion;

/// A feature gate of the kubelet that may be gone with the next release.
pub const RULE: Rule = Rule {
    code: Code("alpha-feature-gate"),
    severity: Severity::Warning,
    summary: "user data turns on an alpha feature of the kubelet",
    page: include_str!("alpha_feature_gate.md"),
    check,
};

/// Gates of features that are alpha, and the release of Kubernetes in which they are no longer.
/// Source: the table of feature gates in Kubernetes' reference, up to 1.34.
const ALPHA: [(&str, Option<u32>); 12] = [
    ("AllAlpha", None),
    ("CPUManagerPolicyAlphaOptions", None),
    ("TopologyManagerPolicyAlphaOptions", None),
    ("KubeletInUserNamespace", None),
    ("MemoryQoS", None),
    ("PodAndContainerStatsFromCRI", None),
    ("QOSReserved", None),
    ("ContainerCheckpoint", Some(30)),
    ("InPlacePodVerticalScaling", Some(33)),
    ("NodeSwap", Some(28)),
    ("SidecarContainers", Some(29)),
    ("UserNamespacesSupport", Some(30)),
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let context = bundle.context;
    let is_alpha = |gate: &str| {
        let since = ALPHA.iter().find(|(name, _)| *name == gate).map(|(_, since)| *since);
        since.is_some_and(|since| {
            since.is_none_or(|minor| {
                context.stated_kubernetes().is_some_and(|it| it < MinorVersion::new(1, minor))
            })
        })
    };
    for class in with_user_data(bundle) {
        for gate in class.data.feature_gates().into_iter().filter(|gate| is_alpha(gate)) {
            findings
                .at(
                    class.view.artifact,
                    &user_data(),
                    format!(
                        "the user data of node class `{}` turns on `{gate}`, an alpha feature: a kubelet whose release no longer has it does not start",
                        class.name
                    ),
                )
                .help("leave it out where jobs must run, or pin the image and try every release before it comes");
        }
    }
}

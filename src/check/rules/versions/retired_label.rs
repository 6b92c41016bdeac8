//! A label or an annotation has a name that is no longer in use.

use crate::artifact::{Artifact, Kind, Target};
use crate::check::bundle::texts;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A label or an annotation has a name that is no longer in use.
pub const RULE: Rule = Rule {
    code: Code("retired-label"),
    severity: Severity::Warning,
    summary: "a label or annotation by a former name, which nodes or controllers need not know",
    page: include_str!("retired_label.md"),
    check,
};

/// Former names and what came after. Source: Kubernetes' list of well-known labels, annotations and
/// taints; Karpenter's upgrade guide.
const RETIRED: [(&str, &str); 12] = [
    ("beta.kubernetes.io/arch", "write `kubernetes.io/arch`"),
    ("beta.kubernetes.io/instance-type", "write `node.kubernetes.io/instance-type`"),
    ("beta.kubernetes.io/os", "write `kubernetes.io/os`"),
    ("failure-domain.beta.kubernetes.io/region", "write `topology.kubernetes.io/region`"),
    ("failure-domain.beta.kubernetes.io/zone", "write `topology.kubernetes.io/zone`"),
    ("karpenter.sh/do-not-consolidate", "write `karpenter.sh/do-not-disrupt`"),
    ("karpenter.sh/provisioner-name", "write `karpenter.sh/nodepool`"),
    ("kubernetes.io/cluster-service", "leave it out"),
    ("node-role.kubernetes.io/master", "write `node-role.kubernetes.io/control-plane`"),
    ("scheduler.alpha.kubernetes.io/critical-pod", "use a priority class"),
    ("seccomp.security.alpha.kubernetes.io/pod", "use `securityContext.seccompProfile`"),
    ("volume.beta.kubernetes.io/storage-class", "use `storageClassName`"),
];

/// What Spark's keys for labels of nodes and pods have in front of the label.
const SPARK_KEYS: [&str; 3] = [".selector.", ".label.", ".annotation."];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for artifact in bundle.artifacts.iter().filter(|artifact| is_read(artifact)) {
        let Some(value) = artifact.value() else { continue };
        let mut told = Vec::new();
        texts(value, &mut |trail, text| {
            // To tolerate what is gone does no harm.
            if trail.keys().any(|key| key == "tolerations") {
                return;
            }
            let key = trail.keys().next().unwrap_or_default();
            let is_value = matches!(key, "key" | "topologyKey");
            let Some((retired, help)) = retired(if is_value { text } else { key }) else { return };
            if told.contains(&retired) {
                return;
            }
            told.push(retired);
            let message = format!(
                "`{retired}` is a former name, which newer nodes and controllers need not know"
            );
            let found = if is_value {
                findings.at(artifact, &trail.route(), message)
            } else {
                findings.at_key(artifact, &trail.route(), message)
            };
            found.help(help);
        });
    }
}

/// Objects, templates and requests. Karpenter itself reads the former names in its pools.
fn is_read(artifact: &Artifact) -> bool {
    let target = artifact.kind.facts().target;
    let is_document = matches!(target, Target::Kubectl | Target::PodTemplates | Target::Emr);
    let names_kinds =
        matches!(artifact.kind, Kind::NodePool | Kind::ValidatingAdmissionPolicy | Kind::ConfigMap);
    is_document && !names_kinds && artifact.kind != Kind::NodeOverlay
}

fn retired(key: &str) -> Option<(&'static str, &'static str)> {
    if !key.contains('/') {
        return None;
    }
    let label = SPARK_KEYS
        .iter()
        .find_map(|infix| key.split_once(infix).map(|(_, label)| label))
        .unwrap_or(key);
    RETIRED.into_iter().find(|(retired, _)| *retired == label)
}

//! The namespace of a pod enforces a level of pod security that refuses it.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{Container, PodSpec};

use crate::artifact::{Artifact, Kind};
use crate::check::bundle::{Pod, PodVolume, Role, VolumeSource, Written};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// The namespace of a pod enforces a level of pod security that refuses it.
pub const RULE: Rule = Rule {
    code: Code("refused-by-pod-security"),
    severity: Severity::Error,
    summary: "a namespace enforces a pod security level that refuses a pod of its own",
    page: include_str!("refused_by_pod_security.md"),
    check,
};

/// The label by which a namespace enforces a level.
const ENFORCED: &str = "pod-security.kubernetes.io/enforce";

/// What a level refuses in a pod, and where that stands.
type Fault<'a> = (Written<'a>, &'static str);

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let namespaces: BTreeMap<&str, &Artifact> =
        bundle.of(Kind::Namespace).filter_map(|it| Some((it.name()?, it))).collect();
    for (pod, volumes) in bundle.pods_with_volumes() {
        let Some(name) = bundle.namespace_of(pod) else { continue };
        let namespace = namespaces.get(name);
        let level = namespace.and_then(|it| Some((*it, level(it)?)));
        let Some((namespace, level)) = level.filter(|_| pod.role != Role::Placeholder) else {
            continue;
        };
        let Some((at, what)) = fault(pod, volumes, level) else { continue };
        findings
            .at(
                at.artifact,
                &at.route,
                format!(
                    "{} {what}, which the namespace `{name}` refuses: it enforces `{level}`",
                    pod.title
                ),
            )
            .help("remove it from the pod, or let a namespace of its own enforce a wider level")
            .related(namespace, &crate::route!["metadata", "labels", ENFORCED], "the level");
    }
}

/// The level that a namespace enforces, if it refuses anything.
fn level(namespace: &Artifact) -> Option<&str> {
    let labels = namespace.value()?.pointer("/metadata/labels")?;
    labels.get(ENFORCED)?.as_str().filter(|level| ["baseline", "restricted"].contains(level))
}

/// The first thing in a pod that a level refuses for certain; what EMR or a webhook may still add
/// is not missed.
fn fault<'a>(pod: &Pod<'a>, volumes: &[PodVolume<'a>], level: &str) -> Option<Fault<'a>> {
    let of_host = volumes.iter().find(|it| matches!(it.source, VolumeSource::HostPath { .. }));
    if let Some(volume) = of_host {
        return Some((volume.at.clone(), "mounts a directory of the node"));
    }
    let here = |route| Written { artifact: pod.artifact, route };
    if let Some(field) = of_the_host(&pod.spec) {
        return Some((here(pod.at.then(field)), "shares a namespace of the node"));
    }
    pod.containers().find_map(|(container, home)| {
        let what = of_container(container, level == "restricted")?;
        Some((here(home.then("securityContext")), what))
    })
}

fn of_the_host(spec: &PodSpec) -> Option<&'static str> {
    let fields = [
        ("hostNetwork", spec.host_network),
        ("hostPID", spec.host_pid),
        ("hostIPC", spec.host_ipc),
    ];
    fields.into_iter().find_map(|(field, is_on)| (is_on == Some(true)).then_some(field))
}

fn of_container(container: &Container, restricted: bool) -> Option<&'static str> {
    let context = container.security_context.as_ref()?;
    if context.privileged == Some(true) {
        return Some("has a privileged container");
    }
    if restricted && context.run_as_user == Some(0) {
        return Some("has a container that runs as root");
    }
    if restricted && context.allow_privilege_escalation == Some(true) {
        return Some("has a container that may gain privileges");
    }
    None
}

//! A pod mounts a claim that does not exist.

use crate::artifact::{Artifact, Kind};
use crate::check::bundle::{Pod, PodVolume, VolumeSource, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A pod mounts a claim that does not exist.
pub const RULE: Rule = Rule {
    code: Code("missing-claim"),
    severity: Severity::Error,
    summary: "a pod mounts a PersistentVolumeClaim that its namespace does not have",
    page: include_str!("missing_claim.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    // Pods alone say nothing about which claims the cluster has.
    if bundle.claims.is_empty() && !bundle.context.complete {
        return;
    }
    for (pod, volumes) in bundle.pods_with_volumes() {
        for volume in volumes {
            let VolumeSource::Claim(name) = &volume.source else { continue };
            if !exists(bundle, pod, name) && is_told(bundle, pod, name) {
                report(bundle, findings, pod, volume, name);
            }
        }
    }
}

/// Where the namespace of pod or claim is left to whoever applies it, it may be any claim of the name.
fn exists<'a>(bundle: &Bundle<'a>, pod: &Pod<'a>, name: &str) -> bool {
    let here = bundle.namespace_of(pod);
    let namespaces = bundle.namespaces_of_claim(name);
    let is_here = match here {
        Some(namespace) => namespaces.iter().any(|one| one.is_empty() || one == namespace),
        None => !namespaces.is_empty(),
    };
    is_here || bundle.of(Kind::PersistentVolumeClaim).any(|it| may_be(it, name, here))
}

/// Whether a claim of which expressions make something is the one that is looked for.
fn may_be(claim: &Artifact, name: &str, here: Option<&str>) -> bool {
    let fits = |written: Option<&str>, wanted: Option<&str>| {
        written.is_none_or(|it| it.contains('$') || wanted.is_none_or(|wanted| it == wanted))
    };
    claim.origins.is_inner() && fits(claim.name(), Some(name)) && fits(claim.namespace(), here)
}

/// Whether the documents say which claims there are, or one of the name is elsewhere.
fn is_told<'a>(bundle: &Bundle<'a>, pod: &Pod<'a>, name: &str) -> bool {
    let here = bundle.namespace_of(pod);
    bundle.context.complete
        || !bundle.namespaces_of_claim(name).is_empty()
        || here.is_none_or(|here| bundle.claims.keys().any(|(home, _)| home == here))
}

fn report<'a>(
    bundle: &Bundle<'a>,
    findings: &mut Findings,
    pod: &Pod<'a>,
    volume: &PodVolume<'a>,
    name: &str,
) {
    let complete = bundle.context.complete;
    let wanted = bundle.namespace_of(pod);
    let place = wanted.map(|it| format!(" in namespace `{it}`")).unwrap_or_default();
    let lack = if complete { "does not exist" } else { "is not among the documents" };
    let message = format!("{} mounts the claim `{name}`, which {lack}{place}", pod.title);
    let finding =
        findings.at(volume.at.artifact, &volume.at.route, message).help(help(bundle, wanted, name));
    if !complete {
        finding.severity(Severity::Warning);
    }
}

fn help(bundle: &Bundle<'_>, wanted: Option<&str>, name: &str) -> String {
    let elsewhere = bundle.namespaces_of_claim(name);
    if !elsewhere.is_empty() {
        let namespaces = words::both(elsewhere);
        return format!(
            "a claim is of use in its own namespace only, and this one is in {namespaces}"
        );
    }
    let here = bundle.claims.keys().filter(|(home, _)| wanted.is_none_or(|wanted| home == wanted));
    let names = words::some(here.map(|(_, name)| name));
    if names.is_empty() {
        return "add the claim; in a spec, to `volumes` of the team".to_owned();
    }
    format!("the claims are {names}; in a spec they are the `volumes` of the team")
}

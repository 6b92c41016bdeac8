//! What the releases that a platform targets lack, in the spec's own words.
//!
//! Fields of documents are judged one by one against the schema of the release. Here is what no
//! field shows: a document that is left out, a pair of releases that do not go together, a version
//! that cannot be pinned.

use super::{Scope, codes};
use crate::catalog::{eks_addons, karpenter, kubernetes};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Origin, Platform};
use crate::units::MinorVersion;

/// Reports all of it, but for what `cluster.allow` accepts.
pub fn judge(platform: &Platform, scope: &mut Scope<'_>) {
    let mut found = Vec::new();
    found.extend(known_kubernetes(platform));
    found.extend(known_karpenter(platform));
    found.extend(together(platform));
    found.extend(admission(platform));
    found.extend(pinned(platform));
    let allow = &platform.cluster.allow;
    found.retain(|one: &Diagnostic| !allow.iter().any(|allowance| allowance.code == one.code.0));
    scope.diagnostics.extend(found);
}

fn kubernetes_key(platform: &Platform) -> Origin {
    platform.cluster.origin.then("kubernetes")
}

fn karpenter_key(platform: &Platform) -> Origin {
    platform.cluster.origin.then("karpenter")
}

fn warning(code: Code, message: String, origin: &Origin, help: String) -> Diagnostic {
    Diagnostic::new(Severity::Warning, code, message).at(origin.place()).help(help)
}

fn known_kubernetes(platform: &Platform) -> Option<Diagnostic> {
    let release = platform.cluster.kubernetes;
    let (oldest, newest) = (kubernetes::OLDEST, kubernetes::NEWEST);
    let age = age(release, oldest, newest)?;
    Some(warning(
        codes::UNKNOWN_CLUSTER_RELEASE,
        format!("Kubernetes {release} is {age} than the releases that emrgen knows"),
        &kubernetes_key(platform),
        format!("it knows {oldest} to {newest}; what is said of {release} may be wrong"),
    ))
}

/// A release of Karpenter before the first with the API that pools are written in is an error.
fn known_karpenter(platform: &Platform) -> Option<Diagnostic> {
    let release = platform.cluster.karpenter;
    let (oldest, newest) =
        (karpenter::RELEASES.first()?.version, karpenter::RELEASES.last()?.version);
    let age = age(release, oldest, newest)?;
    let origin = karpenter_key(platform);
    if release < oldest {
        let message =
            format!("Karpenter {release} has no API `karpenter.sh/v1`, which every pool needs");
        let help = format!("target {oldest} or later");
        let error = Diagnostic::error(codes::KARPENTER_TOO_OLD, message);
        return Some(error.at(origin.place()).help(help));
    }
    Some(warning(
        codes::UNKNOWN_CLUSTER_RELEASE,
        format!("Karpenter {release} is {age} than the releases that emrgen knows"),
        &origin,
        format!("it knows {oldest} to {newest}; what is said of {release} may be wrong"),
    ))
}

fn age(release: MinorVersion, oldest: MinorVersion, newest: MinorVersion) -> Option<&'static str> {
    if release < oldest { Some("older") } else { (release > newest).then_some("newer") }
}

/// Karpenter supports a release of Kubernetes from one of its own on.
fn together(platform: &Platform) -> Option<Diagnostic> {
    let (kubernetes, karpenter) = (platform.cluster.kubernetes, platform.cluster.karpenter);
    let least = karpenter::support_of(kubernetes)?.karpenter;
    let known = karpenter::RELEASES.first().is_some_and(|oldest| karpenter >= oldest.version);
    (known && karpenter < least && !platform.pools.is_empty()).then(|| {
        let newest = karpenter::SUPPORT.iter().rev().find(|one| one.karpenter <= karpenter);
        let other = newest.map(|one| format!(", or Kubernetes {}", one.kubernetes));
        warning(
            codes::UNSUPPORTED_KUBERNETES,
            format!("Karpenter {karpenter} does not support Kubernetes {kubernetes}"),
            &karpenter_key(platform),
            format!("target Karpenter {least} or later{}", other.unwrap_or_default()),
        )
    })
}

/// What keeps a team's pods on its pools is a kind that older releases do not serve.
fn admission(platform: &Platform) -> Option<Diagnostic> {
    let (release, since) = (platform.cluster.kubernetes, kubernetes::WITH_ADMISSION_POLICY);
    (release < since && !platform.teams.is_empty()).then(|| {
        warning(
            codes::NO_ADMISSION_POLICY,
            format!(
                "Kubernetes {release} has no ValidatingAdmissionPolicy, so nothing keeps a team's pods on its pools"
            ),
            &kubernetes_key(platform),
            format!("target {since} or later, or accept it: `allow: {{ no-admission-policy: \"…\" }}` below `cluster`"),
        )
    })
}

/// EKS takes its default of the day for an add-on whose version nobody knows.
fn pinned(platform: &Platform) -> Option<Diagnostic> {
    let release = platform.cluster.kubernetes;
    let is_open = |name: &str, version: &Option<String>| {
        let by_eks = eks_addons::eks_name(name).is_some();
        by_eks && version.is_none() && eks_addons::version(name, release).is_none()
    };
    let open = platform.addons.values().filter(|addon| is_open(addon.name, &addon.version));
    let open: Vec<String> = open.map(|addon| format!("`{}`", addon.name)).collect();
    let first = open.first()?.trim_matches('`');
    Some(warning(
        codes::UNPINNED_ADDON,
        format!("EKS chooses the version of {} on Kubernetes {release}", open.join(", ")),
        &kubernetes_key(platform),
        format!(
            "pin each: `addons: {{ {first}: {{ version: … }} }}`; `aws eks describe-addon-versions --kubernetes-version {release}` lists them"
        ),
    ))
}

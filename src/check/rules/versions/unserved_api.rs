//! An object is of a kind or a version that the cluster does not serve.

use crate::artifact::{Artifact, Target};
use crate::catalog::apis::{self, Api, Server};
use crate::check::bundle::{Install, RbacRole};
use crate::check::{Bundle, Context, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::units::MinorVersion;

/// An object is of a kind or a version that the cluster does not serve.
pub const RULE: Rule = Rule {
    code: Code("unserved-api"),
    severity: Severity::Error,
    summary: "a kind or an API version that the cluster, Karpenter or the operator no longer \
        serves",
    page: include_str!("unserved_api.md"),
    check,
};

/// A group that nothing serves any more.
const DEAD_GROUP: &str = "extensions";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for artifact in bundle.artifacts.iter().filter(|it| it.kind.facts().target != Target::Helm) {
        judge(artifact, bundle, findings);
    }
    for role in bundle.rbac_roles() {
        dead_grant(&role, findings);
    }
}

fn judge(artifact: &Artifact, bundle: &Bundle<'_>, findings: &mut Findings) {
    let text = |key: &str| artifact.value().and_then(|value| value.get(key)?.as_str());
    let (Some(version), Some(kind)) = (text("apiVersion"), text("kind")) else { return };
    let Some(api) = apis::api(kind) else { return };
    if api.server == Server::Karpenter && api.served == Some(version) {
        too_early(artifact, version, bundle, findings);
    }
    let Some(gone) = api.gone_since(version) else {
        if api.is_unheard_of(version) {
            unheard_of(artifact, api, version, findings);
        }
        return;
    };
    let Some((who, certain)) = lacking(api, gone, bundle) else { return };
    let found = findings
        .at(artifact, &route!["apiVersion"], format!("{who} serves no {kind} of `{version}`"))
        .help(match api.served {
            Some(served) => format!("write `{served}`, whose fields may differ"),
            None => format!("use {}", api.instead),
        });
    if !certain {
        found.severity(Severity::Warning);
    }
}

/// A Karpenter is installed from before the version. Some patches of 0.33 to 0.37 serve it already.
fn too_early(artifact: &Artifact, version: &str, bundle: &Bundle<'_>, findings: &mut Findings) {
    const PERHAPS_SINCE: MinorVersion = MinorVersion::new(0, 33);
    let installs: Vec<&Install<'_>> = bundle.installs_of("karpenter").collect();
    let is_old = |it: &&Install<'_>| it.release().is_some_and(|release| release < PERHAPS_SINCE);
    let Some(install) = installs.first().filter(|_| installs.iter().all(is_old)) else { return };
    let Some((release, route)) = &install.version else { return };
    findings
        .at(
            artifact,
            &route!["apiVersion"],
            format!("Karpenter {release}, which is installed, serves nothing of `{version}` yet"),
        )
        .severity(Severity::Warning)
        .related(install.artifact, route, "the release")
        .help("install Karpenter 1.0 or later");
}

/// No release that the tables know has it; a newer one may.
fn unheard_of(artifact: &Artifact, api: &Api, version: &str, findings: &mut Findings) {
    let who = match api.server {
        Server::Kubernetes => "Kubernetes",
        Server::Karpenter => "Karpenter",
        Server::SparkOperator => "the Spark operator",
        Server::PrometheusOperator => "the Prometheus operator",
    };
    let write = match api.served {
        Some(served) => format!("write `{served}`"),
        None => format!("use {}", api.instead),
    };
    let message = format!("no known release of {who} serves any {} of `{version}`", api.kind);
    findings
        .at(artifact, &route!["apiVersion"], message)
        .severity(Severity::Warning)
        .help(format!("{write}, unless yours is newer than what emrgen knows and has the other"));
}

/// Who lacks what is gone since a release, and whether that is certain; `None` for nobody.
fn lacking(api: &Api, gone: MinorVersion, bundle: &Bundle<'_>) -> Option<(String, bool)> {
    let Context { targets, stated, .. } = bundle.context;
    let (who, target, is_stated, oldest) = match api.server {
        Server::Kubernetes => {
            let oldest = crate::catalog::kubernetes::OLDEST;
            ("Kubernetes", targets.kubernetes, stated.kubernetes, oldest)
        }
        Server::Karpenter => {
            ("Karpenter", targets.karpenter, stated.karpenter, MinorVersion::new(1, 0))
        }
        Server::SparkOperator => return Some(("the Spark operator".to_owned(), true)),
        Server::PrometheusOperator => return Some(("the Prometheus operator".to_owned(), true)),
    };
    // What even the oldest known release lacks needs no target.
    let certain = gone <= oldest || is_stated;
    (target >= gone).then(|| (format!("{who} {target}"), certain))
}

/// A rule about a group that is gone grants nothing.
fn dead_grant(role: &RbacRole<'_>, findings: &mut Findings) {
    let is_dead = |groups: &[&str]| groups == [DEAD_GROUP];
    let Some(rule) = role.rules.iter().find(|rule| is_dead(&rule.groups)) else { return };
    let alive = |resource: &&&str| {
        let group = if **resource == "ingresses" { "networking.k8s.io" } else { "apps" };
        !role.allows(group, resource, "create")
    };
    if rule.resources.iter().filter(alive).count() == 0 {
        return;
    }
    findings
        .at(
            role.artifact,
            &rule.route.then("apiGroups"),
            format!(
                "role `{}` grants rights in the group `{DEAD_GROUP}`, which no cluster serves",
                role.name
            ),
        )
        .severity(Severity::Warning)
        .help("name the group of today: `networking.k8s.io` for ingresses, `apps` for deployments");
}

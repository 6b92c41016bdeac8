//! A service account is given a role that does not trust it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::artifact::{Artifact, Kind};
use crate::catalog::glob;
use crate::check::bundle::{Install, Policy, Statement, texts};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Route;
use crate::units::Arn;

/// A service account is given a role that does not trust it.
pub const RULE: Rule = Rule {
    code: Code("untrusted-service-account"),
    severity: Severity::Error,
    summary: "a service account is annotated with a role whose trust policy does not admit it",
    page: include_str!("untrusted_service_account.md"),
    check,
};

const ROLE: &str = "eks.amazonaws.com/role-arn";

/// A service account with a role, as an object or among the values of a chart.
struct Account<'a> {
    artifact: &'a Artifact,
    route: Route,
    namespace: String,
    name: &'a str,
    role: &'a str,
}

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let policies = by_role(bundle);
    if policies.is_empty() {
        return;
    }
    let objects = bundle.of(Kind::ServiceAccount).filter_map(of_object);
    let installs = bundle.installs();
    let is_open = |it: &Account<'_>| it.name.contains('$') || it.namespace.contains('$');
    let all = objects.chain(installs.iter().flat_map(of_install));
    for account in all.filter(|it| !is_open(it)) {
        let arn = Arn::parse(account.role).ok();
        let policy = arn.as_ref().and_then(Arn::role_name).and_then(|name| policies.get(name));
        if let Some(policy) = policy.filter(|policy| !admits(policy, &account)) {
            report(&account, policy, findings);
        }
    }
}

/// Trust policies by the directories they stand in, which may be the names of roles.
fn by_role<'b, 'a>(bundle: &'b Bundle<'a>) -> BTreeMap<&'a str, &'b Policy<'a>> {
    let trust = bundle.identity.policies.iter().filter(|policy| policy.is_trust());
    trust.filter_map(|policy| Some((policy.artifact.path.rsplit('/').nth(1)?, policy))).collect()
}

fn of_object(artifact: &Artifact) -> Option<Account<'_>> {
    let pointer = "/metadata/annotations";
    let role = artifact.value()?.pointer(pointer)?.get(ROLE)?.as_str()?;
    Some(Account {
        artifact,
        route: Route::from_pointer(pointer).then(ROLE),
        namespace: artifact.namespace()?.to_owned(),
        name: artifact.name()?,
        role,
    })
}

/// The accounts among a chart's values whose names are written.
fn of_install<'b>(install: &'b Install<'_>) -> Vec<Account<'b>> {
    let usual = install.known.map(|chart| chart.namespace);
    let Some(namespace) = install.namespace.as_deref().or(usual) else { return Vec::new() };
    let layers = install.values.layers();
    layers.flat_map(|(values, home)| of_values(install, namespace, values, home)).collect()
}

fn of_values<'b>(
    install: &'b Install<'_>,
    namespace: &str,
    values: &'b Value,
    home: &Route,
) -> Vec<Account<'b>> {
    let mut places = Vec::new();
    texts(values, &mut |trail, _| {
        let mut keys = trail.keys();
        if keys.next() == Some(ROLE) && keys.next() == Some("annotations") {
            places.push(trail.route());
        }
    });
    let account = |route: Route| {
        let (_, way) = route.steps().split_last()?;
        let (_, way) = way.split_last()?;
        let account = crate::check::bundle::at(values, &Route::ROOT.join(way))?;
        Some(Account {
            artifact: install.artifact,
            namespace: namespace.to_owned(),
            name: account.get("name").and_then(Value::as_str).filter(|name| !name.is_empty())?,
            role: account.get("annotations")?.get(ROLE)?.as_str()?,
            route: home.join(route.steps()),
        })
    };
    places.into_iter().filter_map(account).collect()
}

/// Whether one of its statements admits the account, or none is about tokens of a cluster.
fn admits(policy: &Policy<'_>, account: &Account<'_>) -> bool {
    let mut subjects = policy.statements.iter().flat_map(Statement::subjects).peekable();
    subjects.peek().is_none()
        || policy.has_open_subject()
        || subjects.any(|(subject, _)| {
            glob::matches(subject.namespace, &account.namespace)
                && glob::matches(subject.account, account.name)
        })
}

fn report(account: &Account<'_>, policy: &Policy<'_>, findings: &mut Findings) {
    let Account { artifact, route, namespace, name, .. } = account;
    findings
        .at(artifact, route, format!("the role of `{namespace}/{name}` does not trust it"))
        .related(policy.artifact, &policy.statements[0].route, "the trust policy")
        .help(format!("let the policy admit `system:serviceaccount:{namespace}:{name}`"));
}

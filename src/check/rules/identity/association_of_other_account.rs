//! A role is given to an account that a chart does not use.

use serde_json::Value;

use crate::artifact::{Artifact, Kind};
use crate::check::bundle::Install;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::source::Route;
use crate::units::spelling;

/// A role is given to an account that a chart does not use.
pub const RULE: Rule = Rule {
    code: Code("association-of-other-account"),
    severity: Severity::Warning,
    summary: "EKS Pod Identity for another service account or namespace than the chart's",
    page: include_str!("association_of_other_account.md"),
    check,
};

/// EMR's Spark operator, and the account that it runs as where its values name no other.
const OPERATOR: (&str, &str) = ("spark-operator", "emr-containers-sa-spark-operator");

/// An association, as a request or as a resource of Terraform.
struct Association<'a> {
    artifact: &'a Artifact,
    namespace: (&'a str, Route),
    account: (&'a str, Route),
}

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let associations = associations(bundle);
    if associations.is_empty() {
        return;
    }
    let installs = bundle.installs();
    let named: Vec<(&Install<'_>, &str, &str)> = installs
        .iter()
        .filter_map(|install| {
            let account = install.value("/serviceAccount/name").and_then(Value::as_str);
            let account = account.or_else(|| install.is_of(OPERATOR.0).then_some(OPERATOR.1))?;
            let usual = install.known.map(|chart| chart.namespace);
            let namespace = install.namespace.as_deref().or(usual)?;
            Some((install, namespace, account)).filter(|_| !account.is_empty())
        })
        .collect();
    for association in &associations {
        let fits = |(_, namespace, account): &&(&Install<'_>, &str, &str)| {
            *namespace == association.namespace.0 && *account == association.account.0
        };
        if named.iter().any(|it| fits(&it)) {
            continue;
        }
        if let Some((install, namespace, account)) =
            named.iter().find(|it| is_meant(it, association))
        {
            report(association, install, namespace, account, findings);
        }
    }
}

/// The same account in another namespace, or one of nearly the same name in the same.
fn is_meant(
    (install, namespace, account): &(&Install<'_>, &str, &str),
    it: &Association<'_>,
) -> bool {
    let same = *account == it.account.0 && install.namespace.is_some();
    let like = spelling::slips(account, it.account.0) <= 3;
    same || (*namespace == it.namespace.0 && like)
}

fn report(
    association: &Association<'_>,
    install: &Install<'_>,
    namespace: &str,
    account: &str,
    findings: &mut Findings,
) {
    let at = if association.namespace.0 == namespace {
        &association.account
    } else {
        &association.namespace
    };
    findings
        .at(
            association.artifact,
            &at.1,
            format!(
                "the association is for `{}/{}`, but `{}` runs as `{namespace}/{account}`",
                association.namespace.0, association.account.0, install.chart
            ),
        )
        .related(
            install.artifact,
            &install.place("/serviceAccount/name"),
            "the account of the chart",
        )
        .help("make them agree: pods of an account without an association have no role");
}

fn associations<'a>(bundle: &Bundle<'a>) -> Vec<Association<'a>> {
    let requests = bundle.of(Kind::PodIdentityAssociation).filter_map(|artifact| {
        let text =
            |key: &str| artifact.value()?.get(key)?.as_str().filter(|text| !text.contains('$'));
        let at = |key: &str| route![key];
        Some(Association {
            artifact,
            namespace: (text("namespace")?, at("namespace")),
            account: (text("serviceAccount")?, at("serviceAccount")),
        })
    });
    requests.collect()
}

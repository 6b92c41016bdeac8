//! A virtual cluster is to be made of a namespace that nobody makes.

use std::collections::BTreeSet;

use crate::artifact::{Artifact, Kind};
use crate::check::bundle::words;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Route;
use crate::units::spelling;

/// A virtual cluster is to be made of a namespace that nobody makes.
pub const RULE: Rule = Rule {
    code: Code("missing-namespace"),
    severity: Severity::Error,
    summary: "a virtual cluster or a security configuration on a namespace that is not among the \
        documents",
    page: include_str!("missing_namespace.md"),
    check,
};

/// Where requests name namespaces, and what for.
const PLACES: [(Kind, &str, &str); 3] = [
    (
        Kind::CreateVirtualCluster,
        "/containerProvider/info/eksInfo/namespace",
        "the virtual cluster's namespace",
    ),
    (
        Kind::CreateSecurityConfiguration,
        "/containerProvider/info/eksInfo/namespace",
        "the security configuration's namespace",
    ),
    (
        Kind::CreateSecurityConfiguration,
        "/securityConfigurationData/authorizationConfiguration/lakeFormationConfiguration\
            /secureNamespaceInfo/namespace",
        "the secure namespace",
    ),
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let Some(made) = made(bundle) else { return };
    for (kind, pointer, noun) in PLACES {
        for request in bundle.of(kind) {
            let named = request.value().and_then(|value| value.pointer(pointer)?.as_str());
            let named = named.filter(|it| !made.contains(it) && !it.contains(['$', '<', '{']));
            if let Some(named) = named {
                judge(bundle, request, (pointer, noun, named), &made, findings);
            }
        }
    }
}

fn judge(
    bundle: &Bundle<'_>,
    request: &Artifact,
    (pointer, noun, named): (&str, &str, &str),
    made: &BTreeSet<&str>,
    findings: &mut Findings,
) {
    // `default` is there from the start; others may be made elsewhere, unless one is meant.
    let alike = made.iter().find(|it| spelling::slips(it, named) == 1);
    if named == "default" || (!bundle.context.complete && alike.is_none()) {
        return;
    }
    let message = format!("{noun} `{named}` is not among the documents");
    let help = match alike {
        Some(alike) => format!("write `{alike}`, if that is meant"),
        None => format!("the namespaces are {}; EMR makes none", words::both(made)),
    };
    let found = findings.at(request, &Route::from_pointer(pointer), message).help(help);
    if !bundle.context.complete {
        found.severity(Severity::Warning);
    }
}

/// The namespaces that are made; `None` where there is none, or where an expression names one.
fn made<'a>(bundle: &Bundle<'a>) -> Option<BTreeSet<&'a str>> {
    let made: BTreeSet<&str> = bundle.of(Kind::Namespace).filter_map(|it| it.name()).collect();
    let is_known = !made.is_empty() && !made.iter().any(|it| it.contains('$'));
    is_known.then_some(made)
}

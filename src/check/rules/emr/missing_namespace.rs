//! A virtual cluster is to be made of a namespace that nobody makes.

use std::collections::BTreeSet;

use crate::artifact::Kind;
use crate::check::bundle::words;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::units::spelling;

/// A virtual cluster is to be made of a namespace that nobody makes.
pub const RULE: Rule = Rule {
    code: Code("missing-namespace"),
    severity: Severity::Error,
    summary: "a virtual cluster on a namespace that is not among the documents",
    page: include_str!("missing_namespace.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let Some(made) = made(bundle) else { return };
    let pointer = "/containerProvider/info/eksInfo/namespace";
    for cluster in bundle.of(Kind::CreateVirtualCluster) {
        let named = cluster.value().and_then(|value| value.pointer(pointer)?.as_str());
        let Some(named) = named.filter(|it| !made.contains(it) && !it.contains('$')) else {
            continue;
        };
        // `default` is there from the start; others may be made elsewhere, unless one is meant.
        let alike = made.iter().find(|it| spelling::slips(it, named) == 1);
        if named == "default" || (!bundle.context.complete && alike.is_none()) {
            continue;
        }
        let message =
            format!("the virtual cluster's namespace `{named}` is not among the documents");
        let help = match alike {
            Some(alike) => format!("write `{alike}`, if that is meant"),
            None => format!("the namespaces are {}; EMR makes none", words::both(&made)),
        };
        let route = route!["containerProvider", "info", "eksInfo", "namespace"];
        let found = findings.at(cluster, &route, message).help(help);
        if !bundle.context.complete {
            found.severity(Severity::Warning);
        }
    }
}

/// The namespaces that are made; `None` where there is none, or where an expression names one.
fn made<'a>(bundle: &Bundle<'a>) -> Option<BTreeSet<&'a str>> {
    let made: BTreeSet<&str> = bundle.of(Kind::Namespace).filter_map(|it| it.name()).collect();
    let is_known = !made.is_empty() && !made.iter().any(|it| it.contains('$'));
    is_known.then_some(made)
}

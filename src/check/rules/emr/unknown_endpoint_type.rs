//! An endpoint is of a type that EMR does not make.

use crate::artifact::Kind;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// An endpoint is of a type that EMR does not make.
pub const RULE: Rule = Rule {
    code: Code("unknown-endpoint-type"),
    severity: Severity::Warning,
    summary: "an endpoint of another type than the one that EMR is known to make, or with a \
        certificate that it no longer reads",
    page: include_str!("unknown_endpoint_type.md"),
    check,
};

const KNOWN: &str = "JUPYTER_ENTERPRISE_GATEWAY";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for endpoint in bundle.of(Kind::CreateManagedEndpoint) {
        let text = |key: &str| endpoint.value().and_then(|value| value.get(key)?.as_str());
        if let Some(kind) = text("type").filter(|it| *it != KNOWN && !it.contains(['$', '<', '{']))
        {
            findings
                .at(
                    endpoint,
                    &route!["type"],
                    format!("no endpoint of EMR is of the type `{kind}`, as far as emrgen knows"),
                )
                .help(format!("write `{KNOWN}`, unless a newer type is meant"));
        }
        if text("certificateArn").is_some() {
            findings
                .at_key(
                    endpoint,
                    &route!["certificateArn"],
                    "EMR makes the certificates of endpoints itself and no longer reads this one",
                )
                .severity(Severity::Note)
                .help("remove it");
        }
    }
}

//! A chart is given a value that it does not know.

use serde_json::Value;

use crate::catalog::charts::{Chart, KeyVerdict};
use crate::check::bundle::Install;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A chart is given a value that it does not know.
pub const RULE: Rule = Rule {
    code: Code("unknown-chart-value"),
    severity: Severity::Warning,
    summary: "a key of a chart's values that the chart does not read",
    page: include_str!("unknown_chart_value.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for install in bundle.installs() {
        let Some(chart) = install.known else { continue };
        for (values, _) in install.values.layers() {
            descend(install, chart, "", values, findings);
        }
    }
}

/// Judges the keys of a map whose path the catalog knows; paths that it does not know are left.
fn descend(
    install: &Install<'_>,
    chart: &Chart,
    path: &str,
    values: &Value,
    findings: &mut Findings,
) {
    for (key, value) in values.as_object().into_iter().flatten() {
        let below = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        match chart.key(path, key) {
            KeyVerdict::Known => descend(install, chart, &below, value, findings),
            KeyVerdict::NotListed => {}
            KeyVerdict::Unknown { suggestion } => {
                let pointer = format!("/{}", below.replace('.', "/"));
                let help = suggestion.map_or_else(
                    || {
                        let known: Vec<&str> = chart.keys(path).collect();
                        format!("it reads {}", crate::check::bundle::words::some(&known))
                    },
                    |meant| format!("write `{meant}`, if that is meant"),
                );
                let message = format!("chart `{}` does not read `{below}`", chart.name);
                findings.at_key(install.artifact, &install.place(&pointer), message).help(help);
            }
        }
    }
}

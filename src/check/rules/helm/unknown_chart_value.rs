//! A chart is given a value that it does not know.

use serde_json::Value;

use crate::catalog::charts::{Chart, KeyVerdict};
use crate::check::bundle::{Install, minor};
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
        let Some(chart) = install.known.filter(|chart| is_of_its_time(install, chart)) else {
            continue;
        };
        for (values, _) in install.values.layers() {
            descend(install, chart, "", values, findings);
        }
    }
}

/// Whether the catalog's keys are those of the installed chart: they change with a major version,
/// which the tag of an image tells where nothing names the chart's.
fn is_of_its_time(install: &Install<'_>, chart: &Chart) -> bool {
    let major = |version: &str| Some(minor(version)?.major);
    // Only Karpenter's image has the number of its chart.
    let tag = install.value("/controller/image/tag").and_then(Value::as_str);
    let is_other =
        |version: &str| major(version).is_some_and(|it| major(chart.version) != Some(it));
    match &install.version {
        Some((version, _)) => !is_other(version),
        None => chart.addon != "karpenter" || !tag.is_some_and(is_other),
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
                let message = format!(
                    "chart `{}` does not read `{below}`, as of {}",
                    chart.name, chart.version
                );
                findings.at_key(install.artifact, &install.place(&pointer), message).help(help);
            }
        }
    }
}

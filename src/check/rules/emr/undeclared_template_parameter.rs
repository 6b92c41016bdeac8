//! A job template uses a parameter that it does not declare.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use crate::artifact::Kind;
use crate::check::bundle::{texts, variable};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A job template uses a parameter that it does not declare.
pub const RULE: Rule = Rule {
    code: Code("undeclared-template-parameter"),
    severity: Severity::Error,
    summary: "a job template uses a parameter that it does not declare, or declares one for nothing",
    page: include_str!("undeclared_template_parameter.md"),
    check,
};

static PARAMETER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\$\{([.#A-Za-z0-9_-]+)\}").expect("the pattern is constant, and a test uses it")
});

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for artifact in bundle.of(Kind::CreateJobTemplate) {
        let Some(data) = artifact.value().and_then(|value| value.get("jobTemplateData")) else {
            continue;
        };
        let declared = data.get("parameterConfiguration").and_then(Value::as_object);
        let mut used = BTreeSet::new();
        texts(data, &mut |trail, text| {
            if trail.keys().last() == Some("parameterConfiguration") {
                return;
            }
            if let Some(broken) = variable(text).filter(|it| it.is_broken) {
                let route = route!["jobTemplateData"].join(trail.route().steps());
                let message = format!("`{}` is a parameter that lost a brace", broken.text);
                findings.at(artifact, &route, message).help("write it as `${name}`");
            }
            for name in PARAMETER.captures_iter(text).filter_map(|found| found.get(1)) {
                let name = name.as_str();
                // Spark and log4j have notations of their own, which have dots in them.
                let is_ours = declared.is_some_and(|it| it.contains_key(name));
                if used.insert(name.to_owned()) && !is_ours && !name.contains('.') {
                    let route = route!["jobTemplateData"].join(trail.route().steps());
                    findings
                        .at(
                            artifact,
                            &route,
                            format!(
                                "the job template uses `${{{name}}}`, which it does not declare"
                            ),
                        )
                        .help(format!("add `{name}` to `parameterConfiguration`, with its type"));
                }
            }
        });
        for name in declared.into_iter().flatten().map(|(name, _)| name) {
            if !used.contains(name) {
                let route = route!["jobTemplateData", "parameterConfiguration", name];
                findings
                    .at_key(
                        artifact,
                        &route,
                        format!("the job template declares `{name}` and does not use it"),
                    )
                    .severity(Severity::Warning)
                    .help(format!("write `${{{name}}}` where its value belongs, or remove it"));
            }
        }
    }
}

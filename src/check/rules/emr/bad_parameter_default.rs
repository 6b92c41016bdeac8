//! A parameter is a number whose default is none.

use serde_json::Value;

use crate::artifact::Kind;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A parameter is a number whose default is none.
pub const RULE: Rule = Rule {
    code: Code("bad-parameter-default"),
    severity: Severity::Error,
    summary: "a parameter of a job template that is a number, and whose default value is not",
    page: include_str!("bad_parameter_default.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for template in bundle.of(Kind::CreateJobTemplate) {
        let declared = template
            .value()
            .and_then(|value| value.pointer("/jobTemplateData/parameterConfiguration"))
            .and_then(Value::as_object);
        for (name, parameter) in declared.into_iter().flatten() {
            let is_number = parameter.get("type").is_some_and(|it| it == "NUMBER");
            let default = parameter.get("defaultValue").and_then(Value::as_str);
            let wrong = default.filter(|it| is_number && it.trim().parse::<f64>().is_err());
            let Some(default) = wrong else { continue };
            let route = route!["jobTemplateData", "parameterConfiguration", name, "defaultValue"];
            let message = format!("parameter `{name}` is a number, and `{default}` is none");
            let help = "write a number, or make it a `STRING`, which takes `8G` and the like";
            findings.at(template, &route, message).help(help);
        }
    }
}

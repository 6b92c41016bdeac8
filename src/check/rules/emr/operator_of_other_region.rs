//! An operator is told another region than the platform's.

use serde_json::Value;

use crate::catalog::region;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// An operator is told another region than the platform's.
pub const RULE: Rule = Rule {
    code: Code("operator-of-other-region"),
    severity: Severity::Warning,
    summary: "EMR's operator is told a region that there is not, or another one than the platform's",
    page: include_str!("operator_of_other_region.md"),
    check,
};

const POINTER: &str = "/emrContainers/awsRegion";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let here = bundle.region();
    for install in bundle.installs() {
        let said = install.value(POINTER).and_then(Value::as_str);
        let Some(said) = said.filter(|said| !said.is_empty() && !said.contains(['$', '{', '<']))
        else {
            continue;
        };
        let (fault, help) = match (region::region(said), here.as_deref()) {
            (None, _) => ("which is no region that emrgen knows".to_owned(), None),
            (Some(_), Some(here)) if here != said => (format!("but runs in {here}"), Some(here)),
            _ => continue,
        };
        let help = help.map_or_else(
            || "write the region of the cluster, such as `us-west-2`".to_owned(),
            |here| format!("write `{here}`: the operator takes its images and credentials there"),
        );
        findings
            .at(
                install.artifact,
                &install.place(POINTER),
                format!("the operator `{}` is told the region `{said}`, {fault}", install.chart),
            )
            .help(help);
    }
}

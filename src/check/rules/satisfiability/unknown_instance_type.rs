//! An instance type or family that the catalog does not know.

use super::common::{nearest_family, place_of_value};
use crate::catalog::instance::families;
use crate::check::bundle::INSTANCE_FAMILY;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// An instance type or family that the catalog does not know.
pub const RULE: Rule = Rule {
    code: Code("unknown-instance-type"),
    severity: Severity::Warning,
    summary: "a pool names an instance type or family that does not exist, or is newer than the catalog",
    page: include_str!("unknown_instance_type.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pool in &bundle.pools {
        for dead in pool.perhaps_newer() {
            let noun =
                if dead.key == INSTANCE_FAMILY { "instance family" } else { "instance type" };
            let at = place_of_value(&pool.demands(), &dead.key, &dead.value)
                .unwrap_or_else(|| route!["spec", "template", "spec", "requirements"]);
            let message = format!(
                "pool `{}` names the {noun} `{}`, which does not exist, unless it is newer than the catalog",
                pool.name(),
                dead.value
            );
            let finding = findings.at(pool.view.artifact, &at, message);
            finding.help(help(&dead.value));
        }
    }
}

fn help(value: &str) -> String {
    match value.split_once('.') {
        Some((family, size)) if families().contains(family) => {
            format!("the family `{family}` has no size `{size}`")
        }
        Some((family, size)) => nearest_family(family)
            .map(|near| format!("did you mean `{near}.{size}`?"))
            .unwrap_or_else(|| "look the name up in EC2's list of instance types".to_owned()),
        None => nearest_family(value)
            .map(|near| format!("did you mean `{near}`?"))
            .unwrap_or_else(|| "look the name up in EC2's list of instance families".to_owned()),
    }
}

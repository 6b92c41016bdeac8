//! Terraform names what no file declares.

use crate::check::bundle::{Reference, TerraformModule, terraform_modules};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::spelling;

/// Terraform names what no file declares.
pub const RULE: Rule = Rule {
    code: Code("dangling-reference"),
    severity: Severity::Error,
    summary: "a Terraform expression names a resource, local, variable or module that is not there",
    page: include_str!("dangling_reference.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for module in terraform_modules(bundle.artifacts).values() {
        for reference in &module.references {
            if !module.declared.contains_key(&reference.to) {
                judge(bundle, module, reference, findings);
            }
        }
    }
}

fn judge(
    bundle: &Bundle<'_>,
    module: &TerraformModule<'_>,
    reference: &Reference<'_>,
    findings: &mut Findings,
) {
    let near = nearest(&reference.to, module);
    // Files in Terraform's own language may declare what these do not.
    if !bundle.context.complete && near.is_none() {
        return;
    }
    let help = near.map_or_else(
        || "declare it, or remove the reference".to_owned(),
        |near| format!("the nearest is `{near}`"),
    );
    let found = findings
        .at(reference.artifact, &reference.route, format!("nothing declares `{}`", reference.to))
        .help(help);
    if !bundle.context.complete {
        found.severity(Severity::Warning);
    }
}

/// A declared part of the same type that is nearly spelt as this.
fn nearest<'m>(address: &str, module: &'m TerraformModule<'_>) -> Option<&'m str> {
    let (kind, name) = address.rsplit_once('.')?;
    let of_kind = module.declared.keys().filter_map(|known| {
        let (other, label) = known.rsplit_once('.')?;
        let is_meant = other == kind && !is_next(label, name);
        is_meant.then(|| (spelling::slips(label, name), known.as_str()))
    });
    let (distance, near) = of_kind.min()?;
    (distance <= 2 && distance < name.len()).then_some(near)
}

/// Whether two names are of one series: `private_a` and `private_b`.
fn is_next(left: &str, right: &str) -> bool {
    let others = left.chars().zip(right.chars()).filter(|(left, right)| left != right).count();
    left.len() == right.len() && others == 1
}

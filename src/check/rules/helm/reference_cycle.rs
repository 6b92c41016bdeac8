//! Parts of a Terraform module wait for each other.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::bundle::{TerraformModule, terraform_modules, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// Parts of a Terraform module wait for each other.
pub const RULE: Rule = Rule {
    code: Code("reference-cycle"),
    severity: Severity::Error,
    summary: "Terraform resources or locals that refer to each other in a circle",
    page: include_str!("reference_cycle.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for module in terraform_modules(bundle.artifacts).values() {
        let mut told: BTreeSet<&str> = BTreeSet::new();
        for circle in circles(module) {
            if circle.iter().any(|address| told.contains(address)) {
                continue;
            }
            told.extend(&circle);
            report(module, &circle, findings);
        }
    }
}

fn report(module: &TerraformModule<'_>, circle: &[&str], findings: &mut Findings) {
    let next = circle.get(1).unwrap_or(&circle[0]);
    let first =
        module.references.iter().find(|it| it.from.as_deref() == Some(circle[0]) && it.to == *next);
    let Some(first) = first else { return };
    let message = match circle {
        [one] => format!("`{one}` refers to itself"),
        _ => format!("{} wait for each other", words::both(circle)),
    };
    findings
        .at(first.artifact, &first.route, message)
        .help("move what both need into a third, or give the link a resource of its own");
}

/// The next addresses of each; modules are left out, whose parts come one by one.
fn edges<'m>(module: &'m TerraformModule<'_>) -> BTreeMap<&'m str, Vec<&'m str>> {
    let mut edges: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for reference in &module.references {
        let Some(from) = reference.from.as_deref() else { continue };
        let is_inner =
            |address: &str| !address.starts_with("module.") && !address.starts_with("var.");
        if is_inner(from) && is_inner(&reference.to) {
            edges.entry(from).or_default().push(&reference.to);
        }
    }
    edges
}

/// Circles, each as the way around; found by a walk that keeps its own stack.
fn circles<'m>(module: &'m TerraformModule<'_>) -> Vec<Vec<&'m str>> {
    let edges = edges(module);
    let mut done: BTreeSet<&str> = BTreeSet::new();
    let mut found = Vec::new();
    for start in edges.keys().copied() {
        let mut way: Vec<(&str, usize)> = vec![(start, 0)];
        let mut on_way: BTreeSet<&str> = BTreeSet::from([start]);
        if done.contains(start) {
            continue;
        }
        while let Some((here, at)) = way.last_mut() {
            let next = edges.get(here).and_then(|all| all.get(*at)).copied();
            *at += 1;
            let here = *here;
            match next {
                Some(next) if on_way.contains(next) => {
                    let from = way.iter().position(|(address, _)| *address == next).unwrap_or(0);
                    found.push(way[from..].iter().map(|(address, _)| *address).collect());
                }
                Some(next) if !done.contains(next) => {
                    on_way.insert(next);
                    way.push((next, 0));
                }
                Some(_) => {}
                None => {
                    done.insert(here);
                    on_way.remove(here);
                    way.pop();
                }
            }
        }
    }
    found
}

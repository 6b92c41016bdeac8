//! A pod reads a ConfigMap or a Secret that is not there.

use std::collections::BTreeSet;

use crate::catalog::emr::is_of_one_run;
use crate::check::bundle::{ConfigStore, ConfigUse, Sort, There, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A pod reads a ConfigMap or a Secret that is not there.
pub const RULE: Rule = Rule {
    code: Code("missing-config-map-or-secret"),
    severity: Severity::Warning,
    summary: "a pod reads a ConfigMap or a Secret that its namespace does not have",
    page: include_str!("missing_config_map_or_secret.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let store = ConfigStore::new(bundle);
    let mut told = BTreeSet::new();
    for one in bundle.config_uses() {
        if !told.insert((one.at.artifact.path.clone(), one.at.route.clone(), one.name.clone())) {
            continue;
        }
        if is_of_one_run(&one.name) {
            of_one_run(&one, findings);
            continue;
        }
        match store.find(one.sort, &one.name, one.namespace.as_deref()) {
            There::Yes => {}
            // Documents that are not the whole platform need not have what pods read.
            There::No if !bundle.context.complete => {}
            There::No => {
                let names = store.names_in(one.sort, one.namespace.as_deref());
                report(bundle, &one, &help_of(&one, &names), findings);
            }
            There::Near(near) => report(bundle, &one, &format!("did you mean `{near}`?"), findings),
            There::Elsewhere(homes) => {
                let help = format!(
                    "a pod reads those of its own namespace only, and this one is in {homes}"
                );
                report(bundle, &one, &help, findings);
            }
        }
    }
}

fn of_one_run(one: &ConfigUse<'_>, findings: &mut Findings) {
    let kind = one.sort.word();
    findings
        .at(
            one.at.artifact,
            &one.at.route,
            format!("{} reads the {kind} `{}`, which EMR made for one run and removes with it", one.title, one.name),
        )
        .help("EMR mounts what a run needs by itself; keep your own settings in an object of your own");
}

fn report(bundle: &Bundle<'_>, one: &ConfigUse<'_>, help: &str, findings: &mut Findings) {
    let (kind, name) = (one.sort.word(), &one.name);
    let verb = if one.pulls { "pulls images with" } else { "reads" };
    let place = one.namespace.as_ref().map(|it| format!(" in namespace `{it}`"));
    let is_certain = bundle.context.complete && one.sort == Sort::ConfigMap;
    let lack = if is_certain { "does not exist" } else { "is not among the documents" };
    let finding = findings
        .at(
            one.at.artifact,
            &one.at.route,
            format!(
                "{} {verb} the {kind} `{name}`, which {lack}{}",
                one.title,
                place.unwrap_or_default()
            ),
        )
        .help(help);
    if is_certain {
        finding.severity(Severity::Error);
    }
}

fn help_of(one: &ConfigUse<'_>, names: &[&str]) -> String {
    let kind = one.sort.word();
    if !names.is_empty() {
        return format!("of kind {kind} there are {}", words::some(names));
    }
    match one.sort {
        Sort::ConfigMap => "add it, or write `optional: true` if the pod can do without".to_owned(),
        Sort::Secret => "say how it is made, for example by an ExternalSecret, or accept this where somebody makes it by hand".to_owned(),
    }
}

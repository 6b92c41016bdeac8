//! A scheduler that must be up for anything else to come up.

use serde_json::Value;

use crate::check::bundle::Install;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A scheduler that must be up for anything else to come up.
pub const RULE: Rule = Rule {
    code: Code("scheduler-of-all-namespaces"),
    severity: Severity::Note,
    summary: "YuniKorn takes the pods of every namespace but one, those that could repair it too",
    page: include_str!("scheduler_of_all_namespaces.md"),
    check,
};

const BYPASS: &str = "admissionController.filtering.bypassNamespaces";
const PROCESS: &str = "admissionController.filtering.processNamespaces";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for install in bundle.installs_of("yunikorn").filter(|install| install.values.is_whole()) {
        let Some(is_written) = takes_all(install) else { continue };
        let route = if is_written {
            install.place("/yunikornDefaults").then(BYPASS)
        } else {
            install.place("")
        };
        findings
            .at(
                install.artifact,
                &route,
                "YuniKorn's admission controller takes the pods of every namespace but `kube-system`: while it is down, Karpenter and all else that could repair it cannot start either",
            )
            .severity(if is_written { Severity::Warning } else { Severity::Note })
            .help(format!("name the namespaces of jobs in `yunikornDefaults` as `{PROCESS}`, or set `embedAdmissionController: false` and name the scheduler in the jobs"));
    }
}

/// Whether it takes all namespaces but `kube-system`, because that is written or by default.
fn takes_all(install: &Install<'_>) -> Option<bool> {
    if install.value("/embedAdmissionController") == Some(&Value::Bool(false)) {
        return None;
    }
    let defaults = install.value("/yunikornDefaults");
    let text =
        |key: &str| defaults.and_then(|it| it.get(key)?.as_str()).filter(|it| !it.is_empty());
    if text(PROCESS).is_some() {
        return None;
    }
    match text(BYPASS) {
        None => Some(false),
        Some("^kube-system$") => Some(true),
        Some(_) => None,
    }
}

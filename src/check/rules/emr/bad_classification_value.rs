//! A value of EMR's own classifications is not what it has to be.

use serde_json::{Map, Value};

use crate::catalog::classification::{CONTAINERS, Form, SUBMITTER, form, label};
use crate::check::bundle::{Bundle, Job};
use crate::check::{Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::MIB;
use crate::source::Route;
use crate::units::{LabelValue, QualifiedName, Quantity};

/// A value of EMR's own classifications is not what it has to be.
pub const RULE: Rule = Rule {
    code: Code("bad-classification-value"),
    severity: Severity::Error,
    summary: "a value of `emr-job-submitter` or `emr-containers-defaults` is none that acts",
    page: include_str!("bad_classification_value.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        // An endpoint has no job submitter, which is another rule's.
        let names = if job.is_endpoint() { &[CONTAINERS][..] } else { &[SUBMITTER, CONTAINERS] };
        for name in names.iter().copied() {
            for (home, properties) in job.classification(name) {
                of_class(job, name, &home, properties, findings);
            }
        }
    }
}

fn of_class(
    job: &Job<'_>,
    name: &str,
    home: &Route,
    properties: &Map<String, Value>,
    findings: &mut Findings,
) {
    for (key, value) in properties {
        let (Some(form), Some(text)) = (form(name, key), value.as_str()) else { continue };
        // An empty text is refused by its schema, and a parameter is filled in later.
        if text.is_empty() || text.contains(['$', '{']) {
            continue;
        }
        let fault = fault(form, key, text).or_else(|| idle_seconds(properties, form, key));
        if let Some((what, help)) = fault {
            findings
                .at(job.artifact, &home.then(key), format!("`{key}` of {} {what}", job.title()))
                .help(help)
                .severity(severity(name, form));
        }
    }
}

/// What Kubernetes would refuse is an error, what EMR takes otherwise a warning.
fn severity(classification: &str, form: Form) -> Severity {
    let is_for_emr = matches!(form, Form::Switch | Form::Truth)
        || (form == Form::Seconds && classification == CONTAINERS);
    if is_for_emr { Severity::Warning } else { Severity::Error }
}

/// What is wrong with a value, and the next step.
fn fault(form: Form, key: &str, text: &str) -> Option<(String, String)> {
    let said = |what: &str, help: &str| Some((format!("is `{text}`, {what}"), help.to_owned()));
    match form {
        Form::Cpu if Quantity::parse(text).is_err() => {
            said("which is no amount of CPU", "write it as `100m` or `0.5`")
        }
        Form::Memory if Quantity::parse(text).is_err() => {
            said("which is no amount of memory", "write it as `512Mi`")
        }
        Form::Memory if Quantity::parse(text).is_ok_and(|it| it.bytes() < i128::from(MIB)) => {
            said("which is less than a mebibyte", "Kubernetes' units are `Mi` and `Gi`: `512Mi`")
        }
        Form::Seconds if text.parse::<u32>().is_err() => {
            said("which is no number of seconds", "write the number alone: `1800`")
        }
        Form::Switch if !["DISABLED", "ENABLED"].contains(&text) => {
            said("and leaves logging on", "only `DISABLED` turns it off")
        }
        Form::Truth if !["true", "false"].contains(&text) => {
            said("which is neither `true` nor `false`", "write `true` or `false`")
        }
        Form::PullPolicy if !PULL_POLICIES.contains(&text) => {
            said("which is no pull policy", "write `Always`, `IfNotPresent` or `Never`")
        }
        Form::Effect if !EFFECTS.contains(&text) => {
            said("which no taint has", "write `NoSchedule`, `PreferNoSchedule` or `NoExecute`")
        }
        Form::Label => of_label(label(key).unwrap_or_default(), text),
        Form::Cpu
        | Form::Memory
        | Form::Seconds
        | Form::Switch
        | Form::Truth
        | Form::PullPolicy
        | Form::Effect => None,
    }
}

const PULL_POLICIES: [&str; 3] = ["Always", "IfNotPresent", "Never"];
const EFFECTS: [&str; 3] = ["NoExecute", "NoSchedule", "PreferNoSchedule"];

fn of_label(key: &str, value: &str) -> Option<(String, String)> {
    if let Err(error) = QualifiedName::parse(key) {
        return Some((format!("names `{key}`, which is no key of a label"), error.help()));
    }
    let fault = LabelValue::parse(value).err()?;
    Some((format!("is `{value}`, which is no value of a label"), fault.help()))
}

/// Kubernetes refuses seconds on a toleration that is not of `NoExecute`.
fn idle_seconds(
    properties: &Map<String, Value>,
    form: Form,
    key: &str,
) -> Option<(String, String)> {
    let taint = key.strip_suffix(".tolerationSeconds").filter(|_| form == Form::Seconds)?;
    let effect = properties.get(&format!("{taint}.effect"))?.as_str()?;
    (EFFECTS.contains(&effect) && effect != "NoExecute").then(|| {
        (
            format!("stands beside the effect `{effect}`, which knows no seconds"),
            "remove it: only pods that tolerate `NoExecute` are evicted after a time".to_owned(),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_act_or_are_found() {
        for (form, good, bad) in [
            (Form::Cpu, &["100m", "0.5", "1"][..], &["100milli", "half", "1 core"][..]),
            (Form::Memory, &["200Mi", "1Gi", "536870912"], &["512m", "512", "1GB", "512MiB"]),
            (Form::Seconds, &["0", "900"], &["15m", "-1", "1.5", "900s"]),
            (Form::Switch, &["DISABLED", "ENABLED"], &["disabled", "false", "OFF"]),
            (Form::Truth, &["true", "false"], &["True", "no"]),
            (Form::PullPolicy, &["Always", "IfNotPresent", "Never"], &["always", "IfNeeded"]),
            (Form::Effect, &["NoSchedule", "NoExecute"], &["noSchedule", "Evict"]),
            (Form::Label, &["reports", "a.b_c-1"], &["data team", "-a", "a/b"]),
        ] {
            let found = |text: &str| fault(form, "jobsubmitter.label.team", text).is_some();
            good.iter().for_each(|text| assert!(!found(text), "{form:?} {text}"));
            bad.iter().for_each(|text| assert!(found(text), "{form:?} {text}"));
        }
        assert!(fault(Form::Label, "jobsubmitter.label.my team", "reports").is_some());
    }
}

//! A pod is made with a field that only the API server sets.

use serde_json::Value;

use crate::artifact::Kind;
use crate::check::bundle::{Pod, at};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A pod is made with a field that only the API server sets.
pub const RULE: Rule = Rule {
    code: Code("field-set-at-creation"),
    severity: Severity::Error,
    summary: "a pod is made with a field that the API server sets itself, and so is refused",
    page: include_str!("field_set_at_creation.md"),
    check,
};

/// The classes of priority that every cluster has, with what they are worth.
const OF_THE_CLUSTER: [(&str, i64); 2] =
    [("system-cluster-critical", 2_000_000_000), ("system-node-critical", 2_000_001_000)];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pod in &bundle.pods {
        let Some(spec) = pod.artifact.value().and_then(|value| at(value, &pod.at)) else {
            continue;
        };
        let has = |key: &str| spec.get(key).is_some_and(|it| !it.is_null());
        if has("ephemeralContainers") {
            let help = "write it among `containers`; `kubectl debug` adds an ephemeral one to a pod that runs";
            report(pod, "ephemeralContainers", "containers that come later", help, findings);
        }
        if has("overhead") && !has("runtimeClassName") {
            let help = "remove it: the overhead is that of the RuntimeClass, if the pod names one";
            report(pod, "overhead", "an overhead without a runtime class", help, findings);
        }
        if let Some(help) = wrong_priority(bundle, spec) {
            report(pod, "priority", "a priority as a number", &help, findings);
        }
    }
}

/// The number is reckoned from the class, and a pod that says another is refused.
fn wrong_priority(bundle: &Bundle<'_>, spec: &Value) -> Option<String> {
    let said = spec.get("priority")?.as_i64()?;
    let Some(class) = spec.get("priorityClassName").and_then(Value::as_str) else {
        // Without a class it is that of the default one, or nothing.
        let mut defaults = bundle.of(Kind::PriorityClass).filter_map(|it| it.value());
        let is_default = |it: &Value| it.get("globalDefault") == Some(&Value::Bool(true));
        let is_said = |it: &Value| it.get("value").and_then(Value::as_i64) == Some(said);
        let is_fine = said == 0 || defaults.any(|it| is_default(it) && is_said(it));
        return (!is_fine).then(|| "name a PriorityClass in `priorityClassName`".to_owned());
    };
    let mut classes = bundle.of(Kind::PriorityClass).filter(|it| it.name() == Some(class));
    let known = classes.find_map(|it| it.value()?.get("value")?.as_i64());
    let of_cluster = OF_THE_CLUSTER.iter().find(|(name, _)| *name == class).map(|(_, it)| *it);
    let worth = known.or(of_cluster)?;
    (worth != said).then(|| format!("remove it: the class `{class}` is worth {worth}"))
}

fn report(pod: &Pod<'_>, key: &str, what: &str, help: &str, findings: &mut Findings) {
    findings
        .at_key(
            pod.artifact,
            &pod.at.then(key),
            format!("{} is made with {what}, which the API server refuses", pod.title),
        )
        .help(help);
}

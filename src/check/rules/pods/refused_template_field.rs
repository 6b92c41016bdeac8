//! A pod template has a field that EMR does not take.

use serde_json::Value;

use crate::artifact::Artifact;
use crate::check::bundle::{Job, JobSource, Pod};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::source::Route;

/// A pod template has a field that EMR does not take.
pub const RULE: Rule = Rule {
    code: Code("refused-template-field"),
    severity: Severity::Warning,
    summary: "a pod template has a field that EMR refuses or overwrites",
    page: include_str!("refused_template_field.md"),
    check,
};

/// The fields of a template.
const OF_TEMPLATE: [&str; 4] = ["apiVersion", "kind", "metadata", "spec"];

/// The fields of a pod spec that a template may have. Source: EMR on EKS guide, pod templates.
const OF_POD: [&str; 24] = [
    "activeDeadlineSeconds",
    "affinity",
    "containers",
    "enableServiceLinks",
    "ephemeralContainers",
    "hostAliases",
    "hostname",
    "imagePullSecrets",
    "initContainers",
    "nodeName",
    "nodeSelector",
    "overhead",
    "preemptionPolicy",
    "priority",
    "priorityClassName",
    "readinessGates",
    "restartPolicy",
    "runtimeClassName",
    "schedulerName",
    "subdomain",
    "terminationGracePeriodSeconds",
    "tolerations",
    "topologySpreadConstraints",
    "volumes",
];

/// The fields of the main container that a template may have.
const OF_CONTAINER: [&str; 16] = [
    "env",
    "envFrom",
    "lifecycle",
    "livenessProbe",
    "name",
    "readinessProbe",
    "resources",
    "startupProbe",
    "stdin",
    "stdinOnce",
    "terminationMessagePath",
    "terminationMessagePolicy",
    "tty",
    "volumeDevices",
    "volumeMounts",
    "workingDir",
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pod in &bundle.pods {
        let job = bundle.job_of(pod);
        let is_of_emr = job.is_some_and(|job| job.source != JobSource::SparkApplication);
        if pod.role.spark().is_none() || !is_of_emr || !is_template(pod, job) {
            continue;
        }
        let whole = pod.artifact.value().unwrap_or(&Value::Null);
        fields(findings, pod, whole, &Route::ROOT, &OF_TEMPLATE);
        let Some(spec) = pod.artifact.value().and_then(|value| value.get("spec")) else { continue };
        fields(findings, pod, spec, &route!["spec"], &OF_POD);
        let main = pod.main_container().map(|main| main.name.as_str());
        let containers = spec.get("containers").and_then(Value::as_array).into_iter().flatten();
        for (index, container) in containers.enumerate() {
            if container.get("name").and_then(Value::as_str) == main {
                let home = route!["spec", "containers", index];
                fields(findings, pod, container, &home, &OF_CONTAINER);
            }
        }
    }
}

fn is_template(pod: &Pod<'_>, job: Option<&Job<'_>>) -> bool {
    let templates = job.into_iter().flat_map(|job| [job.driver_template, job.executor_template]);
    templates.flatten().any(|template: &Artifact| std::ptr::eq(template, pod.artifact))
}

fn fields(findings: &mut Findings, pod: &Pod<'_>, value: &Value, home: &Route, allowed: &[&str]) {
    for key in value.as_object().into_iter().flat_map(|fields| fields.keys()) {
        if allowed.contains(&key.as_str()) {
            continue;
        }
        let help = match key.as_str() {
            "serviceAccountName" | "serviceAccount" => {
                "EMR makes the service accounts of a job run by itself: give the rights to its execution role"
            }
            "securityContext" => {
                "EMR's pods run as 999:1000 with `fsGroup` 65534; an init container may have a context of its own"
            }
            "image" | "imagePullPolicy" => {
                "the image is `spark.kubernetes.container.image`, or that of the release"
            }
            "status" => "remove it: it is what a cluster says of a pod that runs",
            "command" | "args" => "the program is the request's `entryPoint`",
            _ => "remove it; what the template cannot say, a setting of Spark may",
        };
        findings
            .at_key(
                pod.artifact,
                &home.then(key),
                format!(
                    "`{key}` in the template of {} is refused or overwritten by EMR",
                    pod.title
                ),
            )
            .help(help);
    }
}

//! A pod template says what Spark overwrites.

use k8s_openapi::api::core::v1::Container;

use crate::check::bundle::{JobSource, Pod};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::Resources;
use crate::source::Route;
use crate::units::Quantity;

/// A pod template says what Spark overwrites.
pub const RULE: Rule = Rule {
    code: Code("ignored-template-field"),
    severity: Severity::Note,
    summary: "a pod template says a name, a namespace, an image or a size, which Spark overwrites",
    page: include_str!("ignored_template_field.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pod in &bundle.pods {
        let source = bundle.job_of(pod).map(|job| job.source);
        if pod.role.spark().is_none()
            || source == Some(JobSource::SparkApplication)
            || pod.at != route!["spec"]
        {
            continue;
        }
        of_metadata(bundle, findings, pod);
        if let Some(policy) = pod.spec.restart_policy.as_deref().filter(|it| *it != "Never") {
            let what = format!("the restart policy `{policy}`");
            say(findings, pod, &route!["spec", "restartPolicy"], &what, Severity::Note);
        }
        if let Some((index, main)) = main(pod) {
            of_container(bundle, findings, pod, main, &route!["spec", "containers", index]);
        }
    }
}

fn main<'p>(pod: &'p Pod<'_>) -> Option<(usize, &'p Container)> {
    let main = pod.main_container()?;
    let mut all = pod.spec.containers.iter().enumerate();
    all.find(|(_, container)| std::ptr::eq(*container, main))
}

fn of_metadata<'a>(bundle: &Bundle<'a>, findings: &mut Findings, pod: &Pod<'a>) {
    if let Some(name) = pod.artifact.name() {
        let what = format!("the name `{name}`");
        say(findings, pod, &route!["metadata", "name"], &what, Severity::Note);
    }
    if let Some(namespace) = pod.artifact.namespace() {
        let real = bundle.namespace_of(pod).filter(|real| *real != namespace);
        let what = match real {
            Some(real) => format!("the namespace `{namespace}`, and takes the job's, `{real}`"),
            None => format!("the namespace `{namespace}`"),
        };
        let severity = if real.is_some() { Severity::Warning } else { Severity::Note };
        say(findings, pod, &route!["metadata", "namespace"], &what, severity);
    }
}

fn of_container<'a>(
    bundle: &Bundle<'a>,
    findings: &mut Findings,
    pod: &Pod<'a>,
    main: &Container,
    home: &Route,
) {
    // Of a template that EMR reads the image is refused, which is another rule's.
    let fields = [("image", &main.image), ("imagePullPolicy", &main.image_pull_policy)];
    for (field, value) in fields.into_iter().filter(|_| pod.job.is_none()) {
        if let Some(value) = value {
            let what =
                format!("the {} `{value}`", if field == "image" { field } else { "pull policy" });
            say(findings, pod, &home.then(field), &what, Severity::Note);
        }
    }
    let asked = bundle.job_of(pod).zip(pod.role.spark());
    let asked = asked.and_then(|(job, role)| Some(job.pod(role)?.request()));
    let resources = main.resources.as_ref();
    for (field, map) in [
        ("requests", resources.and_then(|all| all.requests.as_ref())),
        ("limits", resources.and_then(|all| all.limits.as_ref())),
    ] {
        for (key, amount) in map.into_iter().flatten() {
            // A CPU limit stays unless Spark has one of its own.
            let is_sparks = key == "memory" || (key == "cpu" && field == "requests");
            let is_same = asked.as_ref().map(|asked| is_same(asked, key, &amount.0));
            if !is_sparks || is_same == Some(true) {
                continue;
            }
            let route = home.then("resources").then(field).then(key);
            let what = format!("the {key} {} of {}", &field[..field.len() - 1], amount.0);
            let severity = if is_same.is_some() { Severity::Warning } else { Severity::Note };
            say(findings, pod, &route, &what, severity);
        }
    }
}

/// Whether the template asks for what Spark's configuration asks for.
fn is_same(asked: &Resources, key: &str, amount: &str) -> bool {
    let Ok(amount) = Quantity::parse(amount) else { return true };
    match key {
        "cpu" => amount.milli() == i128::from(asked.cpu_millis),
        _ => amount.bytes() == i128::from(asked.memory_bytes),
    }
}

fn say(findings: &mut Findings, pod: &Pod<'_>, route: &Route, what: &str, severity: Severity) {
    let help = match severity {
        Severity::Warning if what.contains("namespace") => "remove it from the template",
        _ if what.contains("request") || what.contains("limit") => {
            "remove it, and say it in Spark's configuration: `spark.driver.memory`, `spark.executor.cores` and so on"
        }
        Severity::Note | Severity::Warning | Severity::Error => {
            "remove it, so that nobody believes in it"
        }
    };
    findings
        .at(
            pod.artifact,
            route,
            format!("in the template of {} Spark overwrites {what}", pod.title),
        )
        .severity(severity)
        .help(help);
}

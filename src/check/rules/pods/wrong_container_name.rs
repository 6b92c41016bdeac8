//! Spark takes some container for its own.

use crate::check::bundle::{Job, JobSource, Pod};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::Role;

/// Spark takes some container for its own.
pub const RULE: Rule = Rule {
    code: Code("wrong-container-name"),
    severity: Severity::Warning,
    summary: "no container of a pod template has the name of Spark's",
    page: include_str!("wrong_container_name.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for pod in &bundle.pods {
        let job = bundle.job_of(pod).zip(pod.role.spark());
        let Some((job, role)) = job.filter(|(job, role)| is_template(pod, job, *role)) else {
            continue;
        };
        let wanted = wanted(job, role);
        let containers = &pod.spec.containers;
        let Some(first) = containers.first() else { continue };
        if containers.iter().any(|container| container.name == wanted) {
            continue;
        }
        let route = pod.at.then("containers").then(0).then("name");
        let rest =
            if containers.len() > 1 { ", and whatever else is there runs beside it" } else { "" };
        findings
            .at(
                pod.artifact,
                &route,
                format!("{} has no container `{wanted}`: Spark takes `{}` for it{rest}, and EMR's own tools do not find it", pod.title, first.name),
            )
            .help(format!("name the main container `{wanted}`"));
    }
}

/// Whether the pod is described by a template of the job.
fn is_template(pod: &Pod<'_>, job: &Job<'_>, role: Role) -> bool {
    let template = match role {
        Role::Driver => job.driver_template,
        Role::Executor => job.executor_template,
    };
    template.is_some_and(|template| std::ptr::eq(template, pod.artifact))
}

/// The name of the main container, which the configuration may change where EMR does not run the job.
fn wanted(job: &Job<'_>, role: Role) -> String {
    let word = role.word();
    let key = format!("spark.kubernetes.{word}.podTemplateContainerName");
    let own = job.conf.get(&key).filter(|_| job.source == JobSource::SparkApplication);
    own.map_or_else(|| format!("spark-kubernetes-{word}"), str::to_owned)
}

//! A pod template is not where EMR reads it, or is none.

use crate::artifact::{Artifact, Kind, Target};
use crate::check::bundle::{Job, JobSource, Setting, is_observed};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::Role;

/// A pod template is not where EMR reads it, or is none.
pub const RULE: Rule = Rule {
    code: Code("unreadable-template"),
    severity: Severity::Warning,
    summary: "a pod template is at an address that EMR does not read, or is no pod",
    page: include_str!("unreadable_template.md"),
    check,
};

/// What EMR and Hadoop read from, beside paths in the image.
const READ: [&str; 5] = ["file", "local", "s3", "s3a", "s3n"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured().filter(|job| job.source != JobSource::SparkApplication) {
        for (role, template) in
            [(Role::Driver, job.driver_template), (Role::Executor, job.executor_template)]
        {
            let key = format!("spark.kubernetes.{}.podTemplateFile", role.word());
            let Some(setting) = job.conf.setting(&key) else { continue };
            address(job, role, setting, findings);
            if template.is_none() {
                shape(bundle, job, role, setting, findings);
            }
        }
    }
}

fn address(job: &Job<'_>, role: Role, setting: &Setting, findings: &mut Findings) {
    let uri = setting.value.as_str();
    if uri.is_empty() || uri.contains(['$', '{', '<']) {
        return;
    }
    let (what, help) = match uri.split_once(":/") {
        Some((scheme, _)) if READ.contains(&scheme.to_ascii_lowercase().as_str()) => return,
        Some((scheme, _)) => (
            format!("by `{scheme}`, which EMR does not read templates from"),
            "put it into S3, and write `s3://<bucket>/<key>`",
        ),
        None if uri.starts_with('/') => return,
        None => (
            format!(
                "by a path that starts nowhere, and so looks for it in the image of {}",
                reader(job)
            ),
            "write `s3://<bucket>/<key>`, or the whole path of a file in the image",
        ),
    };
    findings
        .at(
            job.artifact,
            &setting.route,
            format!("{} names the template of its {} {what}", job.title(), role.word()),
        )
        .help(help);
}

/// Who reads templates: what submits a job, or what starts Spark in a notebook.
fn reader(job: &Job<'_>) -> &'static str {
    if job.is_endpoint() { "the kernel" } else { "the job submitter" }
}

/// Reports a document of another kind where the template would be.
fn shape(
    bundle: &Bundle<'_>,
    job: &Job<'_>,
    role: Role,
    setting: &Setting,
    findings: &mut Findings,
) {
    let mut files = bundle.artifacts.iter().filter(|it| is_meant(it, job.artifact, &setting.value));
    let (Some(file), None) = (files.next(), files.next()) else { return };
    let Some(kind) = file.value().and_then(|value| value.get("kind")?.as_str()) else { return };
    let template = format!("the template of the {} of {} is", role.word(), job.title());
    let is_of_kubernetes = file.kind.facts().target == Target::Kubectl;
    if is_observed(file) {
        findings
            .at_key(file, &route!["status"], format!("{template} what a cluster says of a running pod"))
            .help("write a pod of your own, with what it is to say and nothing that EMR and Kubernetes add");
    } else if is_of_kubernetes && file.kind != Kind::Pod {
        findings
            .at(file, &route!["kind"], format!("{template} a {kind}, and Spark reads a Pod"))
            .help("write `kind: Pod`, with `metadata` and `spec` of the pod at the top");
    }
}

/// Whether a file is the one that a URI means: beside the request, or with its last directory.
fn is_meant(file: &Artifact, request: &Artifact, uri: &str) -> bool {
    let mut parts = uri.rsplitn(3, '/');
    let (Some(name), Some(directory)) = (parts.next(), parts.next()) else { return false };
    let home = request.path.rsplit_once('/').map_or("", |(home, _)| home);
    let beside = if home.is_empty() { name.to_owned() } else { format!("{home}/{name}") };
    let below = format!("{directory}/{name}");
    file.path == beside || file.path == below || file.path.ends_with(&format!("/{below}"))
}

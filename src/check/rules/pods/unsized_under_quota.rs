//! A quota demands sizes that a container does not say.

use std::collections::{BTreeMap, BTreeSet};

use k8s_openapi::api::core::v1::Container;
use k8s_openapi::apimachinery::pkg::api::resource::Quantity;

use crate::artifact::Artifact;
use crate::catalog::emr::LOG_CONTAINER;
use crate::check::bundle::{Job, JobSource, Pod, Role, SizeField, Written, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A quota demands sizes that a container does not say.
pub const RULE: Rule = Rule {
    code: Code("unsized-under-quota"),
    severity: Severity::Error,
    summary: "a container says no size in a namespace whose quota demands it",
    page: include_str!("unsized_under_quota.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let demanded = bundle.demanded_sizes();
    for pod in &bundle.pods {
        let Some(namespace) = bundle.namespace_of(pod) else { continue };
        let Some((quota, fields)) = demanded.get(namespace) else { continue };
        let under = Under { quota, namespace };
        let is_spark = pod.role.spark().is_some();
        for (container, at) in pod.containers() {
            let is_main = is_main(pod, container);
            let says = |field: SizeField| says(container, field) || (is_spark && is_main);
            let lacking: Vec<String> =
                fields.iter().filter(|field| !says(**field)).map(|it| it.words()).collect();
            if !lacking.is_empty() {
                let what = format!("the container `{}` of {}", container.name, pod.title);
                let at = Written { artifact: pod.artifact, route: at };
                under.report(findings, &at, (&what, &lacking), (Severity::Error, WRITE));
            }
        }
        if let Some(job) = bundle.job_of(pod) {
            main_container(pod, job, fields.contains(&SizeField::CPU_LIMIT), &under, findings);
            log_container(pod, job, fields, &under, findings);
        }
    }
}

const WRITE: &str = "write it, or add a LimitRange with `defaultRequest` and `default`";

/// A quota and its namespace.
struct Under<'q> {
    quota: &'q Artifact,
    namespace: &'q str,
}

impl Under<'_> {
    fn report(
        &self,
        findings: &mut Findings,
        at: &Written<'_>,
        (what, lacking): (&str, &[String]),
        (severity, help): (Severity, &str),
    ) {
        let message = format!(
            "{what} says no {}, which the quota of namespace `{}` demands of every container",
            words::either(lacking),
            self.namespace
        );
        let found = findings.at(at.artifact, &at.route, message).help(help).severity(severity);
        found.related(self.quota, &route!["spec", "hard"], "the quota");
    }
}

/// Spark fills in its own container, except for a limit of CPU, for which it wants a key.
fn main_container(
    pod: &Pod<'_>,
    job: &Job<'_>,
    is_demanded: bool,
    under: &Under<'_>,
    findings: &mut Findings,
) {
    let Some(role) = pod.role.spark().filter(|_| is_demanded) else { return };
    let key = format!("spark.kubernetes.{}.limit.cores", role.word());
    let in_template = pod.main_container().is_some_and(|main| says(main, SizeField::CPU_LIMIT));
    if in_template || job.conf.get(&key).is_some() {
        return;
    }
    let what = format!("the main container of {}", pod.title);
    let lacking = [SizeField::CPU_LIMIT.words()];
    let help = format!("set `{key}`, or add a LimitRange with `default`");
    under.report(findings, &pod.place(), (&what, &lacking), (Severity::Error, &help));
}

/// EMR's logging container asks for CPU only where it is told to, and has no limit of it.
fn log_container(
    pod: &Pod<'_>,
    job: &Job<'_>,
    fields: &BTreeSet<SizeField>,
    under: &Under<'_>,
    findings: &mut Findings,
) {
    let said = |key: &str| {
        let classes = job.classification("emr-containers-defaults");
        classes.into_iter().find_map(|(_, it)| it.get(key)?.as_str())
    };
    let is_off = pod.role == Role::Executor && said("executor.logging") == Some("DISABLED");
    let is_there = job.source != JobSource::SparkApplication && job.writes_logs() && !is_off;
    if pod.role.spark().is_none() || !is_there {
        return;
    }
    let asks = said("logging.request.cores").is_some();
    let lacking = [(SizeField::CPU, !asks), (SizeField::CPU_LIMIT, true)].into_iter();
    let lacking: Vec<String> = lacking
        .filter(|(field, lacks)| *lacks && fields.contains(field))
        .map(|(field, _)| field.words())
        .collect();
    if lacking.is_empty() {
        return;
    }
    let what = format!("EMR's `{LOG_CONTAINER}` of {}", pod.title);
    under.report(findings, &pod.place(), (&what, &lacking), (Severity::Warning, LOGGING));
}

const LOGGING: &str = "add a LimitRange with `defaultRequest` and `default`; the request alone is `logging.request.cores` of `emr-containers-defaults`";

fn is_main(pod: &Pod<'_>, container: &Container) -> bool {
    pod.main_container().is_some_and(|main| std::ptr::eq(main, container))
}

/// Whether a container says a field. A limit is the request too, where none is written.
fn says(container: &Container, field: SizeField) -> bool {
    let resources = container.resources.as_ref();
    let requests = resources.and_then(|all| all.requests.as_ref());
    let limits = resources.and_then(|all| all.limits.as_ref());
    let has = |map: Option<&BTreeMap<String, Quantity>>| {
        map.is_some_and(|map| map.contains_key(field.resource))
    };
    has(limits) || (!field.limits && has(requests))
}

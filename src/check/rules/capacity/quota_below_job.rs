//! A quota that a job does not fit into.

use k8s_openapi::api::core::v1::ResourceQuota;

use crate::check::bundle::{JobSize, View, allowed, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::Resources;

/// A quota that a job does not fit into.
pub const RULE: Rule = Rule {
    code: Code("quota-below-job"),
    severity: Severity::Warning,
    summary: "the quota of a namespace is less than what one job in it asks for",
    page: include_str!("quota_below_job.md"),
    check,
};

/// What quotas count, as far as the pods of a job say it for certain.
const COUNTED: [&str; 10] = [
    "cpu",
    "requests.cpu",
    "memory",
    "requests.memory",
    "limits.memory",
    "ephemeral-storage",
    "requests.ephemeral-storage",
    "pods",
    "count/pods",
    "persistentvolumeclaims",
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let quotas = bundle.quotas();
    for (index, job) in bundle.jobs.iter().enumerate() {
        let of_namespace = job.namespace.as_ref().and_then(|namespace| quotas.get(namespace));
        let Some(of_namespace) = of_namespace else { continue };
        let Some(size) = bundle.size_of_job(index) else { continue };
        for quota in of_namespace {
            judge(bundle, &job.name, &size, quota, findings);
        }
    }
}

fn judge(
    bundle: &Bundle<'_>,
    job: &str,
    size: &JobSize,
    quota: &View<'_, ResourceQuota>,
    findings: &mut Findings,
) {
    for key in COUNTED {
        let Some(most) = allowed(quota, key) else { continue };
        let asked = |executors: u32| asked(bundle, size, key, executors);
        let Executors { verb, executors } = match breach(size, most, asked) {
            Some(breach) => breach,
            None => continue,
        };
        let pod = &bundle.pods[if executors == 0 { size.driver } else { size.executor }];
        let at = pod.place();
        let message = format!(
            "job `{job}` {verb} asks for {} of `{key}`, and the quota of its namespace is {}",
            said(key, asked(executors)),
            said(key, most)
        );
        let is_dead = executors <= 1;
        findings
            .at(at.artifact, &at.route, message)
            .severity(if is_dead { Severity::Error } else { Severity::Warning })
            .related(quota.artifact, &route!["spec", "hard", key], "the quota")
            .help("raise the quota, or let the job ask for less; in a spec: `quota` of the team, `executors` of the job");
    }
}

/// With how many executors a job is beyond its quota, and when that is.
struct Executors {
    verb: String,
    executors: u32,
}

/// The fewest executors of those that matter with which the quota is exceeded.
fn breach(size: &JobSize, most: u64, asked: impl Fn(u32) -> u64) -> Option<Executors> {
    let first = size.executors.initial;
    let stages = [
        (0, "without a single executor".to_owned()),
        (1, "with its first executor".to_owned()),
        (first, format!("with the {first} executors that it begins with")),
        (
            size.executors.max.unwrap_or(0),
            format!("with the {} executors that it may grow to", size.executors.max.unwrap_or(0)),
        ),
    ];
    let is_real =
        |executors: u32| executors == 0 || size.executors.max.is_none_or(|it| it >= executors);
    let mut over = stages.into_iter().filter(|(count, _)| is_real(*count) && asked(*count) > most);
    over.next().map(|(executors, verb)| Executors { verb, executors })
}

/// What a job with so many executors asks for at least.
fn asked(bundle: &Bundle<'_>, size: &JobSize, key: &str, executors: u32) -> u64 {
    let all: Resources = size.with(executors);
    match key {
        "cpu" | "requests.cpu" => all.cpu_millis,
        "ephemeral-storage" | "requests.ephemeral-storage" => all.ephemeral_bytes,
        "pods" | "count/pods" => all.pods.saturating_add(size.others),
        "persistentvolumeclaims" => {
            let each = bundle.claims_on_demand(size.executor).saturating_mul(executors.into());
            bundle.claims_on_demand(size.driver).saturating_add(each)
        }
        _ => all.memory_bytes,
    }
}

fn said(key: &str, amount: u64) -> String {
    if key.ends_with("cpu") {
        words::cpu(amount)
    } else if key.ends_with("memory") || key.ends_with("storage") {
        words::memory(amount)
    } else {
        amount.to_string()
    }
}

//! A queue that cannot hold what a job begins with.

use crate::check::bundle::{Queue, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::Resources;

/// A queue that cannot hold what a job begins with.
pub const RULE: Rule = Rule {
    code: Code("queue-below-job"),
    severity: Severity::Warning,
    summary: "the maximum of a queue is less than what a job in it begins with",
    page: include_str!("queue_below_job.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let Some(queues) = bundle.queues().filter(|queues| !queues.has_rules) else { return };
    let place = bundle.place_of_queues(queues);
    for job in 0..bundle.jobs.len() {
        let Some(size) = bundle.size_of_job(job) else { continue };
        let driver = &bundle.pods[size.driver];
        let is_gang = bundle.pods_of(job).iter().any(|pod| bundle.pods[*pod].task_group.is_some());
        let Some((name, said)) = driver.queue().filter(|_| driver.is_of_yunikorn() && !is_gang)
        else {
            continue;
        };
        let way = queues.way_to(name).unwrap_or_default();
        let initial = size.executors.initial;
        let first = way.iter().find_map(|queue| over(queue, &size.with(initial.min(1))));
        let all = way.iter().find_map(|queue| over(queue, &size.with(initial)));
        let Some((queue, needs, has)) = first.clone().or(all) else { continue };
        let at = driver.place_of_said(said, &bundle.jobs);
        let stage = if first.is_some() {
            "its first executor"
        } else {
            "the executors that it begins with"
        };
        findings
            .at(
                at.artifact,
                &at.route,
                format!(
                    "job `{}` with {stage} asks for {needs}, and queue `{queue}` may have {has}",
                    bundle.jobs[job].name
                ),
            )
            .severity(if first.is_some() { Severity::Error } else { Severity::Warning })
            .related(place.artifact, &place.route, "the queues")
            .help("raise the queue's `max`, or let the job ask for less");
    }
}

/// The queue, what is asked of it, and what it may have, where that is less.
fn over(queue: &Queue, asked: &Resources) -> Option<(String, String, String)> {
    let most = |key: &str| queue.max.get(key).copied().unwrap_or(u64::MAX);
    let (cpu, memory) = (most("vcore"), most("memory"));
    let path = queue.path.clone();
    if asked.cpu_millis > cpu {
        return Some((path, words::cpu(asked.cpu_millis), words::cpu(cpu)));
    }
    (asked.memory_bytes > memory)
        .then(|| (path, words::memory(asked.memory_bytes), words::memory(memory)))
}

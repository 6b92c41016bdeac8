//! A queue that YuniKorn does not have, or that takes no applications.

use super::common::{is_template, pods_that_say};
use crate::check::bundle::words;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A queue that YuniKorn does not have, or that takes no applications.
pub const RULE: Rule = Rule {
    code: Code("unknown-queue"),
    severity: Severity::Error,
    summary: "a pod names a queue that YuniKorn does not have, or that has queues below it",
    page: include_str!("unknown_queue.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let Some(queues) = bundle.queues().filter(|queues| !queues.has_rules) else { return };
    let place = bundle.place_of_queues(queues);
    for (pod, name, _, at) in pods_that_say(bundle, |pod| pod.queue()) {
        if is_template(name) {
            continue;
        }
        let what = match queues.way_to(name).and_then(|way| way.last().copied()) {
            None => "which YuniKorn does not have",
            Some(queue) if queue.takes_applications() => continue,
            Some(_) => "which has queues below it and takes no application itself",
        };
        let leaves = queues.all().into_iter().filter(|queue| queue.takes_applications());
        let leaves: Vec<&str> = leaves.map(|queue| queue.path.as_str()).collect();
        findings
            .at(at.artifact, &at.route, format!("{} names the queue `{name}`, {what}", pod.title))
            .related(place.artifact, &place.route, "the queues")
            .help(format!("the queues are {}", words::some(&leaves)));
    }
}

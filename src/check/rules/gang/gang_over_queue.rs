//! A gang that asks for more than its queue may ever have.

use super::common::is_template;
use crate::check::bundle::{Gang, Queue, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::Resources;

/// A gang that asks for more than its queue may ever have.
pub const RULE: Rule = Rule {
    code: Code("gang-over-queue"),
    severity: Severity::Error,
    summary: "a gang asks for more than its queue may ever have, and YuniKorn refuses the application",
    page: include_str!("gang_over_queue.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let Some(queues) = bundle.queues().filter(|queues| !queues.has_rules) else { return };
    let place = bundle.place_of_queues(queues);
    for gang in bundle.gangs() {
        let Some((name, said)) = gang.holder.queue().filter(|(name, _)| !is_template(name)) else {
            continue;
        };
        let asked = asked(&gang);
        let way = queues.way_to(name).unwrap_or_default();
        let Some((queue, what)) = way.iter().rev().find_map(|queue| over(queue, &asked)) else {
            continue;
        };
        let at = gang.holder.place_of_said(said, &bundle.jobs);
        findings
            .at(
                at.artifact,
                &at.route,
                format!("the gang of {} asks for {what} of queue `{queue}`", gang.holder.title),
            )
            .related(place.artifact, &place.route, "the queues")
            .help("raise the queue's `max`, or let the gang be smaller; in a spec the queues are in the values of the add-on `yunikorn`");
    }
}

/// What all places of a gang ask for together.
fn asked(gang: &Gang<'_, '_>) -> Resources {
    let each = gang.groups.iter().map(|(_, group)| group.each.times(group.members));
    each.fold(Resources::default(), |sum, one| sum + one)
}

/// The queue, and what is asked for beyond its maximum.
fn over(queue: &Queue, asked: &Resources) -> Option<(String, String)> {
    let most = |key: &str| queue.max.get(key).copied().unwrap_or(u64::MAX);
    let (cpu, memory) = (most("vcore"), most("memory"));
    let what = if asked.cpu_millis > cpu {
        format!("{}, more than the {}", words::cpu(asked.cpu_millis), words::cpu(cpu))
    } else if asked.memory_bytes > memory {
        format!("{}, more than the {}", words::memory(asked.memory_bytes), words::memory(memory))
    } else {
        return None;
    };
    Some((queue.path.clone(), what))
}

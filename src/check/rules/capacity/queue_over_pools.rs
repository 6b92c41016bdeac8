//! A queue that is promised more than all pools together may have.

use crate::check::bundle::{Amounts, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A queue that is promised more than all pools together may have.
pub const RULE: Rule = Rule {
    code: Code("queue-over-pools"),
    severity: Severity::Warning,
    summary: "a queue of YuniKorn may have more than the limits of all pools together",
    page: include_str!("queue_over_pools.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let Some(queues) = bundle.queues().filter(|_| !bundle.pools.is_empty()) else { return };
    let place = bundle.place_of_queues(queues);
    for (resource, key) in [("vcore", "cpu"), ("memory", "memory")] {
        let all: Vec<usize> = (0..bundle.pools.len()).collect();
        let Some(most) = bundle.limit_of(&all, key) else { continue };
        let of = |amounts: &Amounts| amounts.get(resource).copied().filter(|amount| *amount > most);
        let said = |amount| words::amount(key, amount);
        // A queue whose parent has as much adds nothing.
        let found = queues.all().into_iter().find_map(|queue| {
            let guaranteed = of(&queue.guaranteed).map(|amount| ("is guaranteed", amount));
            let (verb, amount) = guaranteed.or_else(|| Some(("may have", of(&queue.max)?)))?;
            Some((queue, verb, amount))
        });
        let Some((queue, verb, amount)) = found else { continue };
        let unless = if bundle.context.complete { "" } else { ", unless there are others" };
        findings
            .at(
                place.artifact,
                &place.route,
                format!(
                    "queue `{}` {verb} {}, and all pools together have a limit of {}{unless}",
                    queue.path,
                    said(amount),
                    said(most)
                ),
            )
            .help("what the queue lets through beyond that stays Pending without a word from YuniKorn: lower the queue, or raise the limits of the pools");
    }
}

//! Queues that YuniKorn refuses, since they promise more than they have.

use crate::check::bundle::{Amounts, Queue, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// Queues that YuniKorn refuses, since they promise more than they have.
pub const RULE: Rule = Rule {
    code: Code("bad-queue-tree"),
    severity: Severity::Error,
    summary: "a queue promises more than it may have, and YuniKorn refuses all queues",
    page: include_str!("bad_queue_tree.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let Some(queues) = bundle.queues() else { return };
    let mut faults = Vec::new();
    judge(&queues.root, &Amounts::new(), &mut faults);
    let at = bundle.place_of_queues(queues);
    for fault in faults {
        findings
            .at(at.artifact, &at.route, format!("YuniKorn refuses these queues: {fault}"))
            .help("a queue's guarantee and all that is guaranteed below it must be within its `max`, and that within its parent's");
    }
}

/// Judges a queue below one that may have so much; what it guarantees, as its parent counts it.
fn judge(queue: &Queue, above: &Amounts, faults: &mut Vec<String>) -> Amounts {
    let path = &queue.path;
    if let Some(key) = exceeds(&queue.guaranteed, &queue.max) {
        faults.push(format!(
            "`{path}` is guaranteed {}, and its maximum is {}",
            said(key, &queue.guaranteed),
            said(key, &queue.max)
        ));
    }
    if let Some(key) = exceeds(&queue.max, above) {
        faults.push(format!(
            "`{path}` may have {}, and the queue above it {}",
            said(key, &queue.max),
            said(key, above)
        ));
    }
    let max = least(&queue.max, above);
    let mut below = Amounts::new();
    for child in &queue.children {
        for (key, amount) in judge(child, &max, faults) {
            let sum = below.entry(key).or_default();
            *sum = sum.saturating_add(amount);
        }
    }
    for (bound, word) in [(&queue.guaranteed, "guaranteed"), (&max, "allowed")] {
        if let Some(key) = exceeds(&below, bound).filter(|_| !queue.children.is_empty()) {
            let (sum, has) = (said(key, &below), said(key, bound));
            faults.push(format!(
                "below `{path}` {sum} are guaranteed in all, and `{path}` itself is {word} {has}"
            ));
        }
    }
    below.extend(queue.guaranteed.clone());
    below
}

/// The first resource of which there is more than a bound that names it.
fn exceeds<'k>(amounts: &'k Amounts, bound: &Amounts) -> Option<&'k str> {
    let over = |(key, amount): &(&String, &u64)| bound.get(*key).is_some_and(|most| *amount > most);
    amounts.iter().find(over).map(|(key, _)| key.as_str())
}

fn least(own: &Amounts, above: &Amounts) -> Amounts {
    let mut least = above.clone();
    for (key, amount) in own {
        let known = least.entry(key.clone()).or_insert(*amount);
        *known = (*known).min(*amount);
    }
    least
}

fn said(key: &str, amounts: &Amounts) -> String {
    let amount = amounts.get(key).copied().unwrap_or(0);
    match key {
        "vcore" => words::cpu(amount),
        "memory" => format!("{} of memory", words::memory(amount)),
        _ => format!("{amount} of `{key}`"),
    }
}

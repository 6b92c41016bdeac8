//! A budget under which a pool is never disrupted.

use std::collections::BTreeMap;

use crate::artifact::karpenter::Budget;
use crate::check::bundle::Pool;
use crate::check::bundle::disruption::span;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::units::{Cron, Duration};

/// A budget under which a pool is never disrupted.
pub const RULE: Rule = Rule {
    code: Code("closed-budget"),
    severity: Severity::Warning,
    summary: "a budget closes a pool to all disruption, or never acts",
    page: include_str!("closed_budget.md"),
    check,
};

const MINUTES_OF_DAY: u32 = 24 * 60;
/// So many schedules are followed through a year; who has more does not read what is said of them.
const FOLLOWED: usize = 200;

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut known: BTreeMap<(String, String), Option<Coverage>> = BTreeMap::new();
    for pool in &bundle.pools {
        expiry(pool, findings);
        let budgets = pool.view.spec.disruption.iter().flat_map(|it| &it.budgets).enumerate();
        for (index, budget) in budgets {
            // What expires is not closed to all disruption: that is said of expiry.
            if budget.schedule.is_none() && is_closed(budget) && pool.expires_after().is_some() {
                continue;
            }

            let coverage = match (&budget.schedule, &budget.duration) {
                (Some(schedule), Some(duration)) => {
                    let key = (schedule.clone(), duration.clone());
                    if known.len() >= FOLLOWED && !known.contains_key(&key) {
                        continue;
                    }
                    *known.entry(key).or_insert_with(|| coverage(schedule, duration))
                }
                (None, None) => Some(Coverage::Always),
                // One without the other is refused by the schema.
                (Some(_), None) | (None, Some(_)) => None,
            };
            let Some((message, help, severity)) = words(pool.name(), budget, coverage) else {
                continue;
            };
            let field = if budget.schedule.is_some() { "schedule" } else { "nodes" };
            let route = route!["spec", "disruption", "budgets", index, field];
            findings.at(pool.view.artifact, &route, message).help(help).severity(severity);
        }
    }
}

/// Nodes expire whatever budgets say.
fn expiry(pool: &Pool<'_>, findings: &mut Findings) {
    let Some(age) = pool.expires_after() else { return };
    let mut budgets = pool.view.spec.disruption.iter().flat_map(|it| &it.budgets);
    let Some(closed) = budgets.position(is_closed) else { return };
    let message = format!(
        "a budget closes pool `{}`, and its nodes expire all the same when they are {} old: expiry asks no budget",
        pool.name(),
        span(age)
    );
    let nodes = route!["spec", "disruption", "budgets", closed, "nodes"];
    let template = &pool.view.spec.template.spec;
    let finding = findings.at(pool.view.artifact, &nodes, message).severity(Severity::Note).help(
        "write `expireAfter: Never`, and let a new image replace the nodes: drift asks the budget",
    );
    if template.expire_after.is_some() {
        let route = route!["spec", "template", "spec", "expireAfter"];
        finding.related(pool.view.artifact, &route, "of the pool");
    }
}

/// Whether a budget lets no node go, for whatever reason. A schedule without a duration, or the
/// reverse, the schema has refused.
fn is_closed(budget: &Budget) -> bool {
    let is_whole = budget.schedule.is_some() == budget.duration.is_some();
    is_whole && matches!(budget.nodes.as_str(), "0" | "0%") && budget.reasons.is_empty()
}

/// When a budget acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coverage {
    Never,
    Sometimes,
    Always,
}

fn words(
    pool: &str,
    budget: &Budget,
    coverage: Option<Coverage>,
) -> Option<(String, String, Severity)> {
    let schedule = budget.schedule.as_deref().unwrap_or_default();
    let is_closed = is_closed(budget);
    match coverage {
        // What cannot be read, the schema has refused.
        None => None,
        Some(Coverage::Never) => Some((
            format!("the budget of pool `{pool}` never acts: no day fits `{schedule}`"),
            "correct day and month".to_owned(),
            Severity::Warning,
        )),
        Some(Coverage::Always) if is_closed && budget.schedule.is_some() => Some((
            format!(
                "pool `{pool}` is never disrupted: the window of `{schedule}` is as long as the time to its next one"
            ),
            "shorten `duration`; outside its windows a budget allows everything".to_owned(),
            Severity::Warning,
        )),
        Some(Coverage::Always) if is_closed => Some((
            format!(
                "pool `{pool}` is never disrupted: empty nodes stay, and no node gets a new AMI"
            ),
            "give the budget a `schedule` and a `duration`, or `reasons`".to_owned(),
            Severity::Note,
        )),
        Some(Coverage::Always | Coverage::Sometimes) => None,
    }
}

/// Follows a schedule through a year; `None` if it cannot be read.
fn coverage(schedule: &str, duration: &str) -> Option<Coverage> {
    Cron::parse(schedule).ok()?;
    let window = Duration::parse(duration).ok().map_or(0, |window| window.seconds() / 60);
    let (times, days) = halves(schedule);
    let (times, days) = (Cron::parse(&times).ok()?, Cron::parse(&days).ok()?);
    let minutes: Vec<u32> =
        (0..MINUTES_OF_DAY).filter(|at| times.matches(at % 60, at / 60, 1, 1, 0)).collect();
    let starts: Vec<u64> = days_of_year(&days)
        .flat_map(|day| {
            minutes.iter().map(move |at| day * u64::from(MINUTES_OF_DAY) + u64::from(*at))
        })
        .collect();
    let (Some(first), Some(last)) = (starts.first(), starts.last()) else {
        return Some(Coverage::Never);
    };
    let year = 366 * u64::from(MINUTES_OF_DAY);
    let is_joined = starts.windows(2).all(|pair| pair[1] - pair[0] <= window);
    let is_always = is_joined && first + year - last <= window;
    Some(if is_always { Coverage::Always } else { Coverage::Sometimes })
}

/// A schedule as two: its minutes and hours on any day, and its days at midnight.
fn halves(schedule: &str) -> (String, String) {
    let fields: Vec<&str> = schedule.split_whitespace().collect();
    let [minute, hour, day, month, weekday] = fields.as_slice() else {
        let days = match schedule {
            "@yearly" | "@annually" => "0 0 1 1 *",
            "@monthly" => "0 0 1 * *",
            "@weekly" => "0 0 * * 0",
            _ => "0 0 * * *",
        };
        let times = if schedule == "@hourly" { "0 * * * *" } else { "0 0 * * *" };
        return (times.to_owned(), days.to_owned());
    };
    (format!("{minute} {hour} * * *"), format!("0 0 {day} {month} {weekday}"))
}

/// The days of a leap year on which a schedule of midnights fires, from 0.
fn days_of_year(days: &Cron) -> impl Iterator<Item = u64> {
    const MONTHS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let dates = MONTHS
        .into_iter()
        .zip(1..)
        .flat_map(|(length, month)| (1..=length).map(move |day| (day, month)));
    dates.zip(0u32..).filter_map(move |((day, month), index)| {
        days.matches(0, 0, day, month, index % 7).then_some(u64::from(index))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schedules_are_followed_through_the_year() {
        assert_eq!(coverage("0 9 * * 1-5", "8h"), Some(Coverage::Sometimes));
        assert_eq!(coverage("0 9 * * *", "24h"), Some(Coverage::Always));
        assert_eq!(coverage("@hourly", "1h"), Some(Coverage::Always));
        assert_eq!(coverage("@daily", "23h"), Some(Coverage::Sometimes));
        assert_eq!(coverage("0 9 30 2 *", "8h"), Some(Coverage::Never));
        assert_eq!(coverage("0 9 29 2 *", "8h"), Some(Coverage::Sometimes));
        assert_eq!(coverage("99 99 * * *", "8h"), None);
        assert_eq!(coverage("@every 1h", "8h"), None);
    }
}

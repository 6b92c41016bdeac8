//! A job that asks for more than its pools may ever have.

use std::collections::BTreeMap;

use crate::check::bundle::{JobSize, Placement, Pool, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::sizing::{Resources, capacity, pack};

/// A job that asks for more than its pools may ever have.
pub const RULE: Rule = Rule {
    code: Code("limit-below-job"),
    severity: Severity::Warning,
    summary: "a job asks for more than the limits of its pools allow, and executors stay Pending",
    page: include_str!("limit_below_job.md"),
    check,
};

/// The share of a node that an executor costs at best: so much of a node, for so many executors.
type Share = Option<(u64, u64)>;

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut known: BTreeMap<(*const Placement, Resources), [Share; 2]> = BTreeMap::new();
    for job in 0..bundle.jobs.len() {
        let Some(size) = bundle.size_of_job(job) else { continue };
        let placement = bundle.placement(size.executor);
        if !placement.has_pool() || placement.may_be_elsewhere(bundle) {
            continue;
        }
        let shares = known.entry((std::ptr::from_ref(placement), size.of_executor));
        let shares = *shares.or_insert_with(|| shares_of(bundle, placement, &size.of_executor));
        judge(bundle, job, &size, shares, findings);
    }
}

fn judge(
    bundle: &Bundle<'_>,
    job: usize,
    size: &JobSize,
    shares: [Share; 2],
    findings: &mut Findings,
) {
    let (start, most) = (size.executors.initial, size.executors.max);
    let Some(executors) = [Some(start), most].into_iter().flatten().find_map(|executors| {
        over(bundle, size, shares, executors).map(|found| (executors, found))
    }) else {
        return;
    };
    let (executors, Over { key, needs, has, pools }) = executors;
    let verb = if executors == start { "begins with" } else { "may grow to" };
    let names: Vec<&str> = pools.iter().map(|pool| pool.name()).collect();
    let noun = if names.len() == 1 { "pool" } else { "pools" };
    let amount = |amount| if key == "cpu" { words::cpu(amount) } else { words::memory(amount) };
    let executor = &bundle.pods[size.executor];
    let message = format!(
        "job `{}` {verb} {}, which take nodes of {} at least, and {noun} {} may have {}",
        bundle.jobs[job].name,
        words::counted(executors.into(), "executor"),
        amount(needs),
        words::both(&names),
        amount(has)
    );
    let at = executor.place();
    let finding = findings
        .at(at.artifact, &at.route, message)
        .help("raise the limit, or let the job ask for fewer executors; in a spec: `limits` of the pool, `executors` of the job");
    if let Some(pool) = pools.first() {
        finding.related(pool.view.artifact, &route!["spec", "limits", key], "the limit");
    }
}

/// A limit that a job exceeds.
struct Over<'b> {
    key: &'static str,
    needs: u64,
    has: u64,
    pools: Vec<&'b Pool<'b>>,
}

/// The limit that a job with so many executors exceeds.
fn over<'b>(
    bundle: &'b Bundle<'_>,
    size: &JobSize,
    shares: [Share; 2],
    executors: u32,
) -> Option<Over<'b>> {
    let open = |pod| bundle.placement(pod).open(&bundle.pools).map(|(pool, _)| pool);
    let pools: Vec<&Pool<'_>> = open(size.executor).collect();
    let is_shared = |one: &Pool<'_>| pools.iter().any(|pool| std::ptr::eq(*pool, one));
    let counts_driver = !bundle.placement(size.driver).may_be_elsewhere(bundle)
        && open(size.driver).next().is_some()
        && open(size.driver).all(is_shared);
    let amounts = |it: &Resources| [("cpu", it.cpu_millis), ("memory", it.memory_bytes)];
    let driver = if counts_driver { size.of_driver } else { Resources::default() };
    let both = amounts(&driver).into_iter().zip(amounts(&size.of_executor)).zip(shares);
    both.filter_map(|(((key, driver), (_, each)), share)| {
        let limits = pools.iter().map(|pool| pool.limit(key));
        let has = limits.sum::<Option<u64>>()?;
        let (amount, of) = share.unwrap_or((each, 1));
        let all = u128::from(amount) * u128::from(executors) / u128::from(of);
        let needs = u64::try_from(all).unwrap_or(u64::MAX).saturating_add(driver);
        (needs > has).then(|| Over { key, needs, has, pools: pools.clone() })
    })
    .next()
}

/// What of a node's CPU and memory an executor costs on the type that packs it best; `None` where a
/// node class is not known.
fn shares_of(bundle: &Bundle<'_>, placement: &Placement, request: &Resources) -> [Share; 2] {
    let mut best: [Share; 2] = [None, None];
    for (pool, landing) in placement.open(&bundle.pools) {
        for kind in landing.types.iter() {
            let Some(room) = pool.room(kind, bundle.context) else { return [None, None] };
            let count = pack(&room, &Resources::default(), request).pods;
            let all = capacity(kind, &pool.settings);
            for (best, amount) in best.iter_mut().zip([all.cpu_millis, all.memory_bytes]) {
                let is_better = best.is_none_or(|(known, of)| {
                    u128::from(amount) * u128::from(of) < u128::from(known) * u128::from(count)
                });
                if count > 0 && is_better {
                    *best = Some((amount, count));
                }
            }
        }
    }
    best
}

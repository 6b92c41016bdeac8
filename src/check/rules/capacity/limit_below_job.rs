//! A job that asks for more than its pools may ever have.

use crate::check::bundle::{LIMITED, Needs, Pool, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A job that asks for more than its pools may ever have.
pub const RULE: Rule = Rule {
    code: Code("limit-below-job"),
    severity: Severity::Warning,
    summary: "a job asks for more than the limits of its pools allow, and executors stay Pending",
    page: include_str!("limit_below_job.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (job, needs) in bundle.needs().iter().enumerate() {
        if let Some(needs) = needs {
            judge(bundle, job, needs, findings);
        }
    }
}

fn judge(bundle: &Bundle<'_>, job: usize, needs: &Needs, findings: &mut Findings) {
    let (start, most) = (needs.size.executors.initial, needs.size.executors.max);
    let Some((executors, over)) = [Some(start), most]
        .into_iter()
        .flatten()
        .find_map(|executors| over(bundle, needs, executors).map(|found| (executors, found)))
    else {
        return;
    };
    let Over { key, needs: wanted, has } = over;
    let verb = if executors == start { "begins with" } else { "may grow to" };
    let pools: Vec<&Pool<'_>> = needs.pools.iter().map(|pool| &bundle.pools[*pool]).collect();
    let names: Vec<&str> = pools.iter().map(|pool| pool.name()).collect();
    let noun = if names.len() == 1 { "pool" } else { "pools" };
    let message = format!(
        "job `{}` {verb} {}, which take nodes of {} at least, and {noun} {} may have {}",
        bundle.jobs[job].name,
        words::counted(executors.into(), "executor"),
        words::needed(key, wanted),
        words::both(&names),
        words::amount(key, has)
    );
    let at = bundle.pods[needs.size.executor].place();
    let finding = findings
        .at(at.artifact, &at.route, message)
        .help("raise the limit or the number of nodes, or let the job ask for fewer executors; in a spec: `limits` or `replicas` of the pool, `executors` of the job");
    if let Some(pool) = pools.first() {
        let limit = pool.place_of_ceiling(key, bundle.context.targets.karpenter);
        finding.related(pool.view.artifact, &limit, "the limit");
    }
}

/// A limit that a job exceeds.
struct Over {
    key: &'static str,
    needs: u64,
    has: u64,
}

/// The limit that a job with so many executors exceeds.
fn over(bundle: &Bundle<'_>, needs: &Needs, executors: u32) -> Option<Over> {
    let driver = &needs.pools_of_driver;
    let counts_driver = !driver.is_empty() && driver.iter().all(|pool| needs.pools.contains(pool));
    LIMITED.into_iter().find_map(|key| {
        let has = bundle.limit_of(&needs.pools, key)?;
        let driver = if counts_driver { needs.of_driver(key) } else { 0 };
        let needs = needs.of_executors(key, executors).saturating_add(driver);
        (needs > has).then_some(Over { key, needs, has })
    })
}

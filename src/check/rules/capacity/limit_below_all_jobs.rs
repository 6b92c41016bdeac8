//! Jobs that share pools ask together for more than these may have.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::bundle::{JobSource, LIMITED, QuotasByNamespace, allowed, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// Jobs that share pools ask together for more than these may have.
pub const RULE: Rule = Rule {
    code: Code("limit-below-all-jobs"),
    severity: Severity::Note,
    summary: "jobs that share a pool ask together, at one time, for more than its limits allow",
    page: include_str!("limit_below_all_jobs.md"),
    check,
};

/// What a job takes of some pools.
struct Part {
    job: usize,
    /// At its start: CPU, then memory.
    start: [u64; 2],
    /// At its largest.
    most: [u64; 2],
}

/// Jobs that may run at one time.
struct Crowd {
    jobs: BTreeSet<usize>,
    severity: Severity,
    at_start: bool,
    /// Who they are and when they all run, in words.
    when: String,
}

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let quotas = bundle.quotas();
    let parts = parts(bundle);
    for pools in parts.keys() {
        let is_inside = |set: &&Vec<usize>| set.iter().all(|pool| pools.contains(pool));
        let inside: Vec<&Part> =
            parts.iter().filter(|(set, _)| is_inside(set)).flat_map(|(_, all)| all).collect();
        let found = crowds(bundle, &inside).into_iter().find_map(|crowd| {
            let over = over(bundle, pools, &inside, &crowd, &quotas)?;
            Some((crowd, over))
        });
        if let Some((crowd, over)) = found {
            report(bundle, pools, &crowd, over, findings);
        }
    }
}

/// What jobs take, by the pools that they take it of. A scheduler with queues admits its jobs one
/// after the other.
fn parts(bundle: &Bundle<'_>) -> BTreeMap<Vec<usize>, Vec<Part>> {
    let mut parts: BTreeMap<Vec<usize>, Vec<Part>> = BTreeMap::new();
    for (job, needs) in bundle.needs().iter().enumerate() {
        let Some(needs) = needs.as_ref() else { continue };
        if bundle.pods[needs.size.driver].is_of_yunikorn() {
            continue;
        }
        let executors = needs.size.executors;
        let of = |count: u32| LIMITED.map(|key| needs.of_executors(key, count));
        let most = of(executors.max.unwrap_or(executors.initial));
        let part = Part { job, start: of(executors.initial), most };
        parts.entry(needs.pools.clone()).or_default().push(part);
        if !needs.pools_of_driver.is_empty() {
            let driver = LIMITED.map(|key| needs.of_driver(key));
            let part = Part { job, start: driver, most: driver };
            parts.entry(needs.pools_of_driver.clone()).or_default().push(part);
        }
    }
    parts
}

/// Those that run together, the surest first: applications of one file begin when it is applied, all
/// jobs may begin at one time, and those of a team may all grow.
fn crowds(bundle: &Bundle<'_>, parts: &[&Part]) -> Vec<Crowd> {
    let all: BTreeSet<usize> = parts.iter().map(|part| part.job).collect();
    let (mut files, mut teams) = (Groups::new(), Groups::new());
    for index in all.iter().copied() {
        let job = &bundle.jobs[index];
        if job.source == JobSource::SparkApplication {
            files.entry(&job.artifact.path).or_default().insert(index);
        }
        if let Some(namespace) = &job.namespace {
            teams.entry(namespace).or_default().insert(index);
        }
    }
    let of_file = |(file, jobs): (&str, BTreeSet<usize>)| {
        let when =
            format!("the {} applications of `{file}` begin when it is applied, and", jobs.len());
        Crowd { jobs, severity: Severity::Warning, at_start: true, when }
    };
    let of_team = |(team, jobs): (&str, BTreeSet<usize>)| {
        let when = format!(
            "if the {} jobs of `{team}` are at their largest at one time, they",
            jobs.len()
        );
        Crowd { jobs, severity: Severity::Note, at_start: false, when }
    };
    let mut crowds: Vec<Crowd> = files.into_iter().map(of_file).collect();
    let when = format!("if {} jobs begin at one time, they", all.len());
    crowds.push(Crowd { jobs: all, severity: Severity::Note, at_start: true, when });
    crowds.extend(teams.into_iter().map(of_team));
    crowds.retain(|crowd| crowd.jobs.len() > 1);
    crowds
}

/// Jobs by a name that they have in common.
type Groups<'b> = BTreeMap<&'b str, BTreeSet<usize>>;

/// A limit that several jobs exceed.
struct Over {
    key: &'static str,
    needs: u64,
    has: u64,
}

/// The limit that a crowd exceeds and none of its jobs does alone. What a quota does not let a
/// namespace have, its jobs do not take.
fn over(
    bundle: &Bundle<'_>,
    pools: &[usize],
    parts: &[&Part],
    crowd: &Crowd,
    quotas: &QuotasByNamespace<'_>,
) -> Option<Over> {
    LIMITED.into_iter().enumerate().find_map(|(at, key)| {
        let has = bundle.limit_of(pools, key)?;
        let mut of_job: BTreeMap<usize, u64> = BTreeMap::new();
        for part in parts.iter().filter(|part| crowd.jobs.contains(&part.job)) {
            let amount = if crowd.at_start { part.start[at] } else { part.most[at] };
            let sum = of_job.entry(part.job).or_default();
            *sum = sum.saturating_add(amount);
        }
        if of_job.values().any(|needs| *needs > has) {
            return None;
        }
        let mut of_team: BTreeMap<Option<&String>, u64> = BTreeMap::new();
        for (job, needs) in of_job {
            let sum = of_team.entry(bundle.jobs[job].namespace.as_ref()).or_default();
            *sum = sum.saturating_add(needs);
        }
        let bounded = of_team.into_iter().map(|(team, needs)| needs.min(quota(quotas, team, key)));
        let needs = bounded.fold(0, u64::saturating_add);
        (needs > has).then_some(Over { key, needs, has })
    })
}

/// The most that the quotas of a namespace let its pods have.
fn quota(quotas: &QuotasByNamespace<'_>, namespace: Option<&String>, key: &str) -> u64 {
    let all = namespace.and_then(|namespace| quotas.get(namespace)).into_iter().flatten();
    let keys = [key.to_owned(), format!("requests.{key}"), format!("limits.{key}")];
    all.flat_map(|quota| keys.iter().filter_map(|key| allowed(quota, key)))
        .min()
        .unwrap_or(u64::MAX)
}

fn report(
    bundle: &Bundle<'_>,
    pools: &[usize],
    crowd: &Crowd,
    Over { key, needs, has }: Over,
    findings: &mut Findings,
) {
    let names: Vec<&str> = pools.iter().map(|pool| bundle.pools[*pool].name()).collect();
    let noun = if names.len() == 1 { "pool" } else { "pools" };
    let message = format!(
        "{} take nodes of {} at least, and {noun} {} may have {}: drivers may hold what executors of other jobs wait for",
        crowd.when,
        words::needed(key, needs),
        words::some(&names),
        words::amount(key, has)
    );
    let pool = &bundle.pools[pools[0]];
    let at = pool.place_of_ceiling(key, bundle.context.targets.karpenter);
    let finding = findings
        .at(pool.view.artifact, &at, message)
        .severity(crowd.severity)
        .help("raise the limit, give teams quotas that fit into it, or let a queue admit jobs one after the other");
    if let Some(job) = crowd.jobs.first() {
        let job = &bundle.jobs[*job];
        finding.related(job.artifact, &route!["name"], "one of the jobs");
    }
}

//! A gang that holds places for another number of pods than the job starts.

use crate::check::bundle::{Job, Pod, Role, TaskGroup, Written, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::Executors;

/// A gang that holds places for another number of pods than the job starts.
pub const RULE: Rule = Rule {
    code: Code("gang-members"),
    severity: Severity::Error,
    summary: "a gang holds places for another number of pods than the job starts",
    page: include_str!("gang_members.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for gang in bundle.gangs() {
        let Some(job) = gang.holder.job.map(|at| &bundle.jobs[at]) else { continue };
        let Some(executors) = job.executors() else { continue };
        for (index, group) in &gang.groups {
            let members = gang.members_of(bundle, group);
            let roles: Vec<Role> = members.iter().map(|index| bundle.pods[*index].role).collect();
            if roles.is_empty() {
                continue;
            }
            judge(job, &executors, &roles, (&bundle.pods[*index], group), findings);
        }
    }
}

fn judge(
    job: &Job<'_>,
    executors: &Executors,
    roles: &[Role],
    (placeholder, group): (&Pod<'_>, &TaskGroup),
    findings: &mut Findings,
) {
    let drivers = u64::from(roles.contains(&Role::Driver));
    let of = |count: u32| if roles.contains(&Role::Executor) { u64::from(count) } else { 0 };
    let first = drivers + of(executors.initial);
    let most = executors.max.map(|most| drivers + of(most));
    if group.members == first {
        return;
    }
    let is_dynamic = executors.max != Some(executors.min);
    let never = most.is_some_and(|most| group.members > most);
    let starts = if is_dynamic { "begins with" } else { "starts" };
    let consequence = if group.members > first {
        "the nodes of the others are held for nothing until the timeout"
    } else {
        "the others are not of the gang and wait for whatever is left"
    };
    let message = format!(
        "the gang holds {} for `{}`, and job `{}` {starts} {first}: {consequence}",
        words::counted(group.members, "place"),
        group.name,
        job.name
    );
    let at = placeholder.place();
    let finding = findings
        .at(at.artifact, &at.route, message)
        .severity(if never { Severity::Error } else { Severity::Warning })
        .help(format!("set `minMember` of `{}` to {first}", group.name));
    if let Some(at) = number_at(job, is_dynamic).filter(|_| roles.contains(&Role::Executor)) {
        finding.related(at.artifact, &at.route, "the number of executors");
    }
}

/// Where the number of executors at the start is said.
fn number_at<'a>(job: &Job<'a>, is_dynamic: bool) -> Option<Written<'a>> {
    let fixed = "spark.executor.instances";
    let dynamic = ["initialExecutors", "minExecutors"];
    let dynamic = dynamic.map(|key| format!("spark.dynamicAllocation.{key}"));
    let keys = dynamic.iter().map(String::as_str).filter(|_| is_dynamic).chain([fixed]);
    let setting = keys.into_iter().find_map(|key| job.conf.setting(key))?;
    Some(Written { artifact: job.artifact, route: setting.route.clone() })
}

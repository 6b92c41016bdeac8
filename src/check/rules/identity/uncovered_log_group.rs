//! A job may not write to its log group.

use std::collections::BTreeSet;

use crate::check::bundle::{IamRole, Job, Policy, covers_log_group, terraform, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Route;

/// A job may not write to its log group.
pub const RULE: Rule = Rule {
    code: Code("uncovered-log-group"),
    severity: Severity::Error,
    summary: "a job logs to a group that its role may not write to, or that is made under \
        another name",
    page: include_str!("uncovered_log_group.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let made: BTreeSet<&str> = terraform::resources(bundle.artifacts, "aws_cloudwatch_log_group")
        .filter_map(|group| group.text("name"))
        .collect();
    for role in bundle.identity.roles.values() {
        let policies = bundle.identity.permissions(role);
        let mut covered = BTreeSet::new();
        for job in bundle.users_of(role) {
            let Some((group, route)) = job.log_group().filter(|(group, _)| !group.contains('$'))
            else {
                continue;
            };
            if let Some(alike) = alike(group, &made) {
                other_name(job, (group, &route), alike, findings);
                continue;
            }
            if policies.is_empty() || covered.contains(group) {
                continue;
            }
            if covers_log_group(&policies, group) {
                covered.insert(group);
                unseen(bundle, job, &route, role, &policies, findings);
                continue;
            }
            unwritable(bundle, job, (group, &route), role, &policies, findings);
        }
    }
}

fn other_name(job: &Job<'_>, (group, route): (&str, &Route), alike: &str, findings: &mut Findings) {
    let message =
        format!("{} logs to `{group}`, but the group that is made is `{alike}`", job.title());
    findings
        .at(job.artifact, route, message)
        .help(format!("write `{alike}`: the names of log groups are compared as they are"));
}

fn unwritable(
    bundle: &Bundle<'_>,
    job: &Job<'_>,
    (group, route): (&str, &Route),
    role: &IamRole<'_>,
    policies: &[&Policy<'_>],
    findings: &mut Findings,
) {
    let message = format!(
        "{} logs to `{group}`, which its role `{}` may not write to",
        job.title(),
        role.name
    );
    let first = policies[0];
    let found = findings
        .at(job.artifact, route, message)
        .related(first.artifact, &first.statements[0].route, "what the role may do")
        .help(format!(
            "allow `logs:CreateLogStream` and `logs:PutLogEvents` on `log-group:{group}:*`; EMR \
            tests it before the job starts"
        ));
    // Documents that are not all there may lack a policy.
    if !bundle.context.complete {
        found.severity(Severity::Warning);
    }
}

/// What EMR asks for before a job starts, beside the right to write.
/// Source: EMR on EKS Development Guide, job execution role.
const ASKED: [&str; 3] =
    ["logs:CreateLogStream", "logs:DescribeLogGroups", "logs:DescribeLogStreams"];

fn unseen(
    bundle: &Bundle<'_>,
    job: &Job<'_>,
    route: &Route,
    role: &IamRole<'_>,
    policies: &[&Policy<'_>],
    findings: &mut Findings,
) {
    let may = |action: &str| policies.iter().any(|it| it.allowing(action).next().is_some());
    let missing: Vec<&str> = ASKED.into_iter().filter(|action| !may(action)).collect();
    if missing.is_empty() {
        return;
    }
    let found = findings
        .at(
            job.artifact,
            route,
            format!(
                "{} logs to CloudWatch, and its role `{}` lacks {}",
                job.title(),
                role.name,
                words::both(&missing)
            ),
        )
        .help(
            "allow them: EMR tests all of them before the job starts; \
            `logs:DescribeLogGroups` is about all groups",
        );
    if !bundle.context.complete {
        found.severity(Severity::Warning);
    }
}

/// The group that is the same but for slashes or letters' case, where this one is not made.
fn alike<'m>(group: &str, made: &BTreeSet<&'m str>) -> Option<&'m str> {
    let plain = |name: &str| name.trim_matches('/').to_ascii_lowercase();
    if made.contains(group) {
        return None;
    }
    made.iter().copied().find(|name| plain(name) == plain(group))
}

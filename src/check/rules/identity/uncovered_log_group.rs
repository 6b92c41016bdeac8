//! A job may not write to its log group.

use std::collections::BTreeSet;

use crate::check::bundle::{covers_log_group, terraform};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A job may not write to its log group.
pub const RULE: Rule = Rule {
    code: Code("uncovered-log-group"),
    severity: Severity::Error,
    summary: "a job logs to a group that its role may not write to, or that is made under another name",
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
        for job in role.jobs.iter().map(|index| &bundle.jobs[*index]) {
            let Some((group, route)) = job.log_group().filter(|(group, _)| !group.contains('$')) else {
                continue;
            };
            if let Some(alike) = alike(group, &made) {
                findings
                    .at(job.artifact, &route, format!("{} logs to `{group}`, but the group that is made is `{alike}`", job.title()))
                    .help(format!("write `{alike}`: the names of log groups are compared as they are"));
                continue;
            }
            if policies.is_empty() || covered.contains(group) {
                continue;
            }
            if covers_log_group(&policies, group) {
                covered.insert(group);
                continue;
            }
            let found = findings
                .at(job.artifact, &route, format!("{} logs to `{group}`, which its role `{}` may not write to", job.title(), role.name))
                .related(policies[0].artifact, &policies[0].statements[0].route, "what the role may do")
                .help(format!("allow `logs:CreateLogStream` and `logs:PutLogEvents` on `log-group:{group}:*`; EMR tests it before the job starts"));
            // Documents that are not all there may lack a policy.
            if !bundle.context.complete {
                found.severity(Severity::Warning);
            }
        }
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

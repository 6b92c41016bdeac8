//! What an execution role may do: what the jobs of its teams need, and nothing wider.

use std::collections::BTreeSet;

use super::buckets::Buckets;
use super::{glue, teams};
use crate::artifact::iam::{Policy, Statement};
use crate::model::{Platform, Program, Role, Team};
use crate::units::S3Uri;

/// IAM's quota for a managed policy, in characters; the inline policies of a role share 10,240.
const QUOTA: usize = 6144;

/// Decrypting what is read, and data keys for what is written.
const KEYS: &[&str] = &["kms:Decrypt", "kms:GenerateDataKey"];
/// EMR writes the logs of a run to streams of a group that is there.
const LOGS: &[&str] = &["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"];

/// The permissions policy of a role: the union over its teams.
#[must_use]
pub fn permissions(platform: &Platform, role: &Role) -> Policy {
    let policy = Policy::new(statements(platform, role, log_group_and_streams));
    if policy.size() <= QUOTA {
        return policy;
    }
    Policy::new(statements(platform, role, log_group_as_one))
}

type LogArns = fn(&Platform, &str) -> Vec<String>;

fn statements(platform: &Platform, role: &Role, log_arns: LogArns) -> Vec<Statement> {
    let mut statements = buckets(platform, role).statements(platform.aws.partition());
    let keys: BTreeSet<String> = teams(platform, role)
        .flat_map(|team| team.data.keys.iter().map(ToString::to_string))
        .collect();
    if !keys.is_empty() {
        statements.push(Statement::allow("UseKeys", KEYS, keys));
    }
    let groups: BTreeSet<&str> =
        teams(platform, role).map(|team| team.logs.group.as_str()).collect();
    let arns = groups.into_iter().flat_map(|group| log_arns(platform, group));
    statements.push(Statement::allow("WriteLogs", LOGS, arns));
    // It cannot be narrowed, and EMR calls it before it starts a run.
    let everywhere = ["*".to_owned()];
    statements.push(Statement::allow("FindLogGroup", &["logs:DescribeLogGroups"], everywhere));
    statements.extend(glue::statements(platform, role));
    statements
}

fn buckets(platform: &Platform, role: &Role) -> Buckets {
    let mut buckets = Buckets::default();
    for team in teams(platform, role) {
        let home = S3Uri::parse(&team.home).expect("made of a bucket's name and a team's");
        buckets.write(&home);
        team.data.write.iter().for_each(|uri| buckets.write(uri));
        team.data.read.iter().for_each(|uri| buckets.read(uri));
        programs(team).for_each(|uri| buckets.object(&uri));
        // One directory for all: the history server looks into no other, and not below it.
        let events = platform.event_logs().filter(|_| team.uses_operator());
        events.iter().for_each(|uri| buckets.write(uri));
    }
    buckets
}

/// Programs that lie in S3, outside the team's prefix too.
fn programs(team: &Team) -> impl Iterator<Item = S3Uri> {
    team.jobs.values().filter_map(|job| match &job.program {
        Program::Uri(uri) => S3Uri::parse(uri).ok(),
        Program::Upload { .. } => None,
    })
}

/// A group and its streams, each by the ARN that the service authorization reference gives.
fn log_group_and_streams(platform: &Platform, group: &str) -> Vec<String> {
    let arn = platform.arn("logs", &format!("log-group:{group}"));
    vec![arn.clone(), format!("{arn}:log-stream:*")]
}

/// The same rights in half the text.
fn log_group_as_one(platform: &Platform, group: &str) -> Vec<String> {
    vec![platform.arn("logs", &format!("log-group:{group}:*"))]
}

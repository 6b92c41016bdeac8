//! Spark jobs: pod templates, configuration, and the requests that start them.

mod conf;
mod gang;
mod managed_endpoint;
mod pod;
mod pod_template;
mod scratch;
mod sizes;
mod spark_application;
mod start_job_run;
mod submitter;
mod table_format;
mod uploads;
mod virtual_cluster;
mod written;

pub use conf::METRICS_LABEL;
pub use gang::gang_request;

use std::collections::BTreeMap;

use crate::artifact::Artifact;
use crate::model::{Job, Platform, Team};
use crate::parallel;
use crate::spec::Runner;

/// The documents of all jobs.
pub fn lower(platform: &Platform, files: &BTreeMap<String, String>) -> Vec<Artifact> {
    let of_teams = parallel::map(&platform.teams, |team| lower_team(platform, team, files));
    of_teams.into_iter().flatten().collect()
}

fn lower_team(platform: &Platform, team: &Team, files: &BTreeMap<String, String>) -> Vec<Artifact> {
    let mut artifacts = Vec::new();
    if team.uses_emr() {
        artifacts.push(virtual_cluster::lower(platform, team));
    }
    for job in team.jobs.values() {
        match job.runner {
            Runner::Emr => {
                artifacts.extend(pod_template::lower(platform, team, job));
                artifacts.push(start_job_run::lower(platform, team, job));
            }
            Runner::SparkOperator => {
                artifacts.push(spark_application::lower(platform, team, job));
            }
        }
        artifacts.extend(uploads::lower(team, job, files));
    }
    for endpoint in team.endpoints.values() {
        artifacts.extend(managed_endpoint::lower(platform, team, endpoint));
    }
    artifacts
}

/// The directory of a job's documents.
fn directory(team: &Team, job: &Job) -> String {
    format!("emr/{}/{}", team.name, job.name)
}

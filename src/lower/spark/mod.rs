//! Spark jobs: pod templates, configuration, and the requests that start them.

mod conf;
mod gang;
mod pod;
mod pod_template;
mod scratch;
mod start_job_run;
mod submitter;
mod table_format;
mod virtual_cluster;

use crate::artifact::Artifact;
use crate::model::{Job, Platform, Team};
use crate::spec::Runner;

/// The documents of all jobs.
pub fn lower(platform: &Platform) -> Vec<Artifact> {
    let mut artifacts = Vec::new();
    for team in &platform.teams {
        artifacts.push(virtual_cluster::lower(platform, team));
        for job in team.jobs.values().filter(|job| job.runner == Runner::Emr) {
            artifacts.extend(pod_template::lower(platform, team, job));
            artifacts.push(start_job_run::lower(platform, team, job));
        }
    }
    artifacts
}

/// The directory of a job's documents.
fn directory(team: &Team, job: &Job) -> String {
    format!("emr/{}/{}", team.name, job.name)
}

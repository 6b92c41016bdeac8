//! The pods of a job that EMR runs: driver and executor by their templates, and the job submitter.

use super::{Pod, Role, home, read, silent, submitter, title};
use crate::artifact::Artifact;
use crate::check::bundle::Job;
use crate::source::Route;

/// The pods of a StartJobRun request or a job template.
pub fn of_request<'a>(index: usize, job: &Job<'a>) -> Vec<Pod<'a>> {
    let driver = of_role(Role::Driver, job.driver_template, index, job);
    let executor = of_role(Role::Executor, job.executor_template, index, job);
    let submitter = submitter::of_request(index, job);
    driver.into_iter().chain(executor).chain([submitter]).collect()
}

/// The pod of a role. One whose template is somewhere else is not known.
fn of_role<'a>(
    role: Role,
    template: Option<&'a Artifact>,
    index: usize,
    job: &Job<'a>,
) -> Option<Pod<'a>> {
    let title = title(role, job);
    let pod = match template {
        Some(artifact) => read::pod(artifact, &Route::ROOT, role, Some(index), title)?,
        None if job.names_template(role) => return None,
        None => Pod { job: Some(index), ..silent(job.artifact, home(job), role, title) },
    };
    Some(read::with_conf(pod, job))
}

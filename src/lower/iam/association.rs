//! EKS Pod Identity: one request for each service account, since it knows no wildcards.

use super::teams;
use crate::artifact::iam::PodIdentityAssociation;
use crate::model::{Platform, Role, Team};
use crate::spec::Identity;

/// The service accounts of a job run: its submitter, its driver, its executors.
const JOB_RUN: [&str; 3] = ["spark-client", "spark-driver", "spark-executor"];
/// The service accounts of an interactive endpoint: the gateway, its kernels, their executors.
const ENDPOINT: [&str; 3] = ["spark-jeg", "spark-jeg-kernel", "spark-session"];

/// The associations that a role needs, team by team; none where pods have their roles by IRSA.
#[must_use]
pub fn associations(platform: &Platform, role: &Role) -> Vec<PodIdentityAssociation> {
    if platform.cluster.identity == Identity::Irsa {
        return Vec::new();
    }
    let request = |(team, account): (&Team, String)| PodIdentityAssociation {
        cluster_name: platform.cluster.name.to_string(),
        namespace: team.namespace.to_string(),
        service_account: account,
        role_arn: platform.role_arn(&role.name),
        tags: platform.aws.tags.clone(),
    };
    let accounts =
        |team| accounts(platform, role, team).into_iter().map(move |account| (team, account));
    teams(platform, role).flat_map(accounts).map(request).collect()
}

fn accounts(platform: &Platform, role: &Role, team: &Team) -> Vec<String> {
    let job_run = JOB_RUN.iter().filter(|_| team.uses_emr());
    let endpoint = ENDPOINT.iter().filter(|_| !team.endpoints.is_empty());
    let of_emr =
        job_run.chain(endpoint).map(|component| role.emr_account(&platform.aws.account, component));
    let operated = team.uses_operator().then(|| team.service_account().to_owned());
    of_emr.chain(operated).collect()
}

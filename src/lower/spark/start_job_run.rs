//! The StartJobRun request of a job.

use super::{conf, directory, gang, submitter, written};
use crate::artifact::emr::{
    CloudWatchMonitoringConfiguration, Configuration, ConfigurationOverrides, JobDriver,
    MonitoringConfiguration, RetryPolicyConfiguration, S3MonitoringConfiguration,
    SparkSubmitJobDriver, StartJobRun,
};
use crate::artifact::{Artifact, Kind};
use crate::model::{Job, Late, Platform, Team};
use crate::route;

/// The request.
pub fn lower(platform: &Platform, team: &Team, job: &Job) -> Artifact {
    let value = StartJobRun {
        name: Some(job.name.to_string()),
        virtual_cluster_id: platform.late(&Late::VirtualClusterId(team.name.clone())),
        execution_role_arn: Some(platform.role_arn(&team.role)),
        release_label: Some(job.release.to_string()),
        job_driver: Some(JobDriver { spark_submit_job_driver: Some(driver(job)) }),
        configuration_overrides: Some(ConfigurationOverrides {
            application_configuration: configurations(platform, job),
            monitoring_configuration: Some(monitoring(team, job.name.as_str(), job.persistent_ui)),
        }),
        retry_policy_configuration: job
            .max_attempts
            .map(|max_attempts| RetryPolicyConfiguration { max_attempts }),
        tags: platform.aws.tags.clone(),
    };
    let path = format!("{}/start-job-run.json", directory(team, job));
    let artifact = Artifact::data(Kind::StartJobRun, path, &value, &job.origin);
    with_origins(artifact, job)
        .of_team(&team.name)
        .allowing(&job.allow)
        .overridden(&job.overrides, &job.origin)
}

fn driver(job: &Job) -> SparkSubmitJobDriver {
    SparkSubmitJobDriver {
        entry_point: job.program.uri().to_owned(),
        entry_point_arguments: job.arguments.clone(),
        spark_submit_parameters: job.main_class.as_ref().map(|class| format!("--class {class}")),
    }
}

fn configurations(platform: &Platform, job: &Job) -> Vec<Configuration> {
    let mut all = vec![
        Configuration { classification: "spark-defaults".to_owned(), properties: conf::conf(job) },
        submitter::configuration(platform, job),
    ];
    if job.yunikorn.as_ref().is_some_and(|yunikorn| yunikorn.gang) {
        let (cpu, memory) = gang::LOGGING;
        let properties = [("logging.request.cores", cpu), ("logging.request.memory", memory)];
        all.push(Configuration {
            classification: "emr-containers-defaults".to_owned(),
            properties: properties
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .collect(),
        });
    }
    all
}

/// Where the logs of a run or an endpoint of a team go.
pub fn monitoring(team: &Team, name: &str, persistent_ui: bool) -> MonitoringConfiguration {
    MonitoringConfiguration {
        persistent_app_ui: Some(if persistent_ui { "ENABLED" } else { "DISABLED" }.to_owned()),
        cloud_watch_monitoring_configuration: Some(CloudWatchMonitoringConfiguration {
            log_group_name: team.logs.group.clone(),
            log_stream_name_prefix: Some(name.to_owned()),
        }),
        s3_monitoring_configuration: team
            .logs
            .s3
            .clone()
            .map(|log_uri| S3MonitoringConfiguration { log_uri }),
    }
}

fn with_origins(artifact: Artifact, job: &Job) -> Artifact {
    let submit = route!["jobDriver", "sparkSubmitJobDriver"];
    let artifact = artifact
        .from(route!["name"], &job.origin)
        .from(route!["releaseLabel"], &job.origin.then("release"))
        .from(submit.then("entryPoint"), &job.origin.then("entryPoint"))
        .from(submit.then("entryPointArguments"), &job.origin.then("arguments"))
        .from(submit.then("sparkSubmitParameters"), &job.origin.then("mainClass"))
        .from(route!["retryPolicyConfiguration"], &job.origin.then("maxAttempts"));
    written::conf(artifact, "/configurationOverrides/applicationConfiguration/0/properties", job)
}

//! The SparkApplication of a job that EMR's Spark operator runs.

use indexmap::IndexMap;
use k8s_openapi::api::core::v1::Volume;

use super::pod::{Role, image_user, node_selector, tolerations};
use super::pod_template::{claim_mount, grace};
use super::{conf, directory, gang, scratch, written};
use crate::artifact::kubernetes::namespaced;
use crate::artifact::spark_operator::{Application, ApplicationSpec, Pod, RestartPolicy};
use crate::artifact::{Artifact, Kind};
use crate::catalog::emr::{self, EmrRelease};
use crate::model::{Job, Platform, Team};
use crate::route;
use crate::spec::Instances;

/// The application.
pub fn lower(platform: &Platform, team: &Team, job: &Job) -> Artifact {
    let value = Application {
        api_version: "sparkoperator.k8s.io/v1beta2".to_owned(),
        kind: "SparkApplication".to_owned(),
        metadata: namespaced(job.name.as_str(), team.namespace.as_str()),
        spec: spec(platform, team, job),
    };
    let path = format!("{}/spark-application.yaml", directory(team, job));
    let mut artifact = Artifact::data(Kind::SparkApplication, path, &value, &job.origin)
        .of_team(&team.name)
        .allowing(&job.allow)
        .from(route!["spec", "image"], &job.origin.then("image"))
        .from(route!["spec", "mainClass"], &job.origin.then("mainClass"))
        .from(route!["spec", "mainApplicationFile"], &job.origin.then("entryPoint"))
        .from(route!["spec", "arguments"], &job.origin.then("arguments"))
        .from(route!["spec", "sparkVersion"], &job.origin.then("release"));
    for role in Role::ALL {
        let home = job.origin.then(role.key());
        let at = route!["spec", role.word()];
        artifact = artifact
            .from(at.clone(), &home)
            .from(at.then("cores"), &home.then("cores"))
            .from(at.then("coreRequest"), &home.then("cpu").then("request"))
            .from(at.then("coreLimit"), &home.then("cpu").then("limit"))
            .from(at.then("memory"), &home.then("memory"))
            .from(at.then("memoryOverhead"), &home.then("overhead"))
            .from(at.then("instances"), &home.then("instances"))
            .from(at.then("nodeSelector"), &job.origin.then("pool"))
            .from(at.then("tolerations"), &job.origin.then("pool"));
    }
    written::conf(artifact, "/spec/sparkConf", job).overridden(&job.overrides, &job.origin)
}

fn spec(platform: &Platform, team: &Team, job: &Job) -> ApplicationSpec {
    let mut volumes = Vec::new();
    let driver = pod(platform, team, job, Role::Driver, &mut volumes);
    let mut executor = pod(platform, team, job, Role::Executor, &mut volumes);
    executor.instances = match job.executors.instances {
        Instances::Fixed(count) => Some(count),
        Instances::Dynamic { .. } => None,
    };
    ApplicationSpec {
        application_type: if job.is_python() { "Python" } else { "Scala" }.to_owned(),
        mode: "cluster".to_owned(),
        image: Some(image(platform, job)),
        image_pull_policy: Some("IfNotPresent".to_owned()),
        main_class: job.main_class.clone(),
        main_application_file: job.program.uri().to_owned(),
        arguments: job.arguments.clone(),
        spark_version: spark_version(job),
        batch_scheduler: gang::scheduler(job).map(str::to_owned),
        restart_policy: RestartPolicy { policy_type: "Never".to_owned() },
        spark_conf: spark_conf(platform, job),
        volumes,
        driver,
        executor,
    }
}

/// The image that the spec names, or the release's in the region's own registry.
fn image(platform: &Platform, job: &Job) -> String {
    job.image.clone().unwrap_or_else(|| {
        let partition = platform.aws.partition();
        let name = job.release.base();
        match crate::catalog::region::region(platform.aws.region.as_str())
            .and_then(|region| region.emr_registry)
        {
            Some(account) => format!(
                "{account}.dkr.ecr.{}.{}/spark/{name}:latest",
                platform.aws.region,
                partition.dns_suffix()
            ),
            None => format!("public.ecr.aws/emr-on-eks/spark/{name}:latest"),
        }
    })
}

/// Spark's own version, without EMR's revision.
fn spark_version(job: &Job) -> String {
    let known = emr::release(&job.release).and_then(|release: &EmrRelease| release.spark);
    let version = known.unwrap_or("3.5.0");
    version.split("-amzn").next().unwrap_or(version).to_owned()
}

/// The configuration without what the application has fields for, and without templates, and with
/// the events that the history server shows.
fn spark_conf(platform: &Platform, job: &Job) -> IndexMap<String, String> {
    let mut all = conf::conf(job);
    if let Some(directory) = platform.event_logs() {
        for (key, value) in
            [("spark.eventLog.enabled", "true"), ("spark.eventLog.dir", directory.as_str())]
        {
            all.entry(key.to_owned()).or_insert_with(|| value.to_owned());
        }
    }
    all.retain(|key, _| {
        let has_field = ["cores", "memory", "memoryOverhead", "instances"].iter().any(|field| {
            *key == format!("spark.driver.{field}") || *key == format!("spark.executor.{field}")
        });
        let is_template = key.ends_with(".podTemplateFile");
        let is_limit = key.ends_with(".limit.cores") || key.ends_with(".request.cores");
        !has_field && !is_template && !is_limit && key != "spark.kubernetes.container.image"
    });
    all
}

/// Volumes of an application are common to both pods: one that both use stands there once.
fn pod(platform: &Platform, team: &Team, job: &Job, role: Role, volumes: &mut Vec<Volume>) -> Pod {
    let shape = role.shape(job);
    let parts = scratch::parts(shape, image_user(job));
    let mut mounts = parts.mounts;
    let mut all = parts.volumes;
    for claim in &shape.mounts {
        let (volume, mount) = claim_mount(claim);
        all.push(volume);
        mounts.push(mount);
    }
    for volume in all {
        if !volumes.contains(&volume) {
            volumes.push(volume);
        }
    }
    let annotations = (role == Role::Driver)
        .then(|| ("karpenter.sh/do-not-disrupt".to_owned(), "true".to_owned()));
    let longest = job
        .max_runtime
        .as_ref()
        .map(|longest| ("emrgen.io/max-runtime".to_owned(), longest.to_string()));
    Pod {
        cores: shape.cores,
        core_request: shape.cpu_request.as_ref().map(ToString::to_string),
        core_limit: shape.cpu_limit.as_ref().map(ToString::to_string),
        memory: shape.memory.to_string(),
        memory_overhead: shape.overhead.as_ref().map(ToString::to_string),
        instances: None,
        service_account: Some(team.service_account().to_owned()),
        annotations: annotations.into_iter().chain(longest).collect(),
        labels: IndexMap::new(),
        env: parts.env,
        node_selector: node_selector(job, shape).into_iter().collect(),
        tolerations: tolerations(platform, shape),
        init_containers: parts.init.into_iter().collect(),
        volume_mounts: mounts,
        termination_grace_period_seconds: grace(role),
    }
}

//! A Spark job, whether EMR runs it or the Spark operator.

use serde_json::Value;

use super::SparkConf;
use crate::artifact::{Artifact, Kind};
use crate::catalog::emr::{self, EmrRelease};
use crate::sizing::{Executors, Language, Role, SparkPod, SparkSettings};
use crate::units::{MinorVersion, ReleaseLabel};

/// A Spark job.
#[derive(Debug)]
pub struct Job<'a> {
    /// The StartJobRun request or the SparkApplication.
    pub artifact: &'a Artifact,
    /// Which of the two.
    pub source: JobSource,
    /// The name.
    pub name: String,
    /// The EMR release, where the document says it.
    pub release: Option<ReleaseLabel>,
    /// Its Spark configuration.
    pub conf: SparkConf,
    /// What the program is written in.
    pub language: Language,
    /// The driver's pod template, if it is among the documents.
    pub driver_template: Option<&'a Artifact>,
    /// The executors' pod template, if it is among the documents.
    pub executor_template: Option<&'a Artifact>,
}

/// Who runs a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobSource {
    /// EMR's API.
    StartJobRun,
    /// The Spark operator.
    SparkApplication,
}

impl Job<'_> {
    /// The version of Spark: that of the release, or the newest 3.5 where it is not known.
    #[must_use]
    pub fn spark(&self) -> MinorVersion {
        let release = self.release.as_ref().and_then(emr::release);
        let known = release.and_then(EmrRelease::spark_version);
        known.unwrap_or_else(|| MinorVersion::new(3, 5))
    }

    /// What the driver or an executor asks for; `None` where a value cannot be read.
    #[must_use]
    pub fn pod(&self, role: Role) -> Option<SparkPod> {
        self.settings(|settings| settings.pod(role).ok())
    }

    /// How many executors; `None` where a value cannot be read.
    #[must_use]
    pub fn executors(&self) -> Option<Executors> {
        self.settings(|settings| settings.executors().ok())
    }

    fn settings<T>(&self, ask: impl FnOnce(&SparkSettings<'_>) -> T) -> T {
        let get = |key: &str| self.conf.get(key);
        ask(&SparkSettings { get: &get, language: self.language, version: self.spark() })
    }
}

/// The jobs among the documents.
pub fn jobs(artifacts: &[Artifact]) -> Vec<Job<'_>> {
    let templates = Templates::new(artifacts);
    artifacts
        .iter()
        .filter_map(|artifact| {
            let value = artifact.value()?;
            if artifact.kind == Kind::StartJobRun {
                return Some(of_request(artifact, value, &templates));
            }
            (artifact.kind == Kind::SparkApplication).then(|| of_application(artifact, value))
        })
        .collect()
}

fn of_request<'a>(artifact: &'a Artifact, value: &Value, templates: &Templates<'a>) -> Job<'a> {
    let conf = SparkConf::of_request(value);
    let entry_point = value.pointer("/jobDriver/sparkSubmitJobDriver/entryPoint");
    let template = |role: &str| {
        templates.find(artifact, conf.get(&format!("spark.kubernetes.{role}.podTemplateFile"))?)
    };
    Job {
        artifact,
        source: JobSource::StartJobRun,
        name: text(value, "/name"),
        release: ReleaseLabel::parse(&text(value, "/releaseLabel")).ok(),
        language: Language::of_entry_point(entry_point.and_then(Value::as_str).unwrap_or("")),
        driver_template: template("driver"),
        executor_template: template("executor"),
        conf,
    }
}

/// The fields of a SparkApplication become the keys that the operator makes of them.
fn of_application<'a>(artifact: &'a Artifact, value: &Value) -> Job<'a> {
    let mut conf = SparkConf::of_application(value);
    for (pointer, key) in [
        ("/spec/driver/cores", "spark.driver.cores"),
        ("/spec/driver/memory", "spark.driver.memory"),
        ("/spec/driver/memoryOverhead", "spark.driver.memoryOverhead"),
        ("/spec/driver/coreLimit", "spark.kubernetes.driver.limit.cores"),
        ("/spec/driver/coreRequest", "spark.kubernetes.driver.request.cores"),
        ("/spec/executor/cores", "spark.executor.cores"),
        ("/spec/executor/memory", "spark.executor.memory"),
        ("/spec/executor/memoryOverhead", "spark.executor.memoryOverhead"),
        ("/spec/executor/instances", "spark.executor.instances"),
        ("/spec/executor/coreLimit", "spark.kubernetes.executor.limit.cores"),
        ("/spec/executor/coreRequest", "spark.kubernetes.executor.request.cores"),
        ("/spec/memoryOverheadFactor", "spark.kubernetes.memoryOverheadFactor"),
    ] {
        if let Some(found) = value.pointer(pointer) {
            let text = found.as_str().map_or_else(|| found.to_string(), str::to_owned);
            conf.add(key, text, crate::source::Route::from_pointer(pointer));
        }
    }
    let python = matches!(text(value, "/spec/type").as_str(), "Python" | "R");
    Job {
        artifact,
        source: JobSource::SparkApplication,
        name: text(value, "/metadata/name"),
        release: None,
        language: if python { Language::Python } else { Language::Jvm },
        driver_template: None,
        executor_template: None,
        conf,
    }
}

fn text(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Pod templates by the last name of their path.
struct Templates<'a>(std::collections::BTreeMap<&'a str, Vec<&'a Artifact>>);

impl<'a> Templates<'a> {
    fn new(artifacts: &'a [Artifact]) -> Self {
        let mut map: std::collections::BTreeMap<&str, Vec<&Artifact>> =
            std::collections::BTreeMap::new();
        for artifact in artifacts {
            if matches!(
                artifact.kind,
                Kind::DriverPodTemplate | Kind::ExecutorPodTemplate | Kind::Pod
            ) {
                map.entry(last_name(&artifact.path)).or_default().push(artifact);
            }
        }
        Self(map)
    }

    /// The template that a URI means: the file beside the request, else the only one of its name,
    /// else the one whose path has the longest end in common with the URI.
    fn find(&self, request: &Artifact, uri: &str) -> Option<&'a Artifact> {
        let named = self.0.get(last_name(uri))?;
        let directory = |path: &str| path.rsplit_once('/').map(|(home, _)| home.to_owned());
        if let Some(beside) =
            named.iter().find(|one| directory(&one.path) == directory(&request.path))
        {
            return Some(beside);
        }
        named.iter().max_by_key(|one| common_end(&one.path, uri)).copied()
    }
}

fn last_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn common_end(a: &str, b: &str) -> usize {
    a.rsplit('/').zip(b.rsplit('/')).take_while(|(one, other)| one == other).count()
}

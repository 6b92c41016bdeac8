//! A Spark job, whether EMR runs it or the Spark operator, and what an endpoint runs.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::conf::classification;
use super::{SparkConf, application, at, defaults, is_observed};
use crate::artifact::{Artifact, Kind};
use crate::catalog::emr::{self, EmrRelease};
use crate::route;
use crate::sizing::{Executors, Language, Role, SparkPod, SparkSettings};
use crate::source::Route;
use crate::units::{MinorVersion, ReleaseLabel};

/// A Spark job, or the configuration that an interactive endpoint starts its kernels by.
#[derive(Debug)]
pub struct Job<'a> {
    /// The request for a run or an endpoint, the job template, the SparkApplication or its schedule.
    pub artifact: &'a Artifact,
    /// Which of them.
    pub source: JobSource,
    /// Where in the document the fields of the request or of the application stand.
    pub home: Route,
    /// The name.
    pub name: String,
    /// The namespace, where the documents say it.
    pub namespace: Option<String>,
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
    /// EMR's API, by a template.
    JobTemplate,
    /// The Spark operator.
    SparkApplication,
    /// Whoever opens a notebook by an interactive endpoint.
    Endpoint,
}

impl<'a> Job<'a> {
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

    /// Whether it names a pod template for a role, be it among the documents or not.
    #[must_use]
    pub fn names_template(&self, role: super::Role) -> bool {
        let named = |role: Role| {
            self.conf.get(&format!("spark.kubernetes.{}.podTemplateFile", role.word())).is_some()
        };
        role.spark().is_some_and(named)
    }

    /// The image that it brings in place of the release's, and where that is said.
    #[must_use]
    pub fn image(&self, role: Role) -> Option<&super::Setting> {
        let own = format!("spark.kubernetes.{}.container.image", role.word());
        let mut keys = [own.as_str(), "spark.kubernetes.container.image"].into_iter();
        keys.find_map(|key| self.conf.setting(key))
    }

    /// Whether it writes logs to S3, CloudWatch or EMR's Spark UI.
    #[must_use]
    pub fn writes_logs(&self) -> bool {
        self.request().is_some_and(|request| {
            request.pointer("/configurationOverrides/monitoringConfiguration").is_some()
        })
    }

    /// The classifications of a name: where their properties stand, and what they are.
    #[must_use]
    pub fn classification(&self, name: &str) -> Vec<(Route, &'a Map<String, Value>)> {
        self.request().map_or_else(Vec::new, |it| classification(it, &self.home, name))
    }

    /// A field of the request or of the application, by its pointer from there: `/driver/memory`.
    #[must_use]
    pub fn field(&self, pointer: &str) -> Option<&'a Value> {
        at(self.artifact.value()?, &self.home)?.pointer(pointer)
    }

    /// The place of such a field in the document.
    #[must_use]
    pub fn place(&self, pointer: &str) -> Route {
        self.home.join(Route::from_pointer(pointer).steps())
    }

    /// The part of the document that has the fields of a StartJobRun request.
    fn request(&self) -> Option<&'a Value> {
        self.field("").filter(|_| self.source != JobSource::SparkApplication)
    }

    fn settings<T>(&self, ask: impl FnOnce(&SparkSettings<'_>) -> T) -> T {
        let get = |key: &str| self.conf.get(key);
        ask(&SparkSettings { get: &get, language: self.language, version: self.spark() })
    }
}

/// The jobs and the endpoints among the documents.
pub fn jobs(artifacts: &[Artifact]) -> Vec<Job<'_>> {
    let templates = Templates::new(artifacts);
    let namespaces = Namespaces::new(artifacts);
    let job = |artifact| {
        let mut job = of(artifact, &templates)?;
        job.namespace = job.namespace.or_else(|| namespaces.of(artifact));
        Some(job)
    };
    artifacts.iter().filter_map(job).collect()
}

fn of<'a>(artifact: &'a Artifact, templates: &Templates<'a>) -> Option<Job<'a>> {
    let value = artifact.value()?;
    let request = |source, home| of_request(artifact, source, home, templates);
    if artifact.kind == Kind::StartJobRun {
        return request(JobSource::StartJobRun, Route::ROOT);
    }
    if artifact.kind == Kind::CreateManagedEndpoint {
        return request(JobSource::Endpoint, Route::ROOT);
    }
    if artifact.kind == Kind::CreateJobTemplate {
        let job = request(JobSource::JobTemplate, route!["jobTemplateData"])?;
        return Some(Job { name: text(value, "/name"), ..job });
    }
    let homes = [
        (Kind::SparkApplication, route!["spec"]),
        (Kind::ScheduledSparkApplication, route!["spec", "template"]),
    ];
    let home = homes.into_iter().find_map(|(kind, home)| (kind == artifact.kind).then_some(home));
    of_application(artifact, home?)
}

fn of_request<'a>(
    artifact: &'a Artifact,
    source: JobSource,
    home: Route,
    templates: &Templates<'a>,
) -> Option<Job<'a>> {
    let written = at(artifact.value()?, &home)?;
    let filled = (source == JobSource::JobTemplate).then(|| defaults::filled(written));
    let value = filled.as_ref().unwrap_or(written);
    let conf = SparkConf::of_request(value, &home);
    let entry_point = value.pointer("/jobDriver/sparkSubmitJobDriver/entryPoint");
    let template = |role: &str| {
        templates.find(artifact, conf.get(&format!("spark.kubernetes.{role}.podTemplateFile"))?)
    };
    Some(Job {
        artifact,
        source,
        home,
        name: text(value, "/name"),
        namespace: None,
        release: ReleaseLabel::parse(&text(value, "/releaseLabel")).ok(),
        language: Language::of_entry_point(entry_point.and_then(Value::as_str).unwrap_or("")),
        driver_template: template("driver"),
        executor_template: template("executor"),
        conf,
    })
}

/// A job of the Spark operator.
fn of_application(artifact: &Artifact, home: Route) -> Option<Job<'_>> {
    let spec = at(artifact.value()?, &home)?;
    let conf = application::conf(spec, &home);
    let language = match text(spec, "/type").as_str() {
        "Python" => Language::Python,
        "R" => Language::R,
        _ => Language::Jvm,
    };
    Some(Job {
        artifact,
        source: JobSource::SparkApplication,
        home,
        name: artifact.name().unwrap_or_default().to_owned(),
        namespace: artifact.namespace().map(str::to_owned),
        release: None,
        language,
        driver_template: None,
        executor_template: None,
        conf,
    })
}

fn text(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Pod templates by every end of their paths: `a/b/driver.yaml`, `b/driver.yaml`, `driver.yaml`.
struct Templates<'a>(BTreeMap<&'a str, &'a Artifact>);

impl<'a> Templates<'a> {
    fn new(artifacts: &'a [Artifact]) -> Self {
        let is_template = |it: &&Artifact| {
            matches!(it.kind, Kind::DriverPodTemplate | Kind::ExecutorPodTemplate | Kind::Pod)
                && !is_observed(it)
        };
        let all: Vec<&Artifact> = artifacts.iter().filter(is_template).collect();
        let ends = all.iter().flat_map(|it| ends(&it.path).map(move |end| (end, *it)));
        // A whole path is that file's alone, whatever else ends like it.
        Self(ends.chain(all.iter().map(|it| (it.path.as_str(), *it))).collect())
    }

    /// The template that a URI means: the file beside the request, else the only one of its name,
    /// else the one whose path has the longest end in common with the URI.
    fn find(&self, request: &Artifact, uri: &str) -> Option<&'a Artifact> {
        let name = last_name(uri);
        let home = request.path.strip_suffix(last_name(&request.path)).unwrap_or_default();
        let beside = self.0.get(format!("{home}{name}").as_str());
        let is_beside = |it: &&&Artifact| it.path.strip_suffix(name) == Some(home);
        beside.filter(is_beside).or_else(|| ends(uri).find_map(|end| self.0.get(end))).copied()
    }
}

/// A path, and what is left of it without its first names, longest first.
fn ends(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| path.split_once('/').map(|(_, rest)| rest))
}

/// The namespaces of virtual clusters, for the jobs that run in them.
struct Namespaces<'a> {
    of_team: BTreeMap<&'a str, &'a str>,
    only: Option<&'a str>,
}

impl<'a> Namespaces<'a> {
    fn new(artifacts: &'a [Artifact]) -> Self {
        let clusters = artifacts.iter().filter(|it| it.kind == Kind::CreateVirtualCluster);
        let known: Vec<(&Artifact, &str)> = clusters
            .filter_map(|it| {
                let at = "/containerProvider/info/eksInfo/namespace";
                Some((it, it.value()?.pointer(at)?.as_str()?))
            })
            .collect();
        let of_team =
            known.iter().filter_map(|(it, name)| Some((it.team.as_ref()?.as_str(), *name)));
        let names: BTreeSet<&str> = known.iter().map(|(_, name)| *name).collect();
        let only = (names.len() == 1).then(|| known[0].1).filter(|name| !name.contains('$'));
        Self { of_team: of_team.collect(), only }
    }

    /// The namespace of a job: that of its team, or the only one there is.
    fn of(&self, job: &Artifact) -> Option<String> {
        let team = job.team.as_ref().map(|team| team.as_str());
        let own = team.and_then(|team| self.of_team.get(team).copied());
        own.or(self.only).map(str::to_owned)
    }
}

fn last_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

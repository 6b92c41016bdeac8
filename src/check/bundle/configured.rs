//! What gives Spark a configuration, whether it is a job or waits for people.

use super::{Bundle, Job, JobSource, SparkConf};
use crate::artifact::{Artifact, Kind};
use crate::catalog::emr::{self, EmrRelease};
use crate::source::Route;
use crate::units::{MinorVersion, ReleaseLabel};

/// An interactive endpoint: kernels start by its configuration, and it is no run with a size.
#[derive(Debug)]
pub struct Endpoint<'a> {
    artifact: &'a Artifact,
    title: String,
    spark: Option<MinorVersion>,
    conf: SparkConf,
}

/// A Spark configuration, and who says it.
#[derive(Debug)]
pub struct Configured<'b> {
    /// The document.
    pub artifact: &'b Artifact,
    /// What people call it.
    pub title: String,
    /// The version of Spark, where the documents say it.
    pub spark: Option<MinorVersion>,
    /// The configuration.
    pub conf: &'b SparkConf,
    /// Who runs it; `None` for an endpoint.
    pub source: Option<JobSource>,
}

impl Bundle<'_> {
    /// Jobs, then endpoints: for rules about keys and values, whatever pods they lead to.
    pub fn configured(&self) -> impl Iterator<Item = Configured<'_>> {
        self.jobs.iter().map(of_job).chain(self.endpoints.iter().map(of_endpoint))
    }
}

fn of_job<'b>(job: &'b Job<'_>) -> Configured<'b> {
    Configured {
        artifact: job.artifact,
        title: job.title(),
        spark: job.known_spark(),
        conf: &job.conf,
        source: Some(job.source),
    }
}

fn of_endpoint<'b>(endpoint: &'b Endpoint<'_>) -> Configured<'b> {
    Configured {
        artifact: endpoint.artifact,
        title: endpoint.title.clone(),
        spark: endpoint.spark,
        conf: &endpoint.conf,
        source: None,
    }
}

/// The interactive endpoints among the documents.
pub fn endpoints(artifacts: &[Artifact]) -> Vec<Endpoint<'_>> {
    let requests = artifacts.iter().filter(|it| it.kind == Kind::CreateManagedEndpoint);
    requests.filter_map(endpoint).collect()
}

fn endpoint(artifact: &Artifact) -> Option<Endpoint<'_>> {
    let request = artifact.value()?;
    let text = |field: &str| request.get(field)?.as_str();
    let label = text("releaseLabel").and_then(|label| ReleaseLabel::parse(label).ok());
    Some(Endpoint {
        artifact,
        title: text("name").map_or("the endpoint".to_owned(), |it| format!("endpoint `{it}`")),
        spark: label.as_ref().and_then(emr::release).and_then(EmrRelease::spark_version),
        conf: SparkConf::of_request(request, &Route::ROOT),
    })
}

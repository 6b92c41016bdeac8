//! The EMR release labels that documents name.

use serde_json::Value;

use super::{Bundle, defaults};
use crate::artifact::{Artifact, Kind};
use crate::route;
use crate::source::Route;

/// A release label as written.
#[derive(Clone, Debug)]
pub struct WrittenRelease<'a> {
    /// The document.
    pub artifact: &'a Artifact,
    /// The place in it.
    pub route: Route,
    /// The label.
    pub text: &'a str,
}

impl<'a> Bundle<'a> {
    /// Every release label: of job runs, job templates, endpoints and Flink deployments. That of a
    /// template may be the default of its parameter.
    pub fn release_labels(&self) -> impl Iterator<Item = WrittenRelease<'a>> {
        self.artifacts.iter().filter_map(|artifact| {
            let pointer = label_at(artifact)?;
            let route = Route::from_pointer(pointer);
            let text = at(artifact.value()?, &route)?.as_str()?;
            let by_default = defaults::default_for(artifact, text).map(|(name, label)| {
                let parameters = route!["jobTemplateData", "parameterConfiguration"];
                (label, parameters.then(name).then("defaultValue"))
            });
            let (text, route) = by_default.unwrap_or((text, route));
            Some(WrittenRelease { artifact, route, text })
        })
    }

    /// The deployments of Flink's operator.
    pub fn flink_deployments(&self) -> impl Iterator<Item = &'a Artifact> {
        self.of(Kind::Object).filter(|artifact| is_flink(artifact))
    }
}

/// Where a document has its release label.
fn label_at(artifact: &Artifact) -> Option<&'static str> {
    let places = [
        (Kind::StartJobRun, "/releaseLabel"),
        (Kind::CreateManagedEndpoint, "/releaseLabel"),
        (Kind::CreateJobTemplate, "/jobTemplateData/releaseLabel"),
        (Kind::Object, "/spec/emrReleaseLabel"),
    ];
    let (kind, pointer) = places.into_iter().find(|(kind, _)| *kind == artifact.kind)?;
    (kind != Kind::Object || is_flink(artifact)).then_some(pointer)
}

fn is_flink(artifact: &Artifact) -> bool {
    let text = |key: &str| artifact.value().and_then(|value| value.get(key)?.as_str());
    text("kind") == Some("FlinkDeployment")
        && text("apiVersion").is_some_and(|it| it.starts_with("flink.apache.org/"))
}

/// The value at a route.
#[must_use]
pub fn at<'v>(value: &'v Value, route: &Route) -> Option<&'v Value> {
    route.steps().iter().try_fold(value, |value, step| match step {
        crate::source::Step::Key(key) => value.get(key.as_ref()),
        crate::source::Step::Index(index) => value.get(index),
    })
}

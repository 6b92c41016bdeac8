//! Charts that Flux installs: a HelmRelease, and the source that it names.

use serde_json::Value;

use super::{Install, Values};
use crate::artifact::{Artifact, Kind};
use crate::catalog::charts;
use crate::route;
use crate::source::Route;

/// The chart of a HelmRelease; `None` where it lies in a repository of files, or its source is not
/// among the documents.
pub fn install<'a>(release: &'a Artifact, artifacts: &'a [Artifact]) -> Option<Install<'a>> {
    let value = release.value().filter(|value| is_a("HelmRelease", "helm.", value))?;
    let spec = value.get("spec")?;
    let found = match spec.get("chartRef") {
        Some(reference) => by_reference(reference, artifacts)?,
        None => by_name(spec, artifacts)?,
    };
    let mut values = Values::default();
    values.add(spec.get("values"), route!["spec", "values"]);
    let files = spec.pointer("/chart/spec/valuesFiles").is_some();
    values.hide(files || spec.get("valuesFrom").is_some());
    let target = spec.get("targetNamespace").and_then(Value::as_str);
    Some(Install {
        artifact: release,
        route: found.route,
        known: charts::known(&found.chart, found.repository),
        chart: found.chart,
        version: found.version,
        namespace: target.or_else(|| release.namespace()).map(str::to_owned),
        values,
    })
}

/// A chart and where it comes from.
struct Source<'a> {
    chart: String,
    repository: &'a str,
    version: Option<(String, Route)>,
    route: Route,
}

fn by_name<'a>(spec: &'a Value, artifacts: &'a [Artifact]) -> Option<Source<'a>> {
    let route = route!["spec", "chart", "spec"];
    let chart = spec.pointer("/chart/spec")?;
    let source = chart.get("sourceRef")?;
    if source.get("kind").and_then(Value::as_str) != Some("HelmRepository") {
        return None;
    }
    let url = object("HelmRepository", source, artifacts)
        .and_then(|it| it.pointer("/spec/url")?.as_str())
        .unwrap_or_default();
    let version = chart.get("version").and_then(Value::as_str);
    Some(Source {
        chart: chart.get("chart")?.as_str()?.to_owned(),
        repository: url,
        version: version.map(|it| (it.to_owned(), route.then("version"))),
        route,
    })
}

/// A chart of a registry, which the URL of its source names. The version stands there as well.
fn by_reference<'a>(reference: &'a Value, artifacts: &'a [Artifact]) -> Option<Source<'a>> {
    let route = route!["spec", "chartRef"];
    if reference.get("kind").and_then(Value::as_str) != Some("OCIRepository") {
        return None;
    }
    let source = object("OCIRepository", reference, artifacts)?;
    let url = source.pointer("/spec/url")?.as_str()?;
    let pinned = ["digest", "semver", "tag"];
    let pin = |key: &str| source.pointer("/spec/ref")?.get(key)?.as_str();
    let version = pinned.into_iter().find_map(pin);
    Some(Source {
        chart: url.trim_end_matches('/').rsplit('/').next()?.to_owned(),
        repository: url,
        version: version.map(|it| (it.to_owned(), route.clone())),
        route,
    })
}

/// A source that another object names.
fn object<'a>(kind: &str, by: &Value, artifacts: &'a [Artifact]) -> Option<&'a Value> {
    let name = by.get("name")?.as_str()?;
    let objects = artifacts.iter().filter(|artifact| artifact.kind == Kind::Object);
    let mut named = objects.filter(|artifact| artifact.name() == Some(name));
    named.find_map(|artifact| artifact.value().filter(|value| is_a(kind, "source.", value)))
}

fn is_a(kind: &str, group: &str, value: &Value) -> bool {
    let of_flux = format!("{group}toolkit.fluxcd.io/");
    value.get("kind").and_then(Value::as_str) == Some(kind)
        && value["apiVersion"].as_str().is_some_and(|it| it.starts_with(&of_flux))
}

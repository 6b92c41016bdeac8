//! Who installs a chart: a file of values, Terraform, Argo CD, Flux or kustomize.

use serde_json::{Map, Value};

use super::super::at;
use super::super::terraform::{self, Resource};
use super::flux;
use super::{Install, Values};
use crate::artifact::{Artifact, Kind};
use crate::catalog::charts::{self, Chart};
use crate::route;
use crate::source::Route;

/// All installations of charts.
pub fn installs(artifacts: &[Artifact]) -> Vec<Install<'_>> {
    let of = |kind: Kind| artifacts.iter().filter(move |artifact| artifact.kind == kind);
    let files = of(Kind::HelmValues).filter_map(of_file);
    let releases = terraform::resources(artifacts, "helm_release").map(of_release);
    let applications = of(Kind::Object).flat_map(of_application);
    let flux = of(Kind::Object).filter_map(|artifact| flux::install(artifact, artifacts));
    let kustomize = of(Kind::Kustomization).flat_map(of_kustomization);
    files.chain(releases).chain(applications).chain(flux).chain(kustomize).collect()
}

fn of_file(artifact: &Artifact) -> Option<Install<'_>> {
    let known = chart_of_file(&artifact.path).or_else(|| {
        artifact.value().filter(|values| is_karpenter(values)).and(charts::chart("karpenter"))
    });
    let mut values = Values::default();
    values.add(artifact.value(), Route::ROOT);
    Some(Install {
        artifact,
        route: Route::ROOT,
        chart: known?.name.to_owned(),
        known,
        version: None,
        namespace: None,
        values,
    })
}

/// The chart that a directory or the name of a file says.
fn chart_of_file(path: &str) -> Option<&'static Chart> {
    let named = |word: &str| {
        charts::charts().iter().find(|chart| chart.addon == word || chart.name == word)
    };
    let mut parts = path.rsplit('/');
    let file = parts.next()?;
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let stem = stem.strip_suffix("values").unwrap_or(stem).trim_end_matches(['-', '.', '_']);
    named(stem).or_else(|| parts.next().filter(|_| stem.is_empty()).and_then(named))
}

/// Settings that only Karpenter's chart has.
fn is_karpenter(values: &Value) -> bool {
    let settings = |key: &str| values.pointer(&format!("/settings/{key}")).is_some();
    settings("clusterName") || settings("interruptionQueue") || settings("featureGates")
}

fn of_release(release: Resource<'_>) -> Install<'_> {
    let chart = release.text("chart").unwrap_or_default();
    let name = chart.rsplit('/').next().unwrap_or(chart);
    let repository = release.text("repository").unwrap_or(chart);
    Install {
        artifact: release.artifact,
        chart: name.to_owned(),
        known: charts::known(name, repository),
        version: release.text("version").map(|it| (it.to_owned(), release.route.then("version"))),
        namespace: release.text("namespace").map(str::to_owned),
        values: values_of_release(&release),
        route: release.route,
    }
}

/// The texts of `values`, and over them the blocks `set`.
fn values_of_release<'a>(release: &Resource<'a>) -> Values<'a> {
    let mut values = Values::default();
    let home = release.route.then("values");
    match release.body.get("values") {
        Some(Value::Array(texts)) => texts.iter().enumerate().for_each(|(index, text)| {
            values.add_text(text.as_str(), home.then(index));
        }),
        Some(made) => values.hide(!made.is_null()),
        None => {}
    }
    for key in ["set", "set_sensitive"] {
        let home = release.route.then(key);
        let is_list = release.body.get(key).is_some_and(Value::is_array);
        for (index, set) in release.blocks(key).into_iter().enumerate() {
            let home = if is_list { home.then(index) } else { home.clone() };
            add_named(set, home, &mut values);
        }
        values.hide(release.body.get(key).is_some_and(Value::is_string));
    }
    let others = ["set_list", "set_wo", "dynamic"];
    values.hide(others.iter().any(|key| release.body.contains_key(*key)));
    values
}

fn add_named<'a>(set: &'a Map<String, Value>, home: Route, values: &mut Values<'a>) {
    match set.get("name").and_then(Value::as_str).zip(set.get("value")) {
        Some((name, value)) => values.add_named(name, value, home),
        None => values.hide(true),
    }
}

/// Argo CD's applications and sets of them, with one source or several. What a set fills in for each
/// application is not known.
fn of_application(artifact: &Artifact) -> Vec<Install<'_>> {
    let Some((spec, home)) = artifact.value().and_then(application) else { return Vec::new() };
    let one = spec.get("source").map(|source| (home.then("source"), source));
    let many = spec.get("sources").and_then(Value::as_array).into_iter().flatten();
    let list = home.then("sources");
    let many = many.enumerate().map(|(index, source)| (list.then(index), source));
    let namespace = spec.pointer("/destination/namespace").and_then(Value::as_str);
    let is_filled_in = |text: &str| text.contains("{{");
    one.into_iter()
        .chain(many)
        .filter_map(|(route, source)| {
            let text = |key: &str| source.get(key).and_then(Value::as_str);
            let chart = text("chart").filter(|chart| !is_filled_in(chart))?;
            let version = text("targetRevision");
            if version.is_some_and(is_filled_in) {
                return None;
            }
            Some(Install {
                artifact,
                chart: chart.to_owned(),
                known: charts::known(chart, text("repoURL").unwrap_or_default()),
                version: version.map(|it| (it.to_owned(), route.then("targetRevision"))),
                namespace: namespace.map(str::to_owned),
                values: values_of_source(source, &route),
                route,
            })
        })
        .collect()
}

/// The spec of an application, or that of the applications of a set, and its place.
fn application(value: &Value) -> Option<(&Value, Route)> {
    let is_argo = value["apiVersion"].as_str().is_some_and(|it| it.starts_with("argoproj.io/"));
    let home = match value["kind"].as_str().filter(|_| is_argo)? {
        "Application" => route!["spec"],
        "ApplicationSet" => route!["spec", "template", "spec"],
        _ => return None,
    };
    Some((at(value, &home)?, home))
}

/// A text, over it data, over both single parameters; files lie elsewhere.
fn values_of_source<'a>(source: &'a Value, route: &Route) -> Values<'a> {
    let mut values = Values::default();
    let (Some(helm), home) = (source.get("helm"), route.then("helm")) else { return values };
    values.add_text(helm.get("values").and_then(Value::as_str), home.then("values"));
    values.add(helm.get("valuesObject"), home.then("valuesObject"));
    let parameters = helm.get("parameters").and_then(Value::as_array).into_iter().flatten();
    for (index, parameter) in parameters.enumerate() {
        let home = home.then("parameters").then(index);
        if let Some(parameter) = parameter.as_object() {
            add_named(parameter, home, &mut values);
        }
    }
    let has = |key: &str| helm.get(key).and_then(Value::as_array).is_some_and(|it| !it.is_empty());
    values.hide(has("valueFiles") || has("fileParameters"));
    values
}

fn of_kustomization(artifact: &Artifact) -> Vec<Install<'_>> {
    let all = artifact.value().and_then(|value| value.get("helmCharts")?.as_array());
    let numbered = all.into_iter().flatten().enumerate();
    numbered
        .filter_map(|(index, chart)| {
            let route = route!["helmCharts", index];
            let text = |key: &str| chart.get(key).and_then(Value::as_str);
            let name = text("name")?;
            let mut values = Values::default();
            values.add(chart.get("valuesInline"), route.then("valuesInline"));
            let files = ["valuesFile", "additionalValuesFiles"];
            values.hide(files.iter().any(|key| chart.get(*key).is_some()));
            Some(Install {
                artifact,
                chart: name.to_owned(),
                known: charts::known(name, text("repo").unwrap_or_default()),
                version: text("version").map(|it| (it.to_owned(), route.then("version"))),
                namespace: text("namespace").map(str::to_owned),
                values,
                route,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_say_their_chart() {
        let addon = |path| chart_of_file(path).map(|chart| chart.addon);
        assert_eq!(addon("helm/karpenter/values.yaml"), Some("karpenter"));
        assert_eq!(addon("kube-prometheus-stack-values.yaml"), Some("prometheus"));
        assert_eq!(addon("charts/yunikorn.values.yml"), Some("yunikorn"));
        assert_eq!(addon("values.yaml"), None);
        assert_eq!(addon("karpenter/other-values.yaml"), None);
    }
}

//! Installations of Helm charts, whoever installs them.

use serde_json::Value;

use super::{Bundle, terraform};
use crate::artifact::{Artifact, Kind};
use crate::catalog::charts::{self, Chart};
use crate::route;
use crate::source::Route;
use crate::units::MinorVersion;

/// An installation of a chart: by a file of values, by Terraform, by Argo CD or by kustomize.
#[derive(Clone, Debug)]
pub struct Install<'a> {
    /// The document.
    pub artifact: &'a Artifact,
    /// The installation in it.
    pub route: Route,
    /// The chart's name.
    pub chart: String,
    /// What the catalog knows of the chart.
    pub known: Option<&'static Chart>,
    /// The version and its place, where it is written.
    pub version: Option<(String, Route)>,
    /// The namespace, where it is written.
    pub namespace: Option<String>,
    /// The values and their place, where they are data.
    pub values: Option<(&'a Value, Route)>,
}

impl<'a> Install<'a> {
    /// A value by its pointer: `/settings/interruptionQueue`.
    #[must_use]
    pub fn value(&self, pointer: &str) -> Option<&'a Value> {
        self.values.as_ref()?.0.pointer(pointer)
    }

    /// The place of a value.
    #[must_use]
    pub fn place(&self, pointer: &str) -> Route {
        let home = self.values.as_ref().map_or(&self.route, |(_, home)| home);
        home.join(Route::from_pointer(pointer).steps())
    }

    /// Whether it installs an add-on, by its name in the catalog.
    #[must_use]
    pub fn is_of(&self, addon: &str) -> bool {
        self.known.is_some_and(|chart| chart.addon == addon)
    }

    /// The line of releases of its version.
    #[must_use]
    pub fn release(&self) -> Option<MinorVersion> {
        minor(&self.version.as_ref()?.0)
    }
}

/// `v1.6.5` and `1.6` are of 1.6; a range is of none.
#[must_use]
pub fn minor(version: &str) -> Option<MinorVersion> {
    let plain = version.trim().trim_start_matches('v');
    let mut numbers = plain.split(['.', '-', '+']).map(str::parse::<u32>);
    Some(MinorVersion::new(numbers.next()?.ok()?, numbers.next()?.ok()?))
}

impl<'a> Bundle<'a> {
    /// All installations of charts.
    #[must_use]
    pub fn installs(&self) -> Vec<Install<'a>> {
        let files = self.of(Kind::HelmValues).filter_map(of_file);
        let releases = terraform::resources(self.artifacts, "helm_release").map(of_release);
        let objects = self.of(Kind::Object).flat_map(of_application);
        let kustomize = self.of(Kind::Kustomization).flat_map(of_kustomization);
        files.chain(releases).chain(objects).chain(kustomize).collect()
    }

    /// The installations of an add-on, by its name in the catalog.
    pub fn installs_of(&self, addon: &'static str) -> impl Iterator<Item = Install<'a>> {
        self.installs().into_iter().filter(move |install| install.is_of(addon))
    }
}

fn of_file(artifact: &Artifact) -> Option<Install<'_>> {
    let known = chart_of_file(&artifact.path).or_else(|| {
        artifact.value().filter(|values| is_karpenter(values)).and(charts::chart("karpenter"))
    });
    Some(Install {
        artifact,
        route: Route::ROOT,
        chart: known?.name.to_owned(),
        known,
        version: None,
        namespace: None,
        values: artifact.value().map(|values| (values, Route::ROOT)),
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

fn of_release(release: terraform::Resource<'_>) -> Install<'_> {
    let chart = release.text("chart").unwrap_or_default();
    let name = chart.rsplit('/').next().unwrap_or(chart);
    let repository = release.text("repository").unwrap_or(chart);
    Install {
        artifact: release.artifact,
        chart: name.to_owned(),
        known: known(name, repository),
        version: release.text("version").map(|it| (it.to_owned(), release.route.then("version"))),
        namespace: release.text("namespace").map(str::to_owned),
        values: None,
        route: release.route,
    }
}

/// The chart of a name and a repository; EMR's Spark operator has a namesake.
fn known(name: &str, repository: &str) -> Option<&'static Chart> {
    let emrs = repository.contains("emr-on-eks") || repository.contains(".dkr.ecr.");
    let chart = charts::charts().iter().find(|chart| chart.name == name)?;
    (chart.addon != "spark-operator" || emrs).then_some(chart)
}

/// Argo CD's applications, with one source or several.
fn of_application(artifact: &Artifact) -> Vec<Install<'_>> {
    let Some(value) = artifact.value() else { return Vec::new() };
    let is_argo = value["apiVersion"].as_str().is_some_and(|it| it.starts_with("argoproj.io/"));
    if !is_argo || value["kind"] != "Application" {
        return Vec::new();
    }
    let one = value.pointer("/spec/source").map(|source| (route!["spec", "source"], source));
    let many = value.pointer("/spec/sources").and_then(Value::as_array).into_iter().flatten();
    let many = many.enumerate().map(|(index, source)| (route!["spec", "sources", index], source));
    let namespace = value.pointer("/spec/destination/namespace").and_then(Value::as_str);
    one.into_iter()
        .chain(many)
        .filter_map(|(route, source)| {
            let text = |key: &str| source.get(key).and_then(Value::as_str);
            let chart = text("chart")?;
            let version = text("targetRevision");
            let home = route.then("helm").then("valuesObject");
            Some(Install {
                artifact,
                chart: chart.to_owned(),
                known: known(chart, text("repoURL").unwrap_or_default()),
                version: version.map(|it| (it.to_owned(), route.then("targetRevision"))),
                namespace: namespace.map(str::to_owned),
                values: source.pointer("/helm/valuesObject").map(|values| (values, home)),
                route,
            })
        })
        .collect()
}

fn of_kustomization(artifact: &Artifact) -> Vec<Install<'_>> {
    let all = artifact.value().and_then(|value| value.get("helmCharts")?.as_array());
    let numbered = all.into_iter().flatten().enumerate();
    numbered
        .filter_map(|(index, chart)| {
            let route = route!["helmCharts", index];
            let text = |key: &str| chart.get(key).and_then(Value::as_str);
            let name = text("name")?;
            Some(Install {
                artifact,
                chart: name.to_owned(),
                known: known(name, text("repo").unwrap_or_default()),
                version: text("version").map(|it| (it.to_owned(), route.then("version"))),
                namespace: text("namespace").map(str::to_owned),
                values: chart.get("valuesInline").map(|it| (it, route.then("valuesInline"))),
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

    #[test]
    fn emrs_operator_has_a_namesake() {
        assert!(known("spark-operator", "oci://public.ecr.aws/emr-on-eks").is_some());
        assert!(known("spark-operator", "https://kubeflow.github.io/spark-operator").is_none());
    }

    #[test]
    fn versions_have_a_line() {
        assert_eq!(minor("v1.6.5"), Some(MinorVersion::new(1, 6)));
        assert_eq!(minor("7.12.0-rc1"), Some(MinorVersion::new(7, 12)));
        assert_eq!(minor("~> 1.6"), None);
    }
}

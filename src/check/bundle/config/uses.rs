//! The ConfigMaps and Secrets that pods read, wherever they are named.

use serde_json::Value;

use crate::check::bundle::{Bundle, Job, JobSource, Pod, Role, Setting, Trail, Written, at, texts};
use crate::route;
use crate::sizing;
use crate::source::Route;

/// What is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// A ConfigMap.
    ConfigMap,
    /// A Secret.
    Secret,
}

impl Sort {
    /// The kind.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::ConfigMap => "ConfigMap",
            Self::Secret => "Secret",
        }
    }
}

/// One use of a ConfigMap or a Secret.
#[derive(Clone, Debug)]
pub struct ConfigUse<'a> {
    /// Which of them.
    pub sort: Sort,
    /// Its name.
    pub name: String,
    /// The keys that must be in it.
    pub keys: Vec<String>,
    /// Whether images are pulled with it, which may succeed without.
    pub pulls: bool,
    /// Where the name stands.
    pub at: Written<'a>,
    /// What messages call the reader.
    pub title: String,
    /// The namespace of the reader, where the documents say it.
    pub namespace: Option<String>,
}

impl<'a> Bundle<'a> {
    /// Every use without which a pod does not start; those that are optional are left out.
    #[must_use]
    pub fn config_uses(&self) -> Vec<ConfigUse<'a>> {
        let mut found = Vec::new();
        for pod in self.pods.iter().filter(|pod| is_whole(pod)) {
            let job = self.job_of(pod);
            let application = job.filter(|job| job.source == JobSource::SparkApplication);
            let title = application.map_or_else(|| pod.title.clone(), Job::title);
            let home = if application.is_some() { route!["spec"] } else { pod.at.clone() };
            // An application is read once, with all that its pods share.
            if application.is_none() || pod.role == Role::Driver {
                let namespace = self.namespace_of(pod).map(str::to_owned);
                of_document(pod, &home, &title, namespace.as_deref(), &mut found);
            }
        }
        self.jobs.iter().for_each(|job| of_conf(job, &mut found));
        found.retain(|one| !one.name.is_empty() && !one.name.contains(['$', '{', '<']));
        found
    }
}

/// Whether a document describes the pod itself, and not what EMR or a scheduler makes of others.
fn is_whole(pod: &Pod<'_>) -> bool {
    matches!(pod.role, Role::Driver | Role::Executor | Role::Other)
}

fn of_document<'a>(
    pod: &Pod<'a>,
    home: &Route,
    title: &str,
    namespace: Option<&str>,
    found: &mut Vec<ConfigUse<'a>>,
) {
    let Some(part) = pod.artifact.value().and_then(|value| at(value, home)) else { return };
    texts(part, &mut |trail, text| {
        let Some((sort, pulls)) = named(trail) else { return };
        let route = trail.route();
        let beside = route.steps().split_last().map_or(&[][..], |(_, rest)| rest);
        let beside = at(part, &Route::ROOT.join(beside)).unwrap_or(&Value::Null);
        if beside.get("optional") == Some(&Value::Bool(true)) {
            return;
        }
        found.push(ConfigUse {
            sort,
            name: text.to_owned(),
            keys: keys(beside),
            pulls,
            at: Written { artifact: pod.artifact, route: home.join(route.steps()) },
            title: title.to_owned(),
            namespace: namespace.map(str::to_owned),
        });
    });
}

/// What a text names, by the fields that it stands in, and whether that is for pulling images.
fn named(trail: &Trail<'_>) -> Option<(Sort, bool)> {
    let mut keys = trail.keys();
    let (field, parent, above) = (keys.next()?, keys.next().unwrap_or(""), keys.next());
    match (field, parent) {
        ("name", "configMap" | "configMaps" | "configMapKeyRef" | "configMapRef")
        | ("sparkConfigMap" | "hadoopConfigMap", _) => Some((Sort::ConfigMap, false)),
        ("secretName", "secret")
        | ("name", "secret" | "secrets" | "secretKeyRef" | "secretRef" | "nodePublishSecretRef") => {
            Some((Sort::Secret, false))
        }
        ("name", "imagePullSecrets") | ("imagePullSecrets", _) => Some((Sort::Secret, true)),
        ("name", _) if above == Some("envSecretKeyRefs") => Some((Sort::Secret, false)),
        _ => None,
    }
}

/// The keys that a reference asks for: one, or those of a volume's items.
fn keys(reference: &Value) -> Vec<String> {
    let items = reference.get("items").and_then(Value::as_array).into_iter().flatten();
    let all = items.filter_map(|item| item.get("key")).chain(reference.get("key"));
    all.filter_map(|key| key.as_str().map(str::to_owned)).collect()
}

/// What Spark's configuration names.
fn of_conf<'a>(job: &Job<'a>, found: &mut Vec<ConfigUse<'a>>) {
    let mut add = |sort, name: &str, key: Option<&str>, pulls, setting: &Setting| {
        found.push(ConfigUse {
            sort,
            name: name.to_owned(),
            keys: key.map(str::to_owned).into_iter().collect(),
            pulls,
            at: Written { artifact: job.artifact, route: setting.route.clone() },
            title: job.title(),
            namespace: job.namespace.clone(),
        });
    };
    for role in [sizing::Role::Driver, sizing::Role::Executor].map(sizing::Role::word) {
        for (name, setting) in job.conf.under(&format!("spark.kubernetes.{role}.secrets.")) {
            add(Sort::Secret, name, None, false, setting);
        }
        for (_, setting) in job.conf.under(&format!("spark.kubernetes.{role}.secretKeyRef.")) {
            let Some((name, key)) = setting.value.split_once(':') else { continue };
            add(Sort::Secret, name, Some(key), false, setting);
        }
    }
    for key in CONFIG_MAPS {
        if let Some(setting) = job.conf.setting(key) {
            add(Sort::ConfigMap, &setting.value, None, false, setting);
        }
    }
    if let Some(setting) = job.conf.setting("spark.kubernetes.container.image.pullSecrets") {
        for name in setting.value.split(',').map(str::trim) {
            add(Sort::Secret, name, None, true, setting);
        }
    }
}

/// Keys of Spark that name a ConfigMap.
const CONFIG_MAPS: [&str; 2] =
    ["spark.kubernetes.hadoop.configMapName", "spark.kubernetes.kerberos.krb5.configMapName"];

//! The ConfigMaps and Secrets that are among the documents, or that something there makes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Sort;
use crate::artifact::{Artifact, Body, Kind};
use crate::check::bundle::{Bundle, texts, words};
use crate::units::spelling::is_slip;

/// Whether a ConfigMap or a Secret is where its reader looks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum There {
    /// It is, or something among the documents may make it.
    Yes,
    /// It is in other namespaces, while that of the reader has others of its sort.
    Elsewhere(String),
    /// It is not, and another may be meant.
    Near(String),
    /// It is not.
    No,
}

/// The ConfigMaps and Secrets of a bundle, and whatever else may make some.
#[derive(Debug)]
pub struct ConfigStore<'b, 'a> {
    bundle: &'b Bundle<'a>,
    /// By sort and name.
    objects: BTreeMap<(Sort, &'a str), Vec<&'a Artifact>>,
    /// Documents that may make some, by names that stand in them.
    makers: Vec<&'a Artifact>,
}

/// What Kubernetes and meshes put into every namespace.
const OF_THE_CLUSTER: [&str; 3] =
    ["kube-root-ca.crt", "istio-ca-root-cert", "linkerd-identity-trust-roots"];
/// What the names of ConfigMaps begin with that Spark makes for its own pods.
const OF_SPARK: [&str; 2] = ["spark-drv-", "spark-exec-"];
/// Annotations of controllers that copy an object into other namespaces.
const COPIED: [&str; 2] = ["reflector.", "replicator."];

impl<'b, 'a> ConfigStore<'b, 'a> {
    /// What the documents have.
    #[must_use]
    pub fn new(bundle: &'b Bundle<'a>) -> Self {
        let mut objects: BTreeMap<_, Vec<&'a Artifact>> = BTreeMap::new();
        for artifact in bundle.artifacts {
            if let Some(found) = sort_of(artifact).zip(artifact.name()) {
                objects.entry(found).or_default().push(artifact);
            }
        }
        let makers = bundle.artifacts.iter().filter(|it| is_maker(it)).collect();
        Self { bundle, objects, makers }
    }

    /// Whether it is where a reader of this namespace looks for it.
    #[must_use]
    pub fn find(&self, sort: Sort, name: &str, namespace: Option<&str>) -> There {
        let here = self.names_in(sort, namespace);
        let may_be = here.iter().any(|it| it.contains('$')) || self.may_be_made(name);
        if may_be || !self.of(sort, name, namespace).is_empty() {
            return There::Yes;
        }
        let others = self.named(sort, name);
        if others.is_empty() {
            let mut all = here.into_iter();
            let near = all.find(|it| is_slip(unhashed(it), unhashed(name)));
            return near.map_or(There::No, |near| There::Near(near.to_owned()));
        }
        if here.is_empty() && !self.bundle.context.complete {
            return There::Yes;
        }
        let homes: BTreeSet<&str> = others.iter().filter_map(|it| it.namespace()).collect();
        There::Elsewhere(words::both(homes))
    }

    /// The objects of a name that a reader of this namespace sees; a namespace that nobody says
    /// may be any.
    #[must_use]
    pub fn of(&self, sort: Sort, name: &str, namespace: Option<&str>) -> Vec<&'a Artifact> {
        let all = self.named(sort, name).into_iter();
        all.filter(|it| is_seen_from(it, namespace)).collect()
    }

    /// Whether something else among the documents names it, and so may make it or add to it.
    #[must_use]
    pub fn may_be_made(&self, name: &str) -> bool {
        OF_THE_CLUSTER.contains(&name)
            || OF_SPARK.iter().any(|start| name.starts_with(start))
            || self.makers.iter().any(|maker| names(maker, unhashed(name)))
    }

    /// The names of a sort in a namespace.
    #[must_use]
    pub fn names_in(&self, sort: Sort, namespace: Option<&str>) -> Vec<&'a str> {
        let of_sort = self.objects.iter().filter(|((one, _), _)| *one == sort);
        let here = of_sort.filter(|(_, all)| all.iter().any(|it| is_seen_from(it, namespace)));
        here.map(|((_, name), _)| *name).collect()
    }

    /// The objects of a name in any namespace. Kustomize ends the names of what it makes in a hash,
    /// which sources lack and its output has.
    fn named(&self, sort: Sort, name: &str) -> Vec<&'a Artifact> {
        let plain = unhashed(name);
        let all = self.objects.range((sort, plain)..);
        let all = all.take_while(|((one, it), _)| *one == sort && it.starts_with(plain));
        all.filter(|((_, it), _)| unhashed(it) == plain)
            .flat_map(|(_, all)| all.iter().copied())
            .collect()
    }
}

fn sort_of(artifact: &Artifact) -> Option<Sort> {
    let text = |key: &str| artifact.value()?.get(key)?.as_str();
    if artifact.kind == Kind::ConfigMap {
        return Some(Sort::ConfigMap);
    }
    let is_secret = artifact.kind == Kind::Object
        && text("kind") == Some("Secret")
        && text("apiVersion") == Some("v1");
    is_secret.then_some(Sort::Secret)
}

fn is_seen_from(artifact: &Artifact, namespace: Option<&str>) -> bool {
    let annotations = artifact.value().and_then(|it| it.pointer("/metadata/annotations"));
    let mut keys = annotations.and_then(Value::as_object).into_iter().flat_map(|it| it.keys());
    artifact.namespace().zip(namespace).is_none_or(|(one, other)| one == other)
        || keys.any(|key| COPIED.iter().any(|controller| key.starts_with(controller)))
}

/// Documents that may make a ConfigMap or a Secret: operators' resources such as an
/// ExternalSecret or a Certificate, values of charts, Terraform, kustomize's generators, scripts.
fn is_maker(artifact: &Artifact) -> bool {
    if artifact.kind != Kind::Object {
        return CODE.contains(&artifact.kind);
    }
    let text = |key: &str| artifact.value().and_then(|value| value.get(key)?.as_str());
    let group = text("apiVersion").unwrap_or_default();
    let is_of_operator = group.split('/').next().is_some_and(|it| it.contains('.'));
    let has_certificates = matches!(text("kind"), Some("Ingress" | "Gateway"));
    has_certificates || (is_of_operator && !group.contains(".k8s.io/"))
}

/// Kinds in whose texts a name may stand anywhere.
const CODE: [Kind; 5] = [
    Kind::HelmValues,
    Kind::TerraformConfiguration,
    Kind::Kustomization,
    Kind::Script,
    Kind::Custom,
];

/// Whether a name stands in a document: by itself, or within a text that is code.
fn names(artifact: &Artifact, name: &str) -> bool {
    let value = match &artifact.body {
        Body::Text(text) => return text.contains(name),
        Body::Data(value) => value,
    };
    let is_code = artifact.kind != Kind::Object;
    let mut found = false;
    texts(value, &mut |trail, text| {
        let is_key = is_code && trail.keys().next() == Some(name);
        let is_block = is_code || text.contains('\n');
        found |= text == name || is_key || (is_block && text.contains(name));
    });
    found
}

/// A name without the hash that kustomize puts at its end: `settings-6ct58987ht`.
fn unhashed(name: &str) -> &str {
    const DIGITS: &str = "2456789bcdfghkmt";
    match name.rsplit_once('-') {
        Some((rest, hash)) if hash.len() == 10 && hash.chars().all(|it| DIGITS.contains(it)) => {
            rest
        }
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_of_kustomize_are_no_part_of_a_name() {
        assert_eq!(unhashed("settings-6ct58987ht"), "settings");
        assert_eq!(unhashed("settings-production"), "settings-production");
    }
}

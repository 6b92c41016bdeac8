//! What the published reference got wrong is right in what the blueprint compiles to: a test for
//! each class of defect, named after it, that holds documents against each other.

mod form;
mod gang;
mod identity;
mod logs;
mod placement;
mod pods;
mod pools;
mod storage;
mod systems;

use std::collections::BTreeMap;
use std::fs;
use std::sync::OnceLock;

use emrgen::artifact::{Artifact, Body, Kind};
use emrgen::compile::{self, Input, Request, back, front};
use serde_json::{Map, Value};

use crate::support::project;

/// What a spec compiles to.
pub struct Built {
    pub artifacts: Vec<Artifact>,
}

/// The reference platform, compiled once for all tests that only look.
pub fn built() -> &'static Built {
    static BUILT: OnceLock<Built> = OnceLock::new();
    BUILT.get_or_init(|| edited(&[]))
}

/// The reference platform after changes to its texts: file, what stands there once, what instead.
pub fn edited(changes: &[(&str, &str, &str)]) -> Built {
    let mut spec: Vec<Input> = [
        "emrgen.yaml",
        "teams/data-team-a.yaml",
        "teams/data-team-b.yaml",
        "teams/spark-team-a.yaml",
    ]
    .map(|name| Input { name: name.to_owned(), text: text(name) })
    .into();
    for (file, old, new) in changes {
        let input = spec.iter_mut().find(|input| input.name == *file).unwrap();
        assert_eq!(input.text.matches(old).count(), 1, "{file}: {old}");
        input.text = input.text.replace(old, new);
    }
    let front = front(Request { spec, ..Request::default() });
    let files = front.platform.as_ref().map(compile::files).unwrap_or_default();
    let files: BTreeMap<String, String> =
        files.into_keys().map(|name| (name.clone(), text(&name))).collect();
    let outcome = back(front, &files);
    assert!(outcome.diagnostics.is_empty(), "{:#?}", outcome.diagnostics);
    Built { artifacts: outcome.artifacts }
}

fn text(name: &str) -> String {
    fs::read_to_string(project().join("blueprints/emr-eks-karpenter").join(name)).unwrap()
}

impl Built {
    /// The document at a path.
    pub fn at(&self, path: &str) -> &Value {
        let found = self.artifacts.iter().find(|artifact| artifact.path == path);
        found.and_then(Artifact::value).unwrap_or_else(|| panic!("there is no {path}"))
    }

    /// The text at a path.
    pub fn text(&self, path: &str) -> &str {
        let found = self.artifacts.iter().find(|artifact| artifact.path == path).unwrap();
        match &found.body {
            Body::Text(text) => text,
            Body::Data(_) => panic!("{path} is data"),
        }
    }

    /// The documents of a kind.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Artifact> {
        self.artifacts.iter().filter(move |artifact| artifact.kind == kind)
    }

    /// The values of the documents of a kind.
    pub fn values(&self, kind: Kind) -> impl Iterator<Item = &Value> {
        self.of(kind).filter_map(Artifact::value)
    }

    /// The object of a kind and a name.
    pub fn named(&self, kind: Kind, name: &str) -> &Value {
        let found = self.values(kind).find(|value| value["metadata"]["name"] == name);
        found.unwrap_or_else(|| panic!("there is no {kind:?} {name}"))
    }

    /// Jobs that EMR runs.
    pub fn jobs(&self) -> Vec<Job<'_>> {
        let jobs: Vec<Job<'_>> = self.of(Kind::StartJobRun).map(|it| Job::of(self, it)).collect();
        assert!(jobs.len() > 5);
        jobs
    }

    /// The job of that name of `data-team-a`.
    pub fn job(&self, name: &str) -> Job<'_> {
        self.jobs().into_iter().find(|job| job.team == "data-team-a" && job.name == name).unwrap()
    }

    /// All Terraform resources and data sources, `data.` before the latter: address to body.
    pub fn terraform(&self) -> BTreeMap<String, &Value> {
        let mut all = BTreeMap::new();
        for file in self.values(Kind::TerraformConfiguration) {
            for (block, prefix) in [("resource", ""), ("data", "data.")] {
                for (kind, bodies) in entries(&file[block]) {
                    for (label, body) in entries(bodies) {
                        all.insert(format!("{prefix}{kind}.{label}"), body);
                    }
                }
            }
        }
        all
    }

    /// The Terraform resources of a type.
    pub fn resources(&self, kind: &str) -> Vec<&Value> {
        let prefix = format!("{kind}.");
        let all = self.terraform().into_iter();
        let found: Vec<&Value> =
            all.filter(|(address, _)| address.starts_with(&prefix)).map(|(_, body)| body).collect();
        assert!(!found.is_empty(), "there is no {kind}");
        found
    }
}

/// A job that EMR runs: its request, and the templates that the request names.
pub struct Job<'a> {
    pub team: &'a str,
    pub name: &'a str,
    pub request: &'a Value,
    pub driver: &'a Value,
    pub executor: &'a Value,
}

impl<'a> Job<'a> {
    fn of(built: &'a Built, request: &'a Artifact) -> Self {
        let directory = request.path.strip_suffix("/start-job-run.json").unwrap();
        let mut steps = directory.split('/').skip(1);
        Self {
            team: steps.next().unwrap(),
            name: steps.next().unwrap(),
            request: request.value().unwrap(),
            driver: built.at(&format!("{directory}/driver-pod-template.yaml")),
            executor: built.at(&format!("{directory}/executor-pod-template.yaml")),
        }
    }

    /// The properties of a classification.
    pub fn properties(&self, classification: &str) -> Map<String, Value> {
        let all = &self.request["configurationOverrides"]["applicationConfiguration"];
        let found =
            all.as_array().unwrap().iter().find(|it| it["classification"] == classification);
        found.map(|it| it["properties"].as_object().unwrap().clone()).unwrap_or_default()
    }

    /// A key of `spark-defaults`.
    pub fn conf(&self, key: &str) -> Option<String> {
        Some(self.properties("spark-defaults").get(key)?.as_str().unwrap().to_owned())
    }

    /// Both templates.
    pub fn templates(&self) -> [&'a Value; 2] {
        [self.driver, self.executor]
    }
}

/// The entries of an object; none for anything else.
pub fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// The items of a list; none for anything else.
pub fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The text of a value; empty for anything else.
pub fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Every text below a value, keys included.
pub fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(fields) => {
            for (key, field) in fields {
                found.push(key.clone());
                texts(field, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The bytes of a quantity such as `50Gi` or `6246Mi`.
pub fn bytes(text: &str) -> u64 {
    u64::try_from(emrgen::units::Quantity::parse(text).unwrap().bytes()).unwrap()
}

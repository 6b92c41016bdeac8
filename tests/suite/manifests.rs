//! Sound documents of every schema, and the same with one thing wrong each.

use emrgen::schema::{self, Schema, Targets, Violation};
use emrgen::units::MinorVersion;
use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Value, json};

/// A file of `tests/suite/manifests`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifests {
    product: Product,
    pub sound: Vec<Sound>,
    pub faulty: Vec<Faulty>,
}

/// Whose releases `since` and `until` are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Product {
    Karpenter,
    Kubernetes,
}

/// A document that is sound.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sound {
    pub name: String,
    /// The schema, where the document does not name its kind.
    schema: Option<String>,
    since: Option<String>,
    pub value: Value,
}

/// A sound document with something wrong in it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Faulty {
    pub base: String,
    /// Values to be put at places.
    #[serde(default)]
    set: IndexMap<String, Value>,
    /// Places to be emptied.
    #[serde(default)]
    remove: Vec<String>,
    /// Lists and mappings to be filled up to so many entries.
    #[serde(default)]
    many: IndexMap<String, usize>,
    since: Option<String>,
    until: Option<String>,
    /// The rule by which we refuse what the upstream takes.
    pub stricter: Option<String>,
    /// What we say first, in the newest of the releases.
    pub says: String,
}

/// The manifests of every file.
pub fn all() -> Vec<Manifests> {
    let others = [
        include_str!("manifests/core.yaml"),
        include_str!("manifests/custom.yaml"),
        include_str!("manifests/emr.yaml"),
    ];
    let others = others.iter().map(|text| serde_yaml::from_str(text).unwrap());
    std::iter::once(karpenter()).chain(others).collect()
}

/// Those of Karpenter's kinds.
pub fn karpenter() -> Manifests {
    serde_yaml::from_str(include_str!("manifests/karpenter.yaml")).unwrap()
}

impl Product {
    /// The minor releases that are judged for.
    fn releases(self) -> std::ops::Range<u32> {
        match self {
            Self::Karpenter => 0..15,
            Self::Kubernetes => 29..36,
        }
    }

    /// One of the releases, beside a usual one of the other product.
    pub fn targets(self, minor: u32) -> Targets {
        let (karpenter, kubernetes) = match self {
            Self::Karpenter => (minor, 33),
            Self::Kubernetes => (6, minor),
        };
        let version = |minor| MinorVersion::new(1, minor);
        Targets { karpenter: version(karpenter), kubernetes: version(kubernetes) }
    }

    fn minor(self, text: Option<&String>) -> Option<u32> {
        text.map(|text| MinorVersion::parse(text).unwrap().minor)
    }
}

impl Sound {
    pub fn schema(&self) -> &'static Schema {
        let text = |key: &str| self.value[key].as_str().unwrap_or_default();
        match &self.schema {
            Some(id) => Schema::by_id(id),
            None => Schema::find(text("apiVersion"), text("kind")),
        }
        .unwrap_or_else(|| panic!("{} has no schema", self.name))
    }
}

impl Manifests {
    /// The sound document that a faulty one is made of.
    pub fn base(&self, faulty: &Faulty) -> &Sound {
        let found = self.sound.iter().find(|sound| sound.name == faulty.base);
        found.unwrap_or_else(|| panic!("{} is not there", faulty.base))
    }

    /// The first release that takes a sound document.
    pub fn first(&self, sound: &Sound) -> u32 {
        self.product.minor(sound.since.as_ref()).unwrap_or(self.product.releases().start)
    }

    /// The releases that refuse a faulty document.
    pub fn refusing(&self, faulty: &Faulty) -> std::ops::Range<u32> {
        let all = self.product.releases();
        let minor = |text: &Option<String>| self.product.minor(text.as_ref());
        minor(&faulty.since).unwrap_or(all.start)..minor(&faulty.until).unwrap_or(all.end)
    }

    /// The targets of a release.
    pub fn targets(&self, minor: u32) -> Targets {
        self.product.targets(minor)
    }

    /// The document with the fault in it.
    pub fn value(&self, faulty: &Faulty) -> Value {
        let mut value = self.base(faulty).value.clone();
        for pointer in &faulty.remove {
            let (parent, key) = parent(&mut value, pointer);
            parent.as_object_mut().unwrap().shift_remove(&key).unwrap();
        }
        for (pointer, count) in &faulty.many {
            fill(value.pointer_mut(pointer).unwrap(), *count);
        }
        for (pointer, new) in &faulty.set {
            let (parent, key) = parent(&mut value, pointer);
            if let Value::Array(items) = parent {
                items[key.parse::<usize>().unwrap()] = new.clone();
            } else {
                parent[key] = new.clone();
            }
        }
        value
    }
}

fn parent<'a>(value: &'a mut Value, pointer: &str) -> (&'a mut Value, String) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    (value.pointer_mut(parent).unwrap(), key.replace("~1", "/"))
}

fn fill(value: &mut Value, count: usize) {
    if let Value::Array(items) = value {
        items.resize(count, items[0].clone());
    } else {
        let fields = value.as_object_mut().unwrap();
        let missing = count - fields.len();
        fields.extend((0..missing).map(|at| (format!("l{at}"), json!("x"))));
    }
}

fn shown(violation: &Violation) -> String {
    let help = violation.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
    format!("{}: {}{help}", violation.route, violation.message)
}

#[test]
fn sound_documents_are_taken_from_their_release_on() {
    for file in all() {
        for sound in &file.sound {
            for minor in file.product.releases() {
                let found = schema::validate(sound.schema(), &file.targets(minor), &sound.value);
                if minor >= file.first(sound) {
                    assert_eq!(found, [], "{} in 1.{minor}", sound.name);
                } else {
                    assert!(!found.is_empty(), "{} in 1.{minor}", sound.name);
                }
            }
        }
    }
}

#[test]
fn faulty_documents_are_refused_in_the_right_words() {
    for file in all() {
        for faulty in &file.faulty {
            let (schema, value) = (file.base(faulty).schema(), file.value(faulty));
            let mut said = String::new();
            for minor in file.refusing(faulty) {
                let found = schema::validate(schema, &file.targets(minor), &value);
                said = found.first().map(shown).unwrap_or_default();
                assert_ne!(said, "", "{faulty:?} in 1.{minor}");
            }
            assert_eq!(said, faulty.says, "{faulty:?}");
        }
    }
}

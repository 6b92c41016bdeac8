//! What the API server does with an object of a custom kind when it is created: prune nulls, fill
//! in defaults, judge the structure, run the CEL rules.
//!
//! The definitions are Karpenter's own, read from a folder beside the repository. Fields that a
//! definition does not know are refused, as `kubectl` asks the server to.

mod rules;
mod structure;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use emrgen::units::MinorVersion;
use serde::Deserialize;
use serde_json::Value;

/// The minor releases of Karpenter that the definitions are of.
pub const RELEASES: std::ops::RangeInclusive<u32> = 0..=14;

/// The definition of one kind in one release.
pub struct Crd {
    name: String,
    schema: Value,
    structure: jsonschema::Validator,
    rules: rules::Rules,
}

/// Why an object is refused: by its structure, or by the rules with these messages.
#[derive(Debug)]
#[allow(dead_code, reason = "the reasons are read by people, when a test fails")]
pub enum Refusal {
    /// It has not the shape of its kind.
    Structure(String),
    /// It breaks these rules.
    Rules(Vec<String>),
}

/// The definitions of one release, by kind.
pub type Crds = BTreeMap<String, Crd>;

/// The apiVersion and kind of an object, as definitions are named.
pub fn kind_of(object: &Value) -> Option<String> {
    Some(format!("{} {}", object["apiVersion"].as_str()?, object["kind"].as_str()?))
}

/// The folder of the definitions; says so when it is absent.
pub fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/upstream/karpenter");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: {} is not there, so there is nothing to compare with", folder.display());
    None
}

/// The definitions of Karpenter 1.`minor`.
pub fn release(folder: &Path, minor: u32) -> Crds {
    let folder = folder.join(MinorVersion::new(1, minor).to_string());
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.flat_map(|path| definitions(&std::fs::read_to_string(path).unwrap())).collect()
}

/// The definitions in a file, one for each served version, by apiVersion and kind.
fn definitions(text: &str) -> Vec<(String, Crd)> {
    let document = Value::deserialize(serde_yaml::Deserializer::from_str(text)).unwrap();
    let spec = &document["spec"];
    let name = |version: &Value| {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let (group, kind) = (text(&spec["group"]), text(&spec["names"]["kind"]));
        format!("{group}/{} {kind}", text(&version["name"]))
    };
    let versions = spec["versions"].as_array().unwrap().iter();
    let crd = |it: &Value| Crd::new(name(it), it["schema"]["openAPIV3Schema"].clone());
    versions.map(|version| (name(version), crd(version))).collect()
}

impl Crd {
    fn new(name: String, schema: Value) -> Self {
        let structure = jsonschema::options()
            .should_validate_formats(true)
            .build(&structure::json_schema(&schema))
            .unwrap();
        let rules = rules::Rules::of(&schema);
        Self { name, schema, structure, rules }
    }

    /// The schema as the definition has it.
    pub fn schema(&self) -> &Value {
        &self.schema
    }

    /// The messages of all rules that bind a new object.
    pub fn rule_messages(&self) -> Vec<String> {
        self.rules.messages()
    }

    /// Whether the API server would create the object, metadata aside.
    pub fn judge(&self, object: &Value) -> Result<(), Refusal> {
        if kind_of(object).as_ref() != Some(&self.name) {
            return Err(Refusal::Structure(format!("not a {}", self.name)));
        }
        let mut object = object.clone();
        structure::drop_nulls(&self.schema, &mut object);
        structure::fill_in(&self.schema, &mut object);
        if let Some(error) = self.structure.iter_errors(&object).next() {
            let at = error.instance_path().to_string();
            return Err(Refusal::Structure(format!("{at}: {error}")));
        }
        let broken = self.rules.broken(&self.schema, &object);
        if broken.is_empty() { Ok(()) } else { Err(Refusal::Rules(broken)) }
    }
}

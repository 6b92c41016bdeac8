//! Resources that Terraform files declare.

use serde_json::{Map, Value};

use crate::artifact::terraform::{Block, blocks, maps, resolved_part};
use crate::artifact::{Artifact, Kind};
use crate::route;
use crate::source::Route;

/// A resource of a `*.tf.json` file.
#[derive(Clone, Debug)]
pub struct Resource<'a> {
    /// The file.
    pub artifact: &'a Artifact,
    /// Its place in the file.
    pub route: Route,
    /// Its label, by which other resources refer to it.
    pub label: &'a str,
    /// Its arguments.
    pub body: &'a Map<String, Value>,
}

impl<'a> Resource<'a> {
    /// An argument that is text without an expression in it.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&'a str> {
        self.body.get(key).and_then(literal)
    }

    /// An argument that is text, with what its references to the same file stand for.
    #[must_use]
    pub fn answered(&self, key: &str) -> Option<String> {
        let value = resolved_part(self.artifact.value()?, self.body.get(key)?);
        literal(&value).map(str::to_owned)
    }

    /// The blocks of a name: in JSON one block may be written as a map or as a list of maps.
    #[must_use]
    pub fn blocks(&self, key: &str) -> Vec<&'a Map<String, Value>> {
        self.places(key).into_iter().map(|(_, block)| block).collect()
    }

    /// The first block of a name, with its arguments and its place.
    #[must_use]
    pub fn block(&self, key: &str) -> Option<Self> {
        let (route, body) = self.places(key).into_iter().next()?;
        Some(Self { route, body, ..self.clone() })
    }

    /// The blocks of a name, each with its place.
    #[must_use]
    pub fn places(&self, key: &str) -> Vec<(Route, &'a Map<String, Value>)> {
        maps(&self.route.then(key), self.body.get(key))
    }
}

/// The text of a value, unless an expression decides it.
#[must_use]
pub fn literal(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.contains("${") && !text.contains("%{"))
}

/// The resources of a type, in all Terraform files.
pub fn resources<'a>(
    artifacts: &'a [Artifact],
    kind: &'static str,
) -> impl Iterator<Item = Resource<'a>> {
    let files = artifacts.iter().filter(|artifact| artifact.kind == Kind::TerraformConfiguration);
    files.flat_map(move |artifact| {
        let all = artifact.value().map(|file| blocks(file, "resource", |it| it == kind));
        let read =
            move |Block { label, route, body, .. }| Resource { artifact, route, label, body };
        all.into_iter().flatten().map(read)
    })
}

/// The calls of modules, in all Terraform files.
pub fn modules(artifacts: &[Artifact]) -> impl Iterator<Item = Resource<'_>> {
    let files = artifacts.iter().filter(|artifact| artifact.kind == Kind::TerraformConfiguration);
    files.flat_map(|artifact| {
        let all = artifact.value().and_then(|file| file.get("module")?.as_object());
        all.into_iter().flatten().filter_map(move |(label, body)| {
            let route = route!["module", label];
            Some(Resource { artifact, route, label, body: body.as_object()? })
        })
    })
}

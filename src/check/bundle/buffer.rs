//! CapacityBuffers: what each holds room for, and how much.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Bundle, ObjectName, Placement, View, landing, pod};
use crate::artifact::{Artifact, Kind};
use crate::units::Quantity;

/// The document.
#[derive(Clone, Debug, Deserialize)]
pub struct CapacityBuffer {
    /// What is wanted.
    pub spec: CapacityBufferSpec,
}

/// What a CapacityBuffer says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CapacityBufferSpec {
    /// The PodTemplate whose pods it holds room for.
    pub pod_template_ref: Option<Target>,
    /// The workload whose pods it holds room for.
    pub scalable_ref: Option<Target>,
    /// For how many.
    pub replicas: Option<u64>,
    /// For how many of a hundred of the workload's.
    pub percentage: Option<u64>,
    /// The most that it holds, by resource.
    pub limits: Option<Map<String, Value>>,
}

/// What a CapacityBuffer refers to.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Target {
    /// The API group; `apps` where nobody writes it.
    pub api_group: String,
    /// The kind of a workload.
    pub kind: String,
    /// The name.
    pub name: String,
}

/// What a buffer holds room for.
#[derive(Clone, Debug)]
pub struct Shape<'b> {
    /// The field of the buffer that says it.
    pub field: &'static str,
    /// The kind.
    pub kind: &'b str,
    /// The name.
    pub name: &'b str,
}

impl CapacityBufferSpec {
    /// What it holds room for, if it says so.
    #[must_use]
    pub fn shape(&self) -> Option<Shape<'_>> {
        let template = self.pod_template_ref.as_ref().map(|target| Shape {
            field: "podTemplateRef",
            kind: "PodTemplate",
            name: &target.name,
        });
        template.or_else(|| {
            let target = self.scalable_ref.as_ref()?;
            Some(Shape { field: "scalableRef", kind: &target.kind, name: &target.name })
        })
    }
}

impl<'a> Bundle<'a> {
    /// The CapacityBuffers, in the order of their documents.
    pub fn buffers(&self) -> impl Iterator<Item = View<'a, CapacityBuffer>> {
        self.views(Kind::CapacityBuffer)
    }

    /// The document of what a buffer holds room for.
    #[must_use]
    pub fn document_of(&self, buffer: &Artifact, shape: &Shape<'_>) -> Option<&'a Artifact> {
        self.objects_beside(buffer, shape.kind).find(|artifact| artifact.name() == Some(shape.name))
    }

    /// Where a pod like those of a template or workload could land.
    #[must_use]
    pub fn placement_of_shape(&self, document: &'a Artifact, kind: &str) -> Option<Placement> {
        let pod = pod::of_template(document, kind)?;
        let karpenter = self.context.targets.karpenter;
        let (all, _) = landing::placements(&[pod], &self.pools, &self.node_groups, karpenter);
        all.into_iter().next()
    }

    /// Objects of a kind in the namespace of a document.
    pub fn objects_beside<'k>(
        &self,
        document: &Artifact,
        kind: &'k str,
    ) -> impl Iterator<Item = &'a Artifact> + use<'a, 'k> {
        let namespace = document.namespace().map(str::to_owned);
        let artifacts = self.artifacts;
        artifacts.iter().filter(move |artifact| {
            let is_beside = artifact.namespace() == namespace.as_deref();
            is_beside && ObjectName::of(artifact).is_some_and(|name| name.kind == kind)
        })
    }
}

/// How much of a resource the containers of a pod template request together, in thousandths.
#[must_use]
pub fn requested(document: &Artifact, kind: &str, resource: &str) -> Option<i128> {
    let spec = if kind == "PodTemplate" { "/template/spec" } else { "/spec/template/spec" };
    let containers = document.value()?.pointer(spec)?.get("containers")?.as_array()?;
    let of_one = |container: &Value| {
        let resources = container.get("resources")?;
        let text = |group: &str| amount(resources.get(group)?.get(resource)?);
        text("requests").or_else(|| text("limits"))
    };
    let all: Vec<i128> = containers.iter().filter_map(of_one).collect();
    (!all.is_empty()).then(|| all.iter().sum())
}

/// A quantity in thousandths.
#[must_use]
pub fn amount(value: &Value) -> Option<i128> {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Quantity::parse(&text).ok().map(|quantity| quantity.milli())
}

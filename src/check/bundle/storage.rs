//! Claims, the classes behind them, and the pods that use them.

use std::collections::BTreeMap;

use k8s_openapi::api::core::v1::{PersistentVolume, PersistentVolumeClaim};
use k8s_openapi::api::storage::v1::StorageClass;
use serde_json::Value;

use super::{Bundle, Pod, PodVolume, Role, View, VolumeSource};
use crate::units::Quantity;

/// The name of a claim with its namespace.
pub type ClaimName = (String, String);

/// A claim that is among the documents.
pub type Claim<'a> = View<'a, PersistentVolumeClaim>;

/// The annotation of a class that claims without a class get.
const DEFAULT: &str = "storageclass.kubernetes.io/is-default-class";
/// The same in its beta form, which Kubernetes still reads.
const DEFAULT_BETA: &str = "storageclass.beta.kubernetes.io/is-default-class";

/// What makes and attaches volumes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// Amazon EBS: a disk of one zone, attached to one node.
    Ebs,
    /// FSx for Lustre: a file system of one zone, for many nodes.
    Lustre,
    /// Amazon EFS: a file system of a region, for many nodes.
    Efs,
    /// Something else.
    Other,
}

impl Backend {
    /// What is behind a provisioner or a CSI driver.
    #[must_use]
    pub fn of(driver: &str) -> Self {
        match driver {
            "ebs.csi.aws.com" | "kubernetes.io/aws-ebs" | "ebs.csi.eks.amazonaws.com" => Self::Ebs,
            "fsx.csi.aws.com" => Self::Lustre,
            "efs.csi.aws.com" => Self::Efs,
            _ => Self::Other,
        }
    }

    /// Whether pods of several nodes can use a volume at the same time.
    #[must_use]
    pub fn is_shared(self) -> bool {
        matches!(self, Self::Lustre | Self::Efs)
    }
}

/// Claims by name and by use.
#[derive(Debug, Default)]
pub struct StorageIndex {
    /// The namespaces that have a claim of a name.
    namespaces: BTreeMap<String, Vec<String>>,
    /// The pods that use a claim, as indices, each with the index of its volume.
    users: BTreeMap<ClaimName, Vec<(usize, usize)>>,
}

impl StorageIndex {
    pub(super) fn new(bundle: &Bundle<'_>) -> Self {
        let mut index = Self::default();
        for (namespace, name) in bundle.claims.keys() {
            index.namespaces.entry(name.clone()).or_default().push(namespace.clone());
        }
        for (at, pod) in bundle.pods.iter().enumerate() {
            for (which, volume) in bundle.pod_volumes(at).iter().enumerate() {
                let VolumeSource::Claim(name) = &volume.source else { continue };
                if let Some(claim) = index.find(bundle, pod, name) {
                    index.users.entry(claim).or_default().push((at, which));
                }
            }
        }
        index
    }

    /// The claim that a pod means: that of its namespace or, where the namespace is not known, the
    /// only one of the name.
    fn find(&self, bundle: &Bundle<'_>, pod: &Pod<'_>, name: &str) -> Option<ClaimName> {
        let namespaces = self.namespaces.get(name)?;
        let namespace = match (bundle.namespace_of(pod), namespaces.as_slice()) {
            (Some(known), all) => all.iter().find(|one| one.as_str() == known)?,
            (None, [only]) => only,
            (None, _) => return None,
        };
        Some((namespace.clone(), name.to_owned()))
    }
}

impl<'a> Bundle<'a> {
    /// The namespace of a pod, where the documents say it. That of a template says nothing: Spark
    /// writes the job's over it.
    #[must_use]
    pub fn namespace_of(&self, pod: &Pod<'a>) -> Option<&str> {
        match self.job_of(pod) {
            Some(job) => job.namespace.as_deref(),
            None if pod.role == Role::Other => pod.artifact.namespace(),
            None => None,
        }
    }

    /// The claim that a pod means by a name, if it is among the documents and no other can be meant.
    #[must_use]
    pub fn claim(&self, pod: &Pod<'a>, name: &str) -> Option<&Claim<'a>> {
        self.claims.get(&self.storage_index().find(self, pod, name)?)
    }

    /// The namespaces that have a claim of this name.
    #[must_use]
    pub fn namespaces_of_claim(&self, name: &str) -> &[String] {
        self.storage_index().namespaces.get(name).map_or(&[], Vec::as_slice)
    }

    /// The pods that use a claim, as indices into the bundle's.
    #[must_use]
    pub fn pods_with_claim(&self, claim: &ClaimName) -> Vec<usize> {
        let users = self.storage_index().users.get(claim);
        users.into_iter().flatten().map(|(pod, _)| *pod).collect()
    }

    /// The pods that use a claim, each with its volume.
    pub fn users(&self, claim: &ClaimName) -> impl Iterator<Item = (&Pod<'a>, &PodVolume<'a>)> {
        let users = self.storage_index().users.get(claim).map_or(&[][..], Vec::as_slice);
        users.iter().map(|(pod, volume)| (&self.pods[*pod], &self.pod_volumes(*pod)[*volume]))
    }

    /// The claims that pods use, in order.
    pub fn used_claims(&self) -> impl Iterator<Item = &ClaimName> {
        self.storage_index().users.keys()
    }

    /// The class of a claim: the one that it names, else the default one.
    #[must_use]
    pub fn class_of(&self, claim: &PersistentVolumeClaim) -> Option<&View<'a, StorageClass>> {
        match class_name(claim) {
            Some(name) => self.storage_classes.get(name),
            None => self.default_classes().next(),
        }
    }

    /// The classes that claims without a class get; there should be one.
    pub fn default_classes(&self) -> impl Iterator<Item = &View<'a, StorageClass>> {
        self.storage_classes.values().filter(|class| is_default(class))
    }

    /// What is behind a claim: its volume, else its class.
    #[must_use]
    pub fn backend_of(&self, claim: &PersistentVolumeClaim) -> Option<Backend> {
        let named = claim.spec.as_ref().and_then(|spec| spec.volume_name.as_deref());
        if let Some(volume) = named.and_then(|name| self.volumes.get(name)) {
            return Some(backend(volume));
        }
        self.class_of(claim).map(|class| Backend::of(&class.provisioner))
    }
}

fn is_default(class: &StorageClass) -> bool {
    let annotations = class.metadata.annotations.as_ref();
    annotations.is_some_and(|all| {
        [DEFAULT, DEFAULT_BETA].iter().any(|key| all.get(*key).is_some_and(|it| it == "true"))
    })
}

/// The class that a claim names; the empty name is one, and means none at all.
#[must_use]
pub fn class_name(claim: &PersistentVolumeClaim) -> Option<&str> {
    claim.spec.as_ref()?.storage_class_name.as_deref()
}

/// What is behind a volume.
#[must_use]
pub fn backend(volume: &PersistentVolume) -> Backend {
    let Some(spec) = &volume.spec else { return Backend::Other };
    if spec.aws_elastic_block_store.is_some() {
        return Backend::Ebs;
    }
    spec.csi.as_ref().map_or(Backend::Other, |csi| Backend::of(&csi.driver))
}

/// A parameter of a class, by its name in any case, as the drivers read them.
#[must_use]
pub fn parameter<'c>(class: &'c StorageClass, name: &str) -> Option<(&'c str, &'c str)> {
    let parameters = class.parameters.as_ref()?;
    let found = parameters.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
    found.map(|(key, value)| (key.as_str(), value.as_str()))
}

/// Whether a volume of the claim or of the class may be used by one node only.
#[must_use]
pub fn is_single_node(access_modes: Option<&Vec<String>>) -> bool {
    let modes = access_modes.map_or(&[][..], Vec::as_slice);
    !modes.is_empty() && modes.iter().all(|mode| mode.starts_with("ReadWriteOnce"))
}

/// A size in bytes.
#[must_use]
pub fn bytes(quantity: &str) -> Option<i128> {
    Quantity::parse(quantity).ok().map(|size| size.bytes())
}

/// A size in GiB, rounded up.
#[must_use]
pub fn gibibytes(quantity: &str) -> Option<u64> {
    u64::try_from(bytes(quantity)?).ok().map(|bytes| bytes.div_ceil(1 << 30))
}

/// The text of a JSON value that is text or a number.
#[must_use]
pub fn plain_text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned).or_else(|| value.is_number().then(|| value.to_string()))
}

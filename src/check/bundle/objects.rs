//! Kubernetes objects of any kind: which belong to a namespace.

use crate::artifact::{Artifact, Target};

/// The groups of the kinds below; another group may have a kind of the same name.
const GROUPS: [&str; 22] = [
    "",
    "admissionregistration.k8s.io",
    "apiextensions.k8s.io",
    "apiregistration.k8s.io",
    "apps",
    "autoscaling",
    "autoscaling.x-k8s.io",
    "batch",
    "extensions",
    "flink.apache.org",
    "flowcontrol.apiserver.k8s.io",
    "karpenter.k8s.aws",
    "karpenter.sh",
    "monitoring.coreos.com",
    "networking.k8s.io",
    "node.k8s.io",
    "policy",
    "rbac.authorization.k8s.io",
    "scheduling.k8s.io",
    "snapshot.storage.k8s.io",
    "sparkoperator.k8s.io",
    "storage.k8s.io",
];

/// Kinds of the cluster itself.
const CLUSTER: [&str; 24] = [
    "APIService",
    "CSIDriver",
    "ClusterRole",
    "ClusterRoleBinding",
    "CustomResourceDefinition",
    "EC2NodeClass",
    "IngressClass",
    "MutatingWebhookConfiguration",
    "Namespace",
    "Node",
    "NodeClaim",
    "NodeOverlay",
    "NodePool",
    "PersistentVolume",
    "PriorityClass",
    "RuntimeClass",
    "StorageClass",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "ValidatingWebhookConfiguration",
    "VolumeSnapshotClass",
    "VolumeSnapshotContent",
    "FlowSchema",
    "PriorityLevelConfiguration",
];

/// Kinds of a namespace.
const NAMESPACED: [&str; 24] = [
    "CapacityBuffer",
    "ConfigMap",
    "CronJob",
    "DaemonSet",
    "Deployment",
    "FlinkDeployment",
    "HorizontalPodAutoscaler",
    "Ingress",
    "Job",
    "LimitRange",
    "NetworkPolicy",
    "PersistentVolumeClaim",
    "PodDisruptionBudget",
    "PodMonitor",
    "ResourceQuota",
    "Role",
    "RoleBinding",
    "ScheduledSparkApplication",
    "Secret",
    "Service",
    "ServiceAccount",
    "ServiceMonitor",
    "SparkApplication",
    "StatefulSet",
];

/// Resources of the cluster itself, as roles name them.
pub const CLUSTER_RESOURCES: [&str; 20] = [
    "apiservices",
    "clusterrolebindings",
    "clusterroles",
    "csidrivers",
    "csinodes",
    "customresourcedefinitions",
    "ec2nodeclasses",
    "ingressclasses",
    "mutatingwebhookconfigurations",
    "nodeclaims",
    "nodepools",
    "nodes",
    "persistentvolumes",
    "priorityclasses",
    "runtimeclasses",
    "storageclasses",
    "validatingadmissionpolicies",
    "validatingwebhookconfigurations",
    "volumesnapshotclasses",
    "volumeattachments",
];

/// An object that is applied to a cluster: its `apiVersion`, kind, namespace and name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectName<'a> {
    /// The group without its version: one object is served in several.
    pub group: &'a str,
    /// The kind.
    pub kind: &'a str,
    /// The namespace, where it is written.
    pub namespace: Option<&'a str>,
    /// The name.
    pub name: &'a str,
}

impl<'a> ObjectName<'a> {
    /// The name of a document that is applied to a cluster; `None` for any other.
    #[must_use]
    pub fn of(artifact: &'a Artifact) -> Option<Self> {
        let facts = artifact.kind.facts();
        if facts.target == Target::PodTemplates {
            return None;
        }
        let value = artifact.value()?;
        let api_version = value.get("apiVersion")?.as_str()?;
        Some(Self {
            group: api_version.split_once('/').map_or("", |(group, _)| group),
            kind: value.get("kind")?.as_str()?,
            namespace: artifact.namespace(),
            name: artifact.name()?,
        })
    }

    /// Whether its kind belongs to a namespace; `None` for a kind that is not known.
    #[must_use]
    pub fn is_namespaced(&self) -> Option<bool> {
        if !GROUPS.contains(&self.group) {
            return None;
        }
        if NAMESPACED.contains(&self.kind) {
            return Some(true);
        }
        CLUSTER.contains(&self.kind).then_some(false)
    }
}

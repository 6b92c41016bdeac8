//! Which API versions serve the kinds that platforms are made of.
//!
//! Source: Kubernetes' API reference and its deprecated API migration guide, and the CRDs of
//! Karpenter 1.0 to 1.14, of the Spark operator and of the Prometheus operator.

use crate::units::MinorVersion;

/// Who serves an API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Server {
    /// The API server.
    Kubernetes,
    /// Karpenter's definitions.
    Karpenter,
    /// The Spark operator's definition, whose releases are not targeted.
    SparkOperator,
    /// The Prometheus operator's definitions, whose releases are not targeted.
    PrometheusOperator,
}

/// A kind and the version that serves it now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Api {
    /// The kind.
    pub kind: &'static str,
    /// The `apiVersion` to write; none where the kind is gone.
    pub served: Option<&'static str>,
    /// Another version that every release serves as well.
    pub also: Option<&'static str>,
    /// Its former versions, each with the first release that lacks it.
    pub former: &'static [(&'static str, MinorVersion)],
    /// Whose release that is.
    pub server: Server,
    /// What to use where the kind is gone.
    pub instead: &'static str,
}

const fn v(minor: u32) -> MinorVersion {
    MinorVersion::new(1, minor)
}

const fn core(
    kind: &'static str,
    served: &'static str,
    former: &'static [(&'static str, MinorVersion)],
) -> Api {
    Api { kind, served: Some(served), also: None, former, server: Server::Kubernetes, instead: "" }
}

const fn monitoring(kind: &'static str) -> Api {
    Api { server: Server::PrometheusOperator, ..core(kind, "monitoring.coreos.com/v1", &[]) }
}

const fn karpenter(
    kind: &'static str,
    served: &'static str,
    former: &'static [(&'static str, MinorVersion)],
) -> Api {
    Api { server: Server::Karpenter, ..core(kind, served, former) }
}

const APPS: &[(&str, MinorVersion)] =
    &[("apps/v1beta1", v(16)), ("apps/v1beta2", v(16)), ("extensions/v1beta1", v(16))];
const RBAC: &[(&str, MinorVersion)] =
    &[("rbac.authorization.k8s.io/v1alpha1", v(22)), ("rbac.authorization.k8s.io/v1beta1", v(22))];
const RBAC_V1: &str = "rbac.authorization.k8s.io/v1";
const ADMISSION: &[(&str, MinorVersion)] = &[("admissionregistration.k8s.io/v1beta1", v(22))];
const ADMISSION_V1: &str = "admissionregistration.k8s.io/v1";
const ADMISSION_POLICY: &[(&str, MinorVersion)] = &[
    ("admissionregistration.k8s.io/v1alpha1", v(30)),
    ("admissionregistration.k8s.io/v1beta1", v(34)),
];
const FLOW: &[(&str, MinorVersion)] = &[
    ("flowcontrol.apiserver.k8s.io/v1beta1", v(26)),
    ("flowcontrol.apiserver.k8s.io/v1beta2", v(29)),
    ("flowcontrol.apiserver.k8s.io/v1beta3", v(32)),
];
const FLOW_V1: &str = "flowcontrol.apiserver.k8s.io/v1";
const STORAGE: &[(&str, MinorVersion)] =
    &[("storage.k8s.io/v1alpha1", v(22)), ("storage.k8s.io/v1beta1", v(22))];
const STORAGE_V1: &str = "storage.k8s.io/v1";

/// The kinds, sorted by kind.
pub const APIS: &[Api] = &[
    core("APIService", "apiregistration.k8s.io/v1", &[("apiregistration.k8s.io/v1beta1", v(22))]),
    Api {
        kind: "AWSNodeTemplate",
        served: None,
        also: None,
        former: &[("karpenter.k8s.aws/v1alpha1", v(0))],
        server: Server::Karpenter,
        instead: "an EC2NodeClass of `karpenter.k8s.aws/v1`",
    },
    core("CSIDriver", STORAGE_V1, STORAGE),
    core("CSINode", STORAGE_V1, STORAGE),
    core("CSIStorageCapacity", STORAGE_V1, &[("storage.k8s.io/v1beta1", v(27))]),
    karpenter(
        "CapacityBuffer",
        "autoscaling.x-k8s.io/v1beta1",
        &[("autoscaling.x-k8s.io/v1alpha1", v(14))],
    ),
    core("ClusterRole", RBAC_V1, RBAC),
    core("ClusterRoleBinding", RBAC_V1, RBAC),
    core("ConfigMap", "v1", &[]),
    core("CronJob", "batch/v1", &[("batch/v2alpha1", v(21)), ("batch/v1beta1", v(25))]),
    core(
        "CustomResourceDefinition",
        "apiextensions.k8s.io/v1",
        &[("apiextensions.k8s.io/v1beta1", v(22))],
    ),
    core("DaemonSet", "apps/v1", APPS),
    core("Deployment", "apps/v1", APPS),
    karpenter("EC2NodeClass", "karpenter.k8s.aws/v1", &[("karpenter.k8s.aws/v1beta1", v(1))]),
    core("EndpointSlice", "discovery.k8s.io/v1", &[("discovery.k8s.io/v1beta1", v(25))]),
    core("Endpoints", "v1", &[]),
    Api {
        also: Some("events.k8s.io/v1"),
        ..core("Event", "v1", &[("events.k8s.io/v1beta1", v(25))])
    },
    core("FlowSchema", FLOW_V1, FLOW),
    Api {
        also: Some("autoscaling/v1"),
        ..core(
            "HorizontalPodAutoscaler",
            "autoscaling/v2",
            &[("autoscaling/v2beta1", v(25)), ("autoscaling/v2beta2", v(26))],
        )
    },
    core(
        "Ingress",
        "networking.k8s.io/v1",
        &[("extensions/v1beta1", v(22)), ("networking.k8s.io/v1beta1", v(22))],
    ),
    core("IngressClass", "networking.k8s.io/v1", &[("networking.k8s.io/v1beta1", v(22))]),
    core("Job", "batch/v1", &[]),
    core("Lease", "coordination.k8s.io/v1", &[("coordination.k8s.io/v1beta1", v(22))]),
    core("LimitRange", "v1", &[]),
    Api {
        kind: "Machine",
        served: None,
        also: None,
        former: &[("karpenter.sh/v1alpha5", v(0))],
        server: Server::Karpenter,
        instead: "a NodeClaim of `karpenter.sh/v1`, which Karpenter makes",
    },
    core("MutatingWebhookConfiguration", ADMISSION_V1, ADMISSION),
    core("Namespace", "v1", &[]),
    core("NetworkPolicy", "networking.k8s.io/v1", &[("extensions/v1beta1", v(16))]),
    core("Node", "v1", &[]),
    karpenter("NodeClaim", "karpenter.sh/v1", &[("karpenter.sh/v1beta1", v(1))]),
    karpenter(
        "NodeOverlay",
        "karpenter.sh/v1alpha1",
        &[("karpenter.sh/v1", v(0)), ("karpenter.sh/v1beta1", v(0))],
    ),
    karpenter("NodePool", "karpenter.sh/v1", &[("karpenter.sh/v1beta1", v(1))]),
    core("PersistentVolume", "v1", &[]),
    core("PersistentVolumeClaim", "v1", &[]),
    core("Pod", "v1", &[]),
    core("PodDisruptionBudget", "policy/v1", &[("policy/v1beta1", v(25))]),
    monitoring("PodMonitor"),
    Api {
        kind: "PodSecurityPolicy",
        served: None,
        also: None,
        former: &[("policy/v1beta1", v(25)), ("extensions/v1beta1", v(16))],
        server: Server::Kubernetes,
        instead: "the labels of Pod Security admission on the namespace",
    },
    core("PodTemplate", "v1", &[]),
    core(
        "PriorityClass",
        "scheduling.k8s.io/v1",
        &[("scheduling.k8s.io/v1alpha1", v(22)), ("scheduling.k8s.io/v1beta1", v(22))],
    ),
    core("PriorityLevelConfiguration", FLOW_V1, FLOW),
    monitoring("PrometheusRule"),
    Api {
        kind: "Provisioner",
        served: None,
        also: None,
        former: &[("karpenter.sh/v1alpha5", v(0))],
        server: Server::Karpenter,
        instead: "a NodePool of `karpenter.sh/v1`",
    },
    core("ReplicaSet", "apps/v1", APPS),
    core("ReplicationController", "v1", &[]),
    core("ResourceQuota", "v1", &[]),
    core("Role", RBAC_V1, RBAC),
    core("RoleBinding", RBAC_V1, RBAC),
    core("RuntimeClass", "node.k8s.io/v1", &[("node.k8s.io/v1beta1", v(25))]),
    Api {
        server: Server::SparkOperator,
        ..core(
            "ScheduledSparkApplication",
            "sparkoperator.k8s.io/v1beta2",
            &[("sparkoperator.k8s.io/v1alpha1", v(0)), ("sparkoperator.k8s.io/v1beta1", v(0))],
        )
    },
    core("Secret", "v1", &[]),
    core("Service", "v1", &[]),
    core("ServiceAccount", "v1", &[]),
    monitoring("ServiceMonitor"),
    Api {
        server: Server::SparkOperator,
        ..core(
            "SparkApplication",
            "sparkoperator.k8s.io/v1beta2",
            &[("sparkoperator.k8s.io/v1alpha1", v(0)), ("sparkoperator.k8s.io/v1beta1", v(0))],
        )
    },
    core("StatefulSet", "apps/v1", &[("apps/v1beta1", v(16)), ("apps/v1beta2", v(16))]),
    core("StorageClass", STORAGE_V1, &[("storage.k8s.io/v1beta1", v(22))]),
    core("ValidatingAdmissionPolicy", ADMISSION_V1, ADMISSION_POLICY),
    core("ValidatingAdmissionPolicyBinding", ADMISSION_V1, ADMISSION_POLICY),
    core("ValidatingWebhookConfiguration", ADMISSION_V1, ADMISSION),
    core("VolumeAttachment", STORAGE_V1, STORAGE),
];

/// The kind of that name.
#[must_use]
pub fn api(kind: &str) -> Option<&'static Api> {
    APIS.iter().find(|api| api.kind == kind)
}

impl Api {
    /// The first release that lacks a former version of it; `None` for any other version.
    #[must_use]
    pub fn gone_since(&self, api_version: &str) -> Option<MinorVersion> {
        self.former.iter().find(|(former, _)| *former == api_version).map(|(_, gone)| *gone)
    }

    /// Whether no known release serves the kind by an `apiVersion` that is of its server's groups.
    ///
    /// Other groups have kinds of the same names, and are not known here. Kubernetes may have an
    /// alpha or a beta of a coming version, which clusters serve before these tables know it.
    #[must_use]
    pub fn is_unheard_of(&self, api_version: &str) -> bool {
        let is_known = self.served == Some(api_version)
            || self.also == Some(api_version)
            || self.gone_since(api_version).is_some();
        let (group, version) = parts(api_version);
        let is_coming = self.server == Server::Kubernetes
            && is_trial(version)
            && major(version) > self.served.map_or(0, |served| major(parts(served).1));
        !is_known && !is_coming && is_plain(version) && self.server.has_group(group)
    }
}

impl Server {
    /// Whether it serves a group, or once did. The core group has no name, and people give it one.
    fn has_group(self, group: &str) -> bool {
        if group == "core" {
            return self == Self::Kubernetes;
        }
        let of_server = APIS.iter().filter(|api| api.server == self);
        of_server
            .flat_map(|api| api.served.into_iter().chain(api.former.iter().map(|(it, _)| *it)))
            .any(|known| parts(known).0 == group)
    }
}

/// The group and the version of an `apiVersion`; the core group has no name.
fn parts(api_version: &str) -> (&str, &str) {
    api_version.split_once('/').unwrap_or(("", api_version))
}

/// The number of a version: 2 of `v2beta1`.
fn major(version: &str) -> u32 {
    let digits = version.trim_start_matches('v');
    let end = digits.find(|it: char| !it.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().unwrap_or(0)
}

fn is_trial(version: &str) -> bool {
    version.contains("alpha") || version.contains("beta")
}

/// Whether a version is written out, with no expression of a template in it.
fn is_plain(version: &str) -> bool {
    !version.is_empty() && version.chars().all(|it| it.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_stands_once_and_in_order() {
        assert!(APIS.windows(2).all(|pair| pair[0].kind < pair[1].kind));
        for api in APIS {
            assert!(api.served.is_none() != api.instead.is_empty(), "{}", api.kind);
            assert!(!api.former.iter().any(|(former, _)| Some(*former) == api.served));
        }
    }

    #[test]
    fn former_versions_have_an_end() {
        let ingress = api("Ingress").unwrap();
        assert_eq!(ingress.gone_since("extensions/v1beta1"), Some(v(22)));
        assert_eq!(ingress.gone_since("networking.k8s.io/v1"), None);
    }

    #[test]
    fn only_the_known_groups_are_judged() {
        let unheard = |kind: &str, version: &str| api(kind).unwrap().is_unheard_of(version);
        for (kind, version) in [
            ("NodePool", "karpenter.sh/v1beta2"),
            ("NodePool", "karpenter.sh/v2"),
            ("EC2NodeClass", "karpenter.k8s.aws/v1alpha1"),
            ("EC2NodeClass", "karpenter.sh/v1"),
            ("NodeOverlay", "karpenter.sh/v2"),
            ("SparkApplication", "sparkoperator.k8s.io/v1"),
            ("StorageClass", "storage.k8s.io/v2"),
            ("Deployment", "apps/v2"),
            ("Deployment", "batch/v1"),
            ("Role", "rbac.authorization.k8s.io/v1alpha2"),
            ("ConfigMap", "v2"),
            ("ConfigMap", "core/v1"),
            ("Deployment", "v1"),
            ("Job", "v1"),
            ("PodMonitor", "monitoring.coreos.com/v2"),
        ] {
            assert!(unheard(kind, version), "{kind} {version}");
        }
        for (kind, version) in [
            ("NodePool", "karpenter.sh/v1"),
            ("NodePool", "karpenter.sh/v1beta1"),
            ("NodePool", "eks.example.com/v2"),
            ("Ingress", "networking.internal.knative.dev/v1alpha1"),
            ("Role", "iam.aws.crossplane.io/v1beta1"),
            ("Role", "authorization.openshift.io/v1"),
            ("Machine", "cluster.x-k8s.io/v1beta1"),
            ("SparkApplication", "spark.apache.org/v1"),
            ("HorizontalPodAutoscaler", "autoscaling/v1"),
            ("HorizontalPodAutoscaler", "autoscaling/v3alpha1"),
            ("StorageClass", "storage.k8s.io/v2beta1"),
            ("Deployment", "apps/${version}"),
            ("Job", "batch.volcano.sh/v1alpha1"),
            ("Service", "serving.knative.dev/v1"),
            ("Event", "events.k8s.io/v1"),
        ] {
            assert!(!unheard(kind, version), "{kind} {version}");
        }
    }
}

//! The kinds of documents: one line each, from which everything else that lists kinds derives.

/// What consumes a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// `kubectl apply`.
    Kubectl,
    /// Terraform.
    Terraform,
    /// `aws emr-containers … --cli-input-json`.
    Emr,
    /// Helm.
    Helm,
    /// IAM and EKS Pod Identity.
    Iam,
    /// Spark on EMR, which reads pod templates from S3.
    PodTemplates,
    /// People and pipelines that run the platform.
    Scripts,
}

impl Target {
    /// Every target.
    pub const ALL: [Self; 7] = [
        Self::Kubectl,
        Self::Terraform,
        Self::Emr,
        Self::Helm,
        Self::Iam,
        Self::PodTemplates,
        Self::Scripts,
    ];

    /// The word on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Kubectl => "kubectl",
            Self::Terraform => "terraform",
            Self::Emr => "emr",
            Self::Helm => "helm",
            Self::Iam => "iam",
            Self::PodTemplates => "pod-templates",
            Self::Scripts => "scripts",
        }
    }
}

/// What is known of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KindFacts {
    /// What it is, in one sentence.
    pub meaning: &'static str,
    /// The name: `NodePool`.
    pub name: &'static str,
    /// The `apiVersion` that a document of this kind carries, if it carries one.
    pub api_version: Option<&'static str>,
    /// The JSON Schema under `schemas/`, without `.json`.
    pub schema: Option<&'static str>,
    /// What consumes it.
    pub target: Target,
    /// Its rank in one stream for `kubectl apply`: what others need comes first.
    pub rank: u8,
}

/// Declares the kinds: name, apiVersion, schema, target, rank.
macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $name:ident: $api:expr, $schema:expr, $target:ident, $rank:literal;)*) => {
        /// The kind of a document.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $($(#[doc = $doc])+ $name),* }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// What is known of it.
            #[must_use]
            pub fn facts(self) -> KindFacts {
                match self {
                    $(Self::$name => KindFacts {
                        meaning: concat!($($doc),+).trim_ascii(),
                        name: stringify!($name),
                        api_version: $api,
                        schema: $schema,
                        target: Target::$target,
                        rank: $rank,
                    }),*
                }
            }
        }
    };
}

kinds! {
    /// A namespace of a team.
    Namespace: Some("v1"), Some("core/namespace_v1"), Kubectl, 0;
    /// How urgent pods are.
    PriorityClass: Some("scheduling.k8s.io/v1"), Some("scheduling.k8s.io/priorityclass_v1"), Kubectl, 1;
    /// How volumes are made.
    StorageClass: Some("storage.k8s.io/v1"), Some("storage.k8s.io/storageclass_v1"), Kubectl, 2;
    /// How Karpenter starts a node.
    EC2NodeClass: Some("karpenter.k8s.aws/v1"), Some("karpenter.k8s.aws/ec2nodeclass_v1"), Kubectl, 3;
    /// Which nodes Karpenter may start.
    NodePool: Some("karpenter.sh/v1"), Some("karpenter.sh/nodepool_v1"), Kubectl, 4;
    /// Corrections to what Karpenter believes of instance types.
    NodeOverlay: Some("karpenter.sh/v1alpha1"), Some("karpenter.sh/nodeoverlay_v1alpha1"), Kubectl, 5;
    /// Capacity held ready.
    CapacityBuffer: Some("autoscaling.x-k8s.io/v1beta1"), Some("autoscaling.x-k8s.io/capacitybuffer_v1beta1"), Kubectl, 5;
    /// The most a namespace may request.
    ResourceQuota: Some("v1"), Some("core/resourcequota_v1"), Kubectl, 6;
    /// What a container requests that says nothing.
    LimitRange: Some("v1"), Some("core/limitrange_v1"), Kubectl, 6;
    /// An identity of pods.
    ServiceAccount: Some("v1"), Some("core/serviceaccount_v1"), Kubectl, 7;
    /// Plain configuration.
    ConfigMap: Some("v1"), Some("core/configmap_v1"), Kubectl, 7;
    /// Rights in a namespace.
    Role: Some("rbac.authorization.k8s.io/v1"), Some("rbac.authorization.k8s.io/role_v1"), Kubectl, 8;
    /// Rights in the cluster.
    ClusterRole: Some("rbac.authorization.k8s.io/v1"), Some("rbac.authorization.k8s.io/clusterrole_v1"), Kubectl, 8;
    /// Who has rights in a namespace.
    RoleBinding: Some("rbac.authorization.k8s.io/v1"), Some("rbac.authorization.k8s.io/rolebinding_v1"), Kubectl, 9;
    /// Who has rights in the cluster.
    ClusterRoleBinding: Some("rbac.authorization.k8s.io/v1"), Some("rbac.authorization.k8s.io/clusterrolebinding_v1"), Kubectl, 9;
    /// Who may talk to the pods of a namespace.
    NetworkPolicy: Some("networking.k8s.io/v1"), Some("networking.k8s.io/networkpolicy_v1"), Kubectl, 10;
    /// A rule for the objects of the cluster.
    ValidatingAdmissionPolicy: Some("admissionregistration.k8s.io/v1"), Some("admissionregistration.k8s.io/validatingadmissionpolicy_v1"), Kubectl, 11;
    /// Where such a rule holds.
    ValidatingAdmissionPolicyBinding: Some("admissionregistration.k8s.io/v1"), Some("admissionregistration.k8s.io/validatingadmissionpolicybinding_v1"), Kubectl, 12;
    /// A volume that exists.
    PersistentVolume: Some("v1"), Some("core/persistentvolume_v1"), Kubectl, 13;
    /// A claim on a volume.
    PersistentVolumeClaim: Some("v1"), Some("core/persistentvolumeclaim_v1"), Kubectl, 14;
    /// Which pods Prometheus scrapes.
    PodMonitor: Some("monitoring.coreos.com/v1"), Some("monitoring.coreos.com/podmonitor_v1"), Kubectl, 15;
    /// Which services Prometheus scrapes.
    ServiceMonitor: Some("monitoring.coreos.com/v1"), Some("monitoring.coreos.com/servicemonitor_v1"), Kubectl, 15;
    /// A pod that someone else wrote.
    Pod: Some("v1"), Some("core/pod_v1"), Kubectl, 16;
    /// A Spark job for the operator. To apply it is to run it: `scripts/run-job.sh` does.
    SparkApplication: Some("sparkoperator.k8s.io/v1beta2"), Some("sparkoperator.k8s.io/sparkapplication_v1beta2"), Emr, 17;
    /// A Spark job that the operator runs again and again.
    ScheduledSparkApplication: Some("sparkoperator.k8s.io/v1beta2"), Some("sparkoperator.k8s.io/scheduledsparkapplication_v1beta2"), Kubectl, 17;
    /// The list of files that kustomize applies.
    Kustomization: Some("kustomize.config.k8s.io/v1beta1"), Some("kustomize.config.k8s.io/kustomization_v1beta1"), Scripts, 0;
    /// The template of a driver pod.
    DriverPodTemplate: Some("v1"), Some("core/sparkpodtemplate_v1"), PodTemplates, 0;
    /// The template of an executor pod.
    ExecutorPodTemplate: Some("v1"), Some("core/sparkpodtemplate_v1"), PodTemplates, 0;
    /// A request to run a job.
    StartJobRun: None, Some("emr-containers/startjobrun_2020-10-01"), Emr, 0;
    /// A request for a virtual cluster.
    CreateVirtualCluster: None, Some("emr-containers/createvirtualcluster_2020-10-01"), Emr, 0;
    /// A request to change a virtual cluster.
    UpdateVirtualCluster: None, Some("emr-containers/updatevirtualcluster_2020-10-01"), Emr, 0;
    /// A request for an interactive endpoint.
    CreateManagedEndpoint: None, Some("emr-containers/createmanagedendpoint_2020-10-01"), Emr, 0;
    /// A request for a job template.
    CreateJobTemplate: None, Some("emr-containers/createjobtemplate_2020-10-01"), Emr, 0;
    /// A request for a security configuration.
    CreateSecurityConfiguration: None, Some("emr-containers/createsecurityconfiguration_2020-10-01"), Emr, 0;
    /// Who may assume a role.
    TrustPolicy: None, Some("iam/trustpolicy_2012-10-17"), Iam, 0;
    /// What a role may do.
    PermissionsPolicy: None, Some("iam/permissionspolicy_2012-10-17"), Iam, 0;
    /// A request that ties a service account to a role.
    PodIdentityAssociation: None, Some("eks/createpodidentityassociation_2017-11-01"), Iam, 0;
    /// The values of a Helm chart.
    HelmValues: None, None, Helm, 0;
    /// A file of Terraform configuration.
    TerraformConfiguration: None, Some("terraform/configuration_1"), Terraform, 0;
    /// A Grafana dashboard.
    Dashboard: None, None, Helm, 0;
    /// A shell script.
    Script: None, None, Scripts, 0;
    /// An object that someone else wrote, of a kind that emrgen has no schema for.
    Object: None, None, Kubectl, 18;
    /// A program that a job runs, or data it reads, as the user wrote it.
    Upload: None, None, Scripts, 0;
    /// Output of a user's own template.
    Custom: None, None, Scripts, 0;
}

impl Kind {
    /// The kind of that name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.facts().name == name)
    }

    /// The kind that a document with these fields is of.
    #[must_use]
    pub fn of_object(api_version: &str, kind: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|candidate| {
            let facts = candidate.facts();
            facts.api_version == Some(api_version) && facts.name == kind
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::by_name(kind.facts().name), Some(*kind));
        }
    }

    #[test]
    fn a_class_comes_before_what_refers_to_it() {
        let rank = |kind: Kind| kind.facts().rank;
        assert!(rank(Kind::EC2NodeClass) < rank(Kind::NodePool));
        assert!(rank(Kind::StorageClass) < rank(Kind::PersistentVolumeClaim));
        assert!(rank(Kind::Namespace) < rank(Kind::Role));
        assert!(rank(Kind::Role) < rank(Kind::RoleBinding));
    }
}

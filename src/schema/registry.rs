//! Every schema there is, embedded.

use std::sync::OnceLock;

use serde_json::Value;

use super::bundle;

/// Declares the schemas: one line each, the path below `schemas/` without its ending.
macro_rules! schemas {
    ($($id:literal)*) => {
        static SCHEMAS: [Schema; [$($id),*].len()] = [$(Schema {
            id: $id,
            text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/", $id, ".json")),
            bundle: OnceLock::new(),
        }),*];
    };
}

schemas! {
    "admissionregistration.k8s.io/validatingadmissionpolicy_v1"
    "admissionregistration.k8s.io/validatingadmissionpolicybinding_v1"
    "autoscaling.x-k8s.io/capacitybuffer_v1beta1"
    "core/configmap_v1"
    "core/limitrange_v1"
    "core/namespace_v1"
    "core/persistentvolume_v1"
    "core/persistentvolumeclaim_v1"
    "core/pod_v1"
    "core/podtemplate_v1"
    "core/resourcequota_v1"
    "core/secret_v1"
    "core/service_v1"
    "core/serviceaccount_v1"
    "core/sparkpodtemplate_v1"
    "eks/createpodidentityassociation_2017-11-01"
    "emr-containers/createjobtemplate_2020-10-01"
    "emr-containers/createmanagedendpoint_2020-10-01"
    "emr-containers/createsecurityconfiguration_2020-10-01"
    "emr-containers/createvirtualcluster_2020-10-01"
    "emr-containers/startjobrun_2020-10-01"
    "emr-containers/updatevirtualcluster_2020-10-01"
    "iam/permissionspolicy_2012-10-17"
    "iam/trustpolicy_2012-10-17"
    "karpenter.k8s.aws/ec2nodeclass_v1"
    "karpenter.sh/nodeoverlay_v1alpha1"
    "karpenter.sh/nodepool_v1"
    "kustomize.config.k8s.io/kustomization_v1beta1"
    "monitoring.coreos.com/podmonitor_v1"
    "monitoring.coreos.com/servicemonitor_v1"
    "networking.k8s.io/networkpolicy_v1"
    "rbac.authorization.k8s.io/clusterrole_v1"
    "rbac.authorization.k8s.io/clusterrolebinding_v1"
    "rbac.authorization.k8s.io/role_v1"
    "rbac.authorization.k8s.io/rolebinding_v1"
    "scheduling.k8s.io/priorityclass_v1"
    "sparkoperator.k8s.io/scheduledsparkapplication_v1beta2"
    "sparkoperator.k8s.io/sparkapplication_v1beta2"
    "storage.k8s.io/storageclass_v1"
    "terraform/configuration_1"
}

/// The schema of one kind of document.
#[derive(Debug)]
pub struct Schema {
    id: &'static str,
    text: &'static str,
    bundle: OnceLock<Value>,
}

impl Schema {
    /// The schema of a Kubernetes kind, if emrgen has one: `karpenter.sh/v1`, `NodePool`.
    #[must_use]
    pub fn find(api_version: &str, kind: &str) -> Option<&'static Self> {
        let (group, version) = api_version.rsplit_once('/').unwrap_or(("core", api_version));
        Self::by_id(&format!("{group}/{}_{version}", kind.to_ascii_lowercase()))
            .filter(|schema| schema.kind() == Some(kind))
    }

    /// The schema of a name such as `karpenter.sh/nodepool_v1`.
    #[must_use]
    pub fn by_id(id: &str) -> Option<&'static Self> {
        SCHEMAS.iter().find(|schema| schema.id == id)
    }

    /// Its name: group, kind and version, as the file is called.
    #[must_use]
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// The file, as it is in `schemas/`.
    #[must_use]
    pub fn text(&self) -> &'static str {
        self.text
    }

    /// The file with what it shares with others put into its `$defs`.
    #[must_use]
    pub fn value(&self) -> &Value {
        self.bundle.get_or_init(|| bundle::bundle(self.id, self.text))
    }

    /// The `kind` of its documents, where they have one.
    fn kind(&self) -> Option<&str> {
        self.value().pointer("/properties/kind/const")?.as_str()
    }
}

/// All schemas, by name.
pub fn all() -> impl Iterator<Item = &'static Schema> {
    SCHEMAS.iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_by_kind_and_by_name() {
        let found = Schema::find("karpenter.sh/v1", "NodePool").map(Schema::id);
        assert_eq!(found, Some("karpenter.sh/nodepool_v1"));
        assert!(Schema::find("karpenter.sh/v1", "Nodepool").is_none());
        assert!(Schema::find("karpenter.sh/v1beta1", "NodePool").is_none());
        assert!(Schema::find("v1", "Unicorn").is_none());
    }

    #[test]
    fn is_in_order_and_has_no_loose_reference() {
        let ids: Vec<_> = all().map(Schema::id).collect();
        let mut sorted = ids.clone();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(ids, sorted);
        for schema in all() {
            assert!(!schema.value().to_string().contains(".json#"), "{}", schema.id);
        }
    }
}

//! An IAM execution role.

use serde::Serialize;

use super::Origin;
use crate::units::{AccountId, Namespace, RoleName};

/// An IAM execution role and who uses it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Role {
    /// The name.
    pub name: RoleName,
    /// The namespaces whose jobs assume it.
    pub namespaces: Vec<Namespace>,
    /// Which of [`super::Platform::teams`] use it, by index.
    pub teams: Vec<usize>,
    /// The place of the first of them.
    #[serde(skip)]
    pub origin: Origin,
}

impl Role {
    /// The service account that EMR makes in a namespace for one of its components, such as
    /// `spark-driver`. Source: Amazon EMR on EKS Development Guide, job execution roles.
    #[must_use]
    pub fn emr_account(&self, account: &AccountId, component: &str) -> String {
        format!("emr-containers-sa-{component}-{account}-{}", self.name.base36())
    }
}

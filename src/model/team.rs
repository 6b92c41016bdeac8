//! A team with every default applied.

use indexmap::IndexMap;
use serde::Serialize;

use super::origin::Overrides;
use super::{Allowance, Job, Origin, Shape};
use crate::spec::{Catalog, Data, Quota, Runner};
use crate::units::{
    JobName, Namespace, PoolName, Quantity, ReleaseLabel, RoleName, StorageName, TeamName,
    VolumeName,
};

/// A data team.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Team {
    /// The name.
    pub name: TeamName,
    /// The namespace.
    pub namespace: Namespace,
    /// Labels of the namespace.
    pub labels: IndexMap<String, String>,
    /// The pools that its pods may use.
    pub pools: Vec<PoolName>,
    /// How much it may request.
    pub quota: Option<Quota>,
    /// The execution role.
    pub role: RoleName,
    /// Data besides its own prefix.
    pub data: Data,
    /// Where logs go.
    pub logs: Logs,
    /// The S3 prefix of the team's own: `s3://<bucket>/<team>/`, with the slash.
    pub home: String,
    /// The name of the EMR virtual cluster.
    pub virtual_cluster: String,
    /// Claims.
    pub volumes: IndexMap<VolumeName, Volume>,
    /// Jobs.
    pub jobs: IndexMap<JobName, Job>,
    /// Interactive endpoints.
    pub endpoints: IndexMap<JobName, Endpoint>,
    /// Fields to merge into the documents.
    pub overrides: Overrides,
    /// Diagnostics accepted for it.
    #[serde(skip)]
    pub allow: Vec<Allowance>,
    /// The place in the spec.
    #[serde(skip)]
    pub origin: Origin,
}

impl Team {
    /// The service account of the team's pods that the Spark operator starts.
    #[must_use]
    pub fn service_account(&self) -> &str {
        self.namespace.as_str()
    }

    /// Whether EMR runs any of its jobs or endpoints, so that it needs a virtual cluster. A team
    /// that has none yet gets one, for the jobs it will have.
    #[must_use]
    pub fn uses_emr(&self) -> bool {
        let emr = self.jobs.values().any(|job| job.runner == Runner::Emr);
        emr || !self.endpoints.is_empty() || self.jobs.is_empty()
    }

    /// Whether any of its jobs is run by the Spark operator.
    #[must_use]
    pub fn uses_operator(&self) -> bool {
        self.jobs.values().any(|job| job.runner == Runner::SparkOperator)
    }

    /// Whether any of its jobs uses the Glue Data Catalog.
    #[must_use]
    pub fn uses_glue(&self) -> bool {
        self.jobs.values().any(|job| job.catalog == Some(Catalog::Glue))
    }
}

/// Where the logs of a team's jobs go.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Logs {
    /// The CloudWatch log group.
    pub group: String,
    /// How many days they are kept.
    pub retention_days: u32,
    /// The S3 prefix, with the slash at its end.
    pub s3: Option<String>,
}

/// A persistent volume claim.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Volume {
    /// The claim's name.
    pub name: VolumeName,
    /// The storage.
    pub storage: StorageName,
    /// The size.
    pub size: Quantity,
    /// Whether pods on several nodes may write to it.
    pub shared: bool,
    /// The place in the spec.
    #[serde(skip)]
    pub origin: Origin,
}

/// An interactive endpoint.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Endpoint {
    /// The name.
    pub name: JobName,
    /// The EMR release.
    pub release: ReleaseLabel,
    /// The pool of kernels and executors.
    pub pool: PoolName,
    /// The driver of a session.
    pub driver: Shape,
    /// Further Spark configuration.
    pub conf: IndexMap<String, String>,
    /// Fields to merge into the request.
    pub overrides: Overrides,
    /// Diagnostics accepted for it.
    #[serde(skip)]
    pub allow: Vec<Allowance>,
    /// The place in the spec.
    #[serde(skip)]
    pub origin: Origin,
}

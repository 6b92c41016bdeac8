//! Documents that stand inside Terraform files: policies, requests to EMR and EKS, and objects of
//! Kubernetes.
//!
//! What an expression stands for is known where the file itself says it; otherwise it stays in the
//! text as `${…}`, and a policy or a request whose shape depends on one is left out as a whole.

mod arguments;
mod document;
mod expression;
mod form;
mod found;
mod manifests;
mod objects;
mod open;
mod policies;
mod requests;

use serde_json::Value;

use crate::artifact::terraform::resolved;

pub use expression::yaml;
pub use found::Found;

/// The documents that stand in a file.
#[must_use]
pub fn documents(file: &Value) -> Vec<Found> {
    let file = &resolved(file);
    let mut found = policies::policies(file);
    found.extend(requests::requests(file));
    found.extend(objects::objects(file));
    found.extend(manifests::manifests(file));
    found.into_iter().map(Found::named).collect()
}

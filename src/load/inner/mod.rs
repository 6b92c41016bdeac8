//! Documents that stand inside Terraform files: policies, and requests to EMR and EKS.
//!
//! What an expression stands for is not known: it stays in the text as `${…}`, and a document whose
//! shape depends on one is left out as a whole.

mod blocks;
mod document;
mod expression;
mod form;
mod open;
mod policies;
mod requests;

use serde_json::Value;

pub use blocks::Found;

/// The documents that stand in a file.
#[must_use]
pub fn documents(file: &Value) -> Vec<Found> {
    let mut found = policies::policies(file);
    found.extend(requests::requests(file));
    found
}

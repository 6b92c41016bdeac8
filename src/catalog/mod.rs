//! Facts about the world: EC2 instance types, EMR and Karpenter releases, Spark keys, IAM actions.
//!
//! Every fact is data under `data/` with its source and date; `README.md` says how to refresh it.
//! A fact that is not here is `None`, and never a reason for an error.

pub mod addons;
pub mod apis;
pub mod charts;
pub mod classification;
pub mod ebs;
pub mod eks_addons;
pub mod emr;
pub mod fsx;
pub mod glob;
pub mod iam;
pub mod instance;
pub mod karpenter;
pub mod kubernetes;
pub mod label;
pub mod label_value;
pub mod offering;
pub mod region;
pub mod spark;
mod table;

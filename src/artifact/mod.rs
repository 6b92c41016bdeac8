//! Typed documents: what the platform is made of, before it is text.
//!
//! An [`Artifact`] is one document: its [`Kind`], the file it goes to, its value, and for each part
//! of the value the place in the spec (or in a file someone else wrote) that it came from. Checks
//! judge artifacts and nothing else.

mod document;
mod kind;
mod origins;

pub mod emr;
pub mod iam;
pub mod karpenter;
pub mod kubernetes;
pub mod spark_operator;
pub mod terraform;

pub use document::{Artifact, Body};
pub use kind::{Kind, KindFacts, Target};
pub use origins::Origins;

//! emrgen compiles one short spec into an Amazon EMR on EKS platform.
//!
//! Modules are declared in the order in which data flows; each names only earlier ones.

pub mod parallel;
pub mod units;
pub mod source;
pub mod diagnostic;
pub mod catalog;
pub mod sizing;
pub mod parse;
pub mod schema;
pub mod spec;
pub mod model;
pub mod resolve;
pub mod artifact;
pub mod render;
pub mod lower;
pub mod load;
pub mod check;
pub mod fit;
pub mod compile;
pub mod explain;
pub mod report;
pub mod disk;
pub mod command;

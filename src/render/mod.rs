//! Artifacts to text: one YAML writer, one JSON writer, one order.

mod scalar;
pub mod digest;
pub mod json;
pub mod yaml;
pub mod tree;
pub mod artifacts;

pub(crate) use scalar::is_invisible;

//! The JSON Schemas of everything read and written, and validation against them.
//!
//! A [`Schema`] is a file of `schemas/`: JSON Schema 2020-12 with a few keywords of our own, which
//! `schemas/README.md` lists. [`Schema::at`] is the plain schema of one set of target releases,
//! and [`validate`] judges a value by it. [`explain`] puts the errors of any schema into words.

mod shared;
mod registry;
mod target;
mod bundle;
mod distinct;
mod release;
mod validator;
mod validate;
mod violation;
mod explain;
mod rules;

pub use explain::explain;
pub use registry::{Schema, all};
pub use release::at;
pub use rules::rule_names;
pub use shared::SHARED;
pub use target::{Product, Targets};
pub use validate::validate;
pub use validator::compile;
pub use violation::{Violation, ViolationKind};

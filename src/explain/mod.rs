//! The pages of all diagnostics: what a code means, why it hurts, and what passes instead.
//!
//! A rule keeps its page beside it; the codes of every other phase have theirs in `pages/`. A test
//! compares the registry with every `Code("…")` of the source, and runs every page.

mod blueprint;
pub mod language;
mod page;
mod registry;
mod table;
mod trace;

pub use blueprint::{BLUEPRINTS, Blueprint, blueprint};
pub use page::Page;
pub use registry::{page, pages};
pub use table::{chapters, rules, table};
pub use trace::{Cause, Trace, trace};

//! ConfigMaps and Secrets: which pods read, and which there are.

mod store;
mod uses;

pub use store::{ConfigStore, There};
pub use uses::{ConfigUse, Sort};

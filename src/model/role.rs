//! An IAM execution role.

use super::Origin;
use crate::units::{Namespace, RoleName};

/// An IAM execution role and who uses it.
#[derive(Clone, Debug, PartialEq)]
pub struct Role {
    /// The name.
    pub name: RoleName,
    /// The namespaces whose jobs assume it.
    pub namespaces: Vec<Namespace>,
    /// Which of [`super::Platform::teams`] use it, by index.
    pub teams: Vec<usize>,
    /// The place of the first of them.
    pub origin: Origin,
}

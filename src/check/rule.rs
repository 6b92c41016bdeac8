//! What a rule is.

use super::{Bundle, Findings};
use crate::diagnostic::{Code, Severity};

/// A rule: its identity, its page, and the judgement itself.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The slug.
    pub code: Code,
    /// How bad a finding is, unless it says otherwise.
    pub severity: Severity,
    /// One sentence for tables.
    pub summary: &'static str,
    /// The page: why it hurts, a bundle that fails with its exact output, one that passes.
    pub page: &'static str,
    /// Pushes what it finds.
    pub check: fn(&Bundle<'_>, &mut Findings),
}

/// Rules about one thing.
#[derive(Clone, Copy, Debug)]
pub struct Family {
    /// The name: `reachability`.
    pub name: &'static str,
    /// One sentence.
    pub summary: &'static str,
    /// The rules.
    pub rules: &'static [&'static Rule],
}

/// Declares the rules of a family: a module for each, with a `RULE` in it.
///
/// `family!(spot_driver, unreachable_pod);` declares the modules and `RULES`.
#[macro_export]
macro_rules! family {
    ($($module:ident),* $(,)?) => {
        $(mod $module;)*
        /// The rules of this family.
        pub const RULES: &[&$crate::check::Rule] = &[$(&$module::RULE),*];
    };
}

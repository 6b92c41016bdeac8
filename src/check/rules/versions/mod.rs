//! Nothing is emitted that a targeted release lacks or no longer has.

crate::family!();

//! Metrics, logs and histories arrive where someone looks for them.

crate::family!();

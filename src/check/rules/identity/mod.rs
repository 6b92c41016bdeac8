//! Whoever needs a right has it, and nobody has more.

crate::family!();

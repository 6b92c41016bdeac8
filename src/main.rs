//! The `emrgen` binary.
fn main() {}

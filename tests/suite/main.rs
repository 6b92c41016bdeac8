//! Everything that is tested from outside, in one binary.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a test may fail loudly, touch the disk and say that it was skipped"
)]

mod addons;
mod bundles;
mod classes;
mod cli;
mod crd_oracle;
mod defect_classes;
mod differential;
mod golden;
mod pages;
mod readme;
mod requests;
mod releases;
mod karpenter;
mod kill;
mod manifests;
mod mutants;
mod schemas;
mod spec_schema;
mod support;
mod terraform;
mod ten_mistakes;
mod tidy;
mod yaml_readers;

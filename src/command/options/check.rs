//! Options of `emrgen check`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::SpecOptions;

const EXAMPLES: &str = "\
Examples:
  emrgen check                                the spec in this directory
  emrgen check manifests/ jobs/*.json         files that emrgen did not write
  kustomize build . | emrgen check -          a stream of them
  emrgen check --karpenter 1.9                as if the cluster ran another release
  emrgen check --format sarif > emrgen.sarif  for code scanning";

/// Options of `emrgen check`.
#[derive(Clone, Debug, Default, Args)]
#[command(after_help = EXAMPLES)]
pub struct CheckOptions {
    /// How findings are told.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: FormatName,
    /// What is known of manifests that emrgen did not compile. Default: the nearest `.emrgen.yaml`
    /// in this directory or above.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs, reason = "its own sentences would become the command's help")]
    pub spec: SpecOptions,
}

/// How findings are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum FormatName {
    /// For people.
    #[default]
    Text,
    /// For programs: an array with one object for each finding.
    Json,
    /// For code scanning: SARIF 2.1.0.
    Sarif,
    /// For GitHub Actions: annotations of the pull request.
    Github,
    /// For test reports: JUnit XML.
    Junit,
}

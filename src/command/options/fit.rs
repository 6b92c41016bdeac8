//! Options of `emrgen fit`.

use clap::{Args, ValueEnum};

use super::SpecOptions;

const EXAMPLES: &str = "\
Examples:
  emrgen fit                          a table for each driver and executor
  emrgen fit --job taxidata           only pods of this job
  emrgen fit --format html > fit.html a page with a picture, for a review
  emrgen fit --format json            for programs";

/// Options of `emrgen fit`.
#[derive(Clone, Debug, Default, Args)]
#[command(after_help = EXAMPLES)]
pub struct FitOptions {
    /// How it is told.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: FitFormat,
    /// Only pods of this job.
    #[arg(long, value_name = "NAME")]
    pub job: Option<String>,
    #[command(flatten)]
    #[allow(missing_docs, reason = "its own sentences would become the command's help")]
    pub spec: SpecOptions,
}

/// How a fit is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum FitFormat {
    /// A table for people.
    #[default]
    Text,
    /// For programs.
    Json,
    /// A self-contained page.
    Html,
    /// A picture.
    Svg,
}

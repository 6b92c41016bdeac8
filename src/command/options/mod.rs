//! The arguments, as clap reads them.

mod build;
mod check;
mod fit;
mod others;
mod spec;

use clap::{Parser, Subcommand, ValueEnum};

pub use build::{BuildOptions, FilterOptions, StreamFormat};
pub use check::{CheckOptions, FormatName};
pub use fit::{FitFormat, FitOptions};
pub use others::{
    CompletionsOptions, DiffOptions, ExplainOptions, InitOptions, ManOptions, SchemaOptions,
    VersionFormat, VersionOptions,
};
pub use spec::{OverOptions, SpecOptions};

/// Above the options that every command has, which come after its own.
const GLOBAL: &str = "Global options";

/// A compiler for Amazon EMR on EKS platforms.
///
/// One short spec in; Karpenter, Kubernetes, IAM, Helm, EMR and Terraform documents out, checked.
///
/// Exit status: 0 clean, 1 findings or differences, 2 usage, configuration or input and output.
#[derive(Debug, Parser)]
#[command(name = "emrgen", version, about, long_about, arg_required_else_help = true)]
pub struct Cli {
    /// When to colour: `auto` does so on a terminal, unless `NO_COLOR` is set.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN", help_heading = GLOBAL)]
    pub color: Color,
    /// Say only what is wrong.
    #[arg(short, long, global = true, help_heading = GLOBAL)]
    pub quiet: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Compile a spec, check everything, and write the output.
    Build(BuildOptions),
    /// Check a spec, or manifests that someone else wrote, and write nothing.
    Check(CheckOptions),
    /// Show what a build would change, file by file; exit 1 if it would change anything.
    Diff(DiffOptions),
    /// Start a spec from a blueprint.
    Init(InitOptions),
    /// Explain a diagnostic, a field of the spec, a kind of document, or a line of the output.
    Explain(ExplainOptions),
    /// Print the JSON Schemas of the spec and of everything that is emitted.
    Schema(SchemaOptions),
    /// Print a completion script for a shell.
    Completions(CompletionsOptions),
    /// Print the manual page.
    Man(ManOptions),
    /// Print the version and the releases that can be targeted.
    Version(VersionOptions),
    /// Show where each pod can land, how well it packs there, and why not elsewhere.
    Fit(FitOptions),
}

//! The arguments, as clap reads them.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// A compiler for Amazon EMR on EKS platforms.
#[derive(Debug, Parser)]
#[command(name = "emrgen", version, about, arg_required_else_help = true)]
pub struct Cli {
    /// When to colour: `auto` does so on a terminal, unless `NO_COLOR` is set.
    #[arg(long, global = true, value_enum, default_value_t, value_name = "WHEN")]
    pub color: Color,
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
}

/// Which spec, and what is laid over it.
#[derive(Clone, Debug, Default, Args)]
pub struct SpecOptions {
    /// Files or directories of the spec. Default: `emrgen.yaml` and `teams/` here.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Merge `environments/<ENV>.yaml` over the spec.
    #[arg(short, long, value_name = "ENV")]
    pub env: Option<String>,
    /// Set one value: `--set cluster.karpenter=1.9`, `--set teams.ads.jobs.etl.pool=gpu`.
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// Bind late values from what `terraform output -json` printed; `-` reads standard input.
    #[arg(long, value_name = "FILE")]
    pub bind: Option<PathBuf>,
    /// Target this Karpenter release: short for `--set cluster.karpenter=…`.
    #[arg(long, value_name = "X.Y")]
    pub karpenter: Option<String>,
    /// Target this Kubernetes release: short for `--set cluster.kubernetes=…`.
    #[arg(long, value_name = "X.Y")]
    pub kubernetes: Option<String>,
}

/// Which documents.
#[derive(Clone, Debug, Default, Args)]
pub struct FilterOptions {
    /// Only documents for this target.
    #[arg(long, value_name = "TARGET", value_parser = ["kubectl", "terraform", "emr", "helm", "iam", "pod-templates", "scripts"])]
    pub target: Option<String>,
    /// Only documents of this team.
    #[arg(long, value_name = "TEAM")]
    pub team: Option<String>,
    /// Only documents of this kind: `NodePool`, `StartJobRun`, …
    #[arg(long, value_name = "KIND")]
    pub kind: Option<String>,
    /// Only documents of this name.
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
}

/// Options of `emrgen build`.
#[derive(Clone, Debug, Default, Args)]
pub struct BuildOptions {
    /// Which spec.
    #[command(flatten)]
    pub spec: SpecOptions,
    /// Where to write; `-` is standard output.
    #[arg(short, long, value_name = "DIR", default_value = "out")]
    pub out: PathBuf,
    /// Write to standard output instead: one stream of documents.
    #[arg(long)]
    pub stdout: bool,
    /// Which documents; the default for standard output is what `kubectl apply` takes.
    #[command(flatten)]
    pub filter: FilterOptions,
    /// Overwrite files that emrgen did not write.
    #[arg(long)]
    pub force: bool,
}

//! Which spec, and what is laid over it.

use std::path::PathBuf;

use clap::Args;

/// Which spec, and what is laid over it.
#[derive(Clone, Debug, Default, Args)]
pub struct SpecOptions {
    /// Files or directories of the spec or, to be checked and not built, manifests that someone
    /// else wrote; `-` is standard input. Default: the `*.yaml` here and below `teams/`.
    #[arg(value_name = "PATH", help_heading = "Arguments")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs, reason = "its own sentences would become the command's help")]
    pub over: OverOptions,
}

/// What is laid over a spec.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "What is laid over the spec")]
pub struct OverOptions {
    /// Merge `environments/<ENV>.yaml` over the spec.
    #[arg(short, long, value_name = "ENV")]
    pub env: Option<String>,
    /// Set one value: `--set cluster.karpenter=1.9`, `--set teams.ads.jobs.etl.pool=gpu`.
    #[arg(long, value_name = "PATH=VALUE")]
    pub set: Vec<String>,
    /// Bind late values from what `terraform output -json` printed; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    pub bind: Option<PathBuf>,
    /// Target this Karpenter release: short for `--set cluster.karpenter=…`.
    #[arg(long, value_name = "X.Y")]
    pub karpenter: Option<String>,
    /// Target this Kubernetes release: short for `--set cluster.kubernetes=…`.
    #[arg(long, value_name = "X.Y")]
    pub kubernetes: Option<String>,
}

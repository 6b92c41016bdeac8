//! Options of the commands that neither build nor check.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use clap_complete::Shell;

use super::{FilterOptions, OverOptions, SpecOptions};

const DIFF: &str = "\
Examples:
  emrgen diff                                    against out/
  emrgen diff --target terraform --out infra/    against what that build would write
  emrgen diff --summary                          only the files";

/// Options of `emrgen diff`.
#[derive(Clone, Debug, Default, Args)]
#[command(after_help = DIFF)]
pub struct DiffOptions {
    /// The directory that a build would write.
    #[arg(short, long, value_name = "DIR", default_value = "out")]
    pub out: PathBuf,
    /// Name the files only.
    #[arg(long)]
    pub summary: bool,
    /// How many lines around a change are shown.
    #[arg(short = 'U', long, value_name = "LINES", default_value_t = 3)]
    pub unified: usize,
    #[command(flatten)]
    #[allow(missing_docs, reason = "its own sentences would become the command's help")]
    pub filter: FilterOptions,
    #[command(flatten)]
    #[allow(missing_docs, reason = "its own sentences would become the command's help")]
    pub spec: SpecOptions,
}

const INIT: &str = "\
Examples:
  emrgen init                                      the smallest platform that runs a job, here
  emrgen init --blueprint emr-eks-karpenter data   a whole platform, in data/
  emrgen init --list                               every blueprint";

/// Options of `emrgen init`.
#[derive(Clone, Debug, Default, Args)]
#[command(after_help = INIT)]
pub struct InitOptions {
    /// Where to write.
    #[arg(value_name = "DIR", default_value = ".")]
    pub directory: PathBuf,
    /// What to start from.
    #[arg(short, long, value_name = "NAME", default_value = "starter")]
    pub blueprint: String,
    /// List the blueprints.
    #[arg(long)]
    pub list: bool,
}

const EXPLAIN: &str = "\
Examples:
  emrgen explain                                    every diagnostic
  emrgen explain unreachable-pod                    the page of one
  emrgen explain pools.scratch                      a field of the spec
  emrgen explain NodePool                           a kind of document
  emrgen explain out/kubernetes/karpenter/etl.nodepool.yaml:17
                                                    what put this line there";

/// Options of `emrgen explain`.
#[derive(Clone, Debug, Default, Args)]
#[command(after_help = EXPLAIN)]
pub struct ExplainOptions {
    /// A diagnostic, a field, a kind, or a line of the output.
    #[arg(value_name = "CODE|FIELD|KIND|FILE:LINE")]
    pub subject: Option<String>,
    /// The spec that the output was built from: files or directories.
    #[arg(long = "spec", value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs, reason = "its own sentences would become the command's help")]
    pub over: OverOptions,
}

const SCHEMA: &str = "\
Examples:
  emrgen schema                      the names
  emrgen schema platform             the schema of the Platform document
  emrgen schema karpenter.sh/nodepool_v1
  emrgen schema --out schemas        all of them, for editors and other validators";

/// Options of `emrgen schema`.
#[derive(Clone, Debug, Default, Args)]
#[command(after_help = SCHEMA)]
pub struct SchemaOptions {
    /// Which: `platform`, `team`, `settings`, a kind, or a name of the list.
    #[arg(value_name = "NAME")]
    pub name: Option<String>,
    /// List the names; the default without a name.
    #[arg(long)]
    pub list: bool,
    /// Write all of them below this directory.
    #[arg(short, long, value_name = "DIR", conflicts_with_all = ["name", "list"])]
    pub out: Option<PathBuf>,
}

const COMPLETIONS: &str = "\
Examples:
  emrgen completions bash > /etc/bash_completion.d/emrgen
  emrgen completions zsh > \"${fpath[1]}/_emrgen\"";

/// Options of `emrgen completions`.
#[derive(Clone, Debug, Args)]
#[command(after_help = COMPLETIONS)]
pub struct CompletionsOptions {
    /// The shell.
    #[arg(value_enum)]
    pub shell: Shell,
}

const MAN: &str = "\
Examples:
  emrgen man | man -l -
  emrgen man --out /usr/local/share/man/man1";

/// Options of `emrgen man`.
#[derive(Clone, Debug, Default, Args)]
#[command(after_help = MAN)]
pub struct ManOptions {
    /// Write one page for each command into this directory.
    #[arg(short, long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// Options of `emrgen version`.
#[derive(Clone, Debug, Default, Args)]
#[command(
    after_help = "Examples:\n  emrgen version                for people\n  emrgen version --format json  for programs"
)]
pub struct VersionOptions {
    /// How the version is told.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: VersionFormat,
}

/// How the version is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum VersionFormat {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

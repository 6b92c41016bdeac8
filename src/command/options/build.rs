//! Options of `emrgen build`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::SpecOptions;

/// Which documents.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Which documents")]
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

const EXAMPLES: &str = "\
Examples:
  emrgen build                                           write everything to out/
  emrgen build --env prod -o build/prod                  with environments/prod.yaml merged over it
  emrgen build --stdout | kubectl apply -f -             every Kubernetes object, in order
  emrgen build --target terraform --out infra/           *.tf.json, directly in infra/
  emrgen build --bind <(terraform output -json)          with the ids that Terraform made
  emrgen build --stdout --kind NodePool --name etl       one document";

/// Options of `emrgen build`.
#[derive(Clone, Debug, Default, Args)]
#[command(after_help = EXAMPLES)]
pub struct BuildOptions {
    /// Where to write; `-` is standard output.
    #[arg(short, long, value_name = "DIR", default_value = "out")]
    pub out: PathBuf,
    /// Write to standard output: one stream of documents, by default what `kubectl apply` takes.
    #[arg(long)]
    pub stdout: bool,
    /// How a stream is written. Default: JSON for what is JSON in files, else YAML.
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub format: Option<StreamFormat>,
    /// Overwrite files that emrgen did not write.
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    #[allow(missing_docs, reason = "its own sentences would become the command's help")]
    pub filter: FilterOptions,
    #[command(flatten)]
    #[allow(missing_docs, reason = "its own sentences would become the command's help")]
    pub spec: SpecOptions,
}

/// How a stream is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StreamFormat {
    /// Documents divided by `---`.
    Yaml,
    /// One value: the document itself, a Kubernetes `List`, one Terraform configuration, an array.
    Json,
}

//! `emrgen version`: the version, and what can be targeted.

use serde_json::json;

use super::Status;
use super::options::{VersionFormat, VersionOptions};
use super::say::{Console, Failure};
use crate::catalog::{karpenter, kubernetes};
use crate::render::json::to_json;

/// Prints the version.
pub fn run(options: &VersionOptions, console: Console) -> Result<Status, Failure> {
    let versions: Vec<String> =
        karpenter::RELEASES.iter().map(|release| release.version.to_string()).collect();
    let kubernetes: Vec<String> = kubernetes::releases().map(|one| one.to_string()).collect();
    let range = |all: &[String]| match all {
        [first, .., last] => format!("{first} to {last}"),
        _ => all.join(""),
    };
    let version = env!("CARGO_PKG_VERSION");
    let text = match options.format {
        VersionFormat::Text => format!(
            "emrgen {version}\nlanguage: emrgen.io/v1\nKarpenter: {}\nKubernetes: {}\n",
            range(&versions),
            range(&kubernetes),
        ),
        VersionFormat::Json => to_json(&json!({
            "version": version,
            "languages": ["emrgen.io/v1"],
            "karpenter": versions,
            "kubernetes": kubernetes,
        })),
    };
    console.print(&text)?;
    Ok(Status::Clean)
}

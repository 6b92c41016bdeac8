//! Platforms for the tests of lowering.

use crate::artifact::Artifact;
use crate::diagnostic::Diagnostics;
use crate::model::Platform;
use crate::resolve::{Inputs, resolve};
use crate::source::Sources;
use crate::{parse, spec};

/// A joined cluster with two pools, to which tests add: keys of the platform, then teams.
pub fn platform(more: &str) -> Platform {
    let base = "apiVersion: emrgen.io/v1
kind: Platform
name: lake
aws: { account: \"012345678901\", region: us-west-2, bucket: lake-data }
pools: { fast: {}, big: {} }
";
    read(&format!("{base}{more}"))
}

/// A team of one job, and the keys of the team that `more` adds.
pub fn team(name: &str, more: &str) -> String {
    format!(
        "---
apiVersion: emrgen.io/v1
kind: Team
name: {name}
jobs:
  etl: {{ release: emr-7.9.0, entryPoint: \"local:///etl.py\", pool: fast }}
{more}
"
    )
}

/// The platform that a whole spec means.
pub fn read(text: &str) -> Platform {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
    let documents = parse::read_yaml(&mut sources, "emrgen.yaml", text, &mut diagnostics);
    let spec = spec::decode(&mut sources, &documents, &mut diagnostics);
    let platform = resolve(&sources, &spec, Inputs::default(), &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{diagnostics:#?}");
    platform.expect("a spec without errors is a platform")
}

/// The value of the document at a path.
pub fn value<'a>(artifacts: &'a [Artifact], path: &str) -> &'a serde_json::Value {
    let found = artifacts.iter().find(|artifact| artifact.path == path);
    let paths = || artifacts.iter().map(|artifact| &artifact.path).collect::<Vec<_>>();
    found.and_then(Artifact::value).unwrap_or_else(|| panic!("no {path} among {:#?}", paths()))
}

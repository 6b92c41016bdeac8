//! Values of Helm charts.

use crate::artifact::{Artifact, Kind};

/// The values of an add-on's chart, told by the file: `helm/<addon>/values.yaml`,
/// `<addon>-values.yaml`.
pub fn values_of<'a>(artifacts: &'a [Artifact], addon: &str) -> Option<&'a Artifact> {
    let mut all = artifacts.iter().filter(|artifact| artifact.kind == Kind::HelmValues);
    all.find(|artifact| addon_of(&artifact.path) == addon)
}

/// The add-on that a file of values is for.
fn addon_of(path: &str) -> &str {
    let (home, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    match stem.strip_suffix("values") {
        Some("") => home.rsplit('/').next().unwrap_or(home),
        Some(addon) => addon.trim_end_matches(['-', '.', '_']),
        None => stem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_says_the_addon() {
        assert_eq!(addon_of("helm/karpenter/values.yaml"), "karpenter");
        assert_eq!(addon_of("karpenter-values.yaml"), "karpenter");
        assert_eq!(addon_of("charts/karpenter.values.yml"), "karpenter");
        assert_eq!(addon_of("values.yaml"), "");
    }
}

//! Add-ons that EKS installs: what EKS calls them, and which version is pinned for a release.
//!
//! EKS builds an add-on for certain Kubernetes releases, and refuses it on others. Without a
//! version it takes its own default of the day, so that the same spec makes different clusters.

use std::sync::LazyLock;

use super::table;
use crate::units::MinorVersion;

/// A build of an add-on, and the Kubernetes releases that it is pinned for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Build {
    addon: &'static str,
    eks_name: &'static str,
    first: MinorVersion,
    last: MinorVersion,
    version: &'static str,
}

static BUILDS: LazyLock<Vec<Build>> = LazyLock::new(|| {
    table::rows(include_str!("data/eks_addons.csv")).filter_map(|row| build(&row)).collect()
});

fn build(row: &[&'static str]) -> Option<Build> {
    let &[addon, eks_name, first, last, version] = row else { return None };
    let (first, last) = (MinorVersion::parse(first).ok()?, MinorVersion::parse(last).ok()?);
    Some(Build { addon, eks_name, first, last, version })
}

/// The name of EKS's own add-on for an add-on of the spec; `None` where Helm installs it.
#[must_use]
pub fn eks_name(addon: &str) -> Option<&'static str> {
    BUILDS.iter().find(|build| build.addon == addon).map(|build| build.eks_name)
}

/// The version that is pinned for a Kubernetes release; `None` for one that is not known.
#[must_use]
pub fn version(addon: &str, kubernetes: MinorVersion) -> Option<&'static str> {
    let fits =
        |build: &&Build| build.addon == addon && (build.first..=build.last).contains(&kubernetes);
    BUILDS.iter().find(fits).map(|build| build.version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        let rows = table::rows(include_str!("data/eks_addons.csv")).count();
        assert_eq!(BUILDS.len(), rows);
    }

    #[test]
    fn x15_every_add_on_of_eks_has_one_version_in_each_release_from_1_29_to_1_35() {
        for minor in 29..=35 {
            let release = MinorVersion::new(1, minor);
            for build in BUILDS.iter() {
                let fits = |other: &&Build| {
                    other.addon == build.addon && (other.first..=other.last).contains(&release)
                };
                assert_eq!(BUILDS.iter().filter(fits).count(), 1, "{} {release}", build.addon);
            }
        }
        assert_eq!(version("coredns", MinorVersion::new(1, 99)), None);
    }

    #[test]
    fn kube_proxy_is_of_the_clusters_release() {
        for minor in 29..=35 {
            let version = version("kube-proxy", MinorVersion::new(1, minor)).unwrap();
            assert!(version.starts_with(&format!("v1.{minor}.")), "{version}");
        }
    }
}

//! Installations of Helm charts, whoever installs them.

mod flux;
mod installers;
mod values;

use serde_json::Value;

use super::Bundle;
use crate::artifact::Artifact;
use crate::catalog::charts::Chart;
use crate::source::Route;
use crate::units::MinorVersion;

pub use installers::installs;
pub use values::Values;

/// An installation of a chart: by a file of values, by Terraform, Argo CD, Flux or kustomize.
#[derive(Clone, Debug)]
pub struct Install<'a> {
    /// The document.
    pub artifact: &'a Artifact,
    /// The installation in it.
    pub route: Route,
    /// The chart's name.
    pub chart: String,
    /// What the catalog knows of the chart.
    pub known: Option<&'static Chart>,
    /// The version and its place, where it is written.
    pub version: Option<(String, Route)>,
    /// The namespace, where it is written.
    pub namespace: Option<String>,
    /// The values, as far as they are in sight.
    pub values: Values<'a>,
}

impl Install<'_> {
    /// A value by its pointer: `/settings/interruptionQueue`.
    #[must_use]
    pub fn value(&self, pointer: &str) -> Option<&Value> {
        self.values.get(pointer)
    }

    /// The place of a value.
    #[must_use]
    pub fn place(&self, pointer: &str) -> Route {
        self.values.place(pointer).unwrap_or_else(|| self.route.clone())
    }

    /// Whether it installs an add-on, by its name in the catalog.
    #[must_use]
    pub fn is_of(&self, addon: &str) -> bool {
        self.known.is_some_and(|chart| chart.addon == addon)
    }

    /// The line of releases of its version.
    #[must_use]
    pub fn release(&self) -> Option<MinorVersion> {
        minor(&self.version.as_ref()?.0)
    }
}

/// `v1.6.5` and `1.6` are of 1.6; a range is of none.
#[must_use]
pub fn minor(version: &str) -> Option<MinorVersion> {
    let plain = version.trim().trim_start_matches('v');
    let mut numbers = plain.split(['.', '-', '+']).map(str::parse::<u32>);
    Some(MinorVersion::new(numbers.next()?.ok()?, numbers.next()?.ok()?))
}

impl<'a> Bundle<'a> {
    /// All installations of charts.
    #[must_use]
    pub fn installs(&self) -> &[Install<'a>] {
        &self.installs
    }

    /// The installations of an add-on, by its name in the catalog.
    pub fn installs_of(&self, addon: &'static str) -> impl Iterator<Item = &Install<'a>> {
        self.installs.iter().filter(move |install| install.is_of(addon))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_have_a_line() {
        assert_eq!(minor("v1.6.5"), Some(MinorVersion::new(1, 6)));
        assert_eq!(minor("7.12.0-rc1"), Some(MinorVersion::new(7, 12)));
        assert_eq!(minor("~> 1.6"), None);
    }
}

//! Table formats: Delta Lake, Iceberg and Hudi.

use super::{Job, Library};
use crate::catalog::emr::EmrRelease;
use crate::units::MinorVersion;

/// A table format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableFormat {
    /// Delta Lake.
    Delta,
    /// Apache Iceberg.
    Iceberg,
    /// Apache Hudi.
    Hudi,
}

impl TableFormat {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Delta, Self::Iceberg, Self::Hudi];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Delta => "Delta Lake",
            Self::Iceberg => "Iceberg",
            Self::Hudi => "Hudi",
        }
    }

    /// The class that `spark.sql.extensions` names for it.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Delta => "io.delta.sql.DeltaSparkSessionExtension",
            Self::Iceberg => "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions",
            Self::Hudi => "org.apache.spark.sql.hudi.HoodieSparkSessionExtension",
        }
    }

    /// Its jars in EMR's image. Source: EMR on EKS Development Guide, pages on table formats.
    #[must_use]
    pub fn jars(self, release: (u32, u32, u32)) -> &'static str {
        match self {
            Self::Delta if release.0 >= 7 => {
                "local:///usr/share/aws/delta/lib/delta-spark.jar,local:///usr/share/aws/delta/lib/delta-storage.jar"
            }
            Self::Delta => {
                "local:///usr/share/aws/delta/lib/delta-core.jar,local:///usr/share/aws/delta/lib/delta-storage.jar"
            }
            Self::Iceberg => "local:///usr/share/aws/iceberg/lib/iceberg-spark3-runtime.jar",
            Self::Hudi => "local:///usr/lib/hudi/hudi-spark-bundle.jar",
        }
    }

    /// Its version in a release's image; `None` where it is not there or not known.
    #[must_use]
    pub fn version_in(self, release: &EmrRelease) -> Option<&'static str> {
        match self {
            Self::Delta => release.delta,
            Self::Iceberg => release.iceberg,
            Self::Hudi => release.hudi,
        }
    }

    /// The format that a library is the heart of.
    #[must_use]
    pub fn of(library: &Library) -> Option<Self> {
        let name = library.name.as_str();
        match name {
            "delta-core" | "delta-spark" => Some(Self::Delta),
            _ if name.starts_with("iceberg-spark") => Some(Self::Iceberg),
            _ if name.starts_with("hudi-spark") && name.contains("bundle") => Some(Self::Hudi),
            _ => None,
        }
    }

    /// Whether a job turns its SQL extension on.
    #[must_use]
    pub fn is_used_by(self, job: &Job<'_>) -> bool {
        let extensions = job.conf.get("spark.sql.extensions").unwrap_or_default();
        extensions.split(',').any(|class| class.trim() == self.extension())
    }
}

/// The line of Spark releases that a library is built for, as its name or version says it.
///
/// Delta's are those of its own release notes.
#[must_use]
pub fn spark_of(library: &Library) -> Option<MinorVersion> {
    let version = library.version.as_deref()?;
    let numbers = |text: &str| {
        let mut numbers = text.split(['.', '-', '_']).map(str::parse::<u32>);
        Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
    };
    let of_name = |prefix: &str| {
        let (major, minor) = numbers(library.name.strip_prefix(prefix)?)?;
        Some(MinorVersion::new(major, minor))
    };
    match library.name.as_str() {
        "delta-core" | "delta-spark" => spark_of_delta(numbers(version)?),
        _ => of_name("iceberg-spark-runtime-").or_else(|| of_name("hudi-spark")),
    }
}

fn spark_of_delta(version: (u32, u32)) -> Option<MinorVersion> {
    let minor = match version {
        (1, 0) => 1,
        (1, 1..=2) | (2, 0) => 2,
        (2, 1..=3) => 3,
        (2, 4) => 4,
        (3, 0..=3) => 5,
        (4, 0) => return Some(MinorVersion::new(4, 0)),
        _ => return None,
    };
    Some(MinorVersion::new(3, minor))
}

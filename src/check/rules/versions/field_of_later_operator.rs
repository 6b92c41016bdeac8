//! An application has a field that the installed operator does not know.

use crate::artifact::{Artifact, Kind};
use crate::check::bundle::{Install, JobSource};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;
use crate::source::Route;
use crate::units::MinorVersion;

/// An application has a field that the installed operator does not know.
pub const RULE: Rule = Rule {
    code: Code("field-of-later-operator"),
    severity: Severity::Warning,
    summary: "a field of an application that came to the Spark operator after the installed release",
    page: include_str!("field_of_later_operator.md"),
    check,
};

/// The release that brought the fields below. Source: release notes of the Spark operator, 2.2.0.
const SINCE: MinorVersion = MinorVersion::new(2, 2);

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let Some((install, release)) = operator(bundle) else { return };
    for (artifact, route) in fields(bundle) {
        let version = install.version.as_ref().map(|(_, route)| route);
        findings
            .at_key(
                artifact,
                &route,
                format!("`{route}` is not known to the Spark operator {release}, which drops it"),
            )
            .related(install.artifact, version.unwrap_or(&install.route), "the operator")
            .help(format!("install {SINCE} or later, or leave the field out"));
    }
}

/// The operator of the cluster where it is too old. EMR numbers its own by its releases, and does
/// not say which operator is behind them.
fn operator<'b>(bundle: &'b Bundle<'_>) -> Option<(&'b Install<'b>, MinorVersion)> {
    let all = bundle.installs().iter().filter(|it| it.chart == "spark-operator");
    let mut releases: Vec<(&Install<'_>, MinorVersion)> = Vec::new();
    for install in all {
        let release =
            install.release().filter(|it| !install.is_of("spark-operator") && *it < SINCE)?;
        releases.push((install, release));
    }
    releases.into_iter().next()
}

fn fields<'a>(bundle: &Bundle<'a>) -> Vec<(&'a Artifact, Route)> {
    let zones = bundle.of(Kind::ScheduledSparkApplication).filter_map(|artifact| {
        artifact.value()?.pointer("/spec/timeZone")?;
        Some((artifact, route!["spec", "timeZone"]))
    });
    let of_operator = bundle.jobs.iter().filter(|job| job.source == JobSource::SparkApplication);
    let tracking = of_operator.filter_map(|job| {
        let pointer = "/dynamicAllocation/shuffleTrackingEnabled";
        job.field(pointer)?;
        Some((job.artifact, job.place(pointer)))
    });
    zones.chain(tracking).collect()
}

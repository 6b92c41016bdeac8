//! An operator and what it runs are of different releases.

use crate::artifact::Artifact;
use crate::check::bundle::{Install, JobSource};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Route;
use crate::units::{MinorVersion, ReleaseLabel};

/// An operator and what it runs are of different releases.
pub const RULE: Rule = Rule {
    code: Code("operator-of-other-release"),
    severity: Severity::Warning,
    summary: "EMR's operator is of another release than the label or the images that it is to run",
    page: include_str!("operator_of_other_release.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for install in bundle.installs() {
        let Some(release) = install.release() else { continue };
        let is_flink = install.chart == "flink-kubernetes-operator";
        if !is_flink && !install.is_of("spark-operator") {
            continue;
        }
        // Before they were numbered by release, the charts were 1.1; and Flink's own still are 1.x.
        if release.major < 6 {
            if is_flink {
                not_emrs(bundle, install, release, findings);
            }
            continue;
        }
        own_label(install, release, findings);
        for (artifact, route, label) in what_it_runs(bundle, is_flink) {
            report(install, release, artifact, &route, &label, findings);
        }
    }
}

/// Deployments with fields of EMR's that Flink's own operator does not know.
fn not_emrs(
    bundle: &Bundle<'_>,
    install: &Install<'_>,
    release: MinorVersion,
    findings: &mut Findings,
) {
    for (artifact, route, label) in what_it_runs(bundle, true) {
        let version = install.version.as_ref().map(|(_, route)| route);
        let message = format!(
            "`{}` is to be run by `{}` {release}, which is Flink's own and knows no EMR release",
            label.base(),
            install.chart
        );
        findings
            .at(artifact, &route, message)
            .related(install.artifact, version.unwrap_or(&install.route), "the operator")
            .help("install EMR's: `oci://public.ecr.aws/emr-on-eks/flink-kubernetes-operator`");
    }
}

/// The release label among the operator's own values.
fn own_label(install: &Install<'_>, release: MinorVersion, findings: &mut Findings) {
    let pointer = "/emrContainers/emrReleaseLabel";
    let label = install.value(pointer).and_then(|value| value.as_str());
    if let Some(label) = label.and_then(|label| ReleaseLabel::parse(label).ok()) {
        report(install, release, install.artifact, &install.place(pointer), &label, findings);
    }
}

fn what_it_runs<'a>(
    bundle: &Bundle<'a>,
    is_flink: bool,
) -> Vec<(&'a Artifact, Route, ReleaseLabel)> {
    if is_flink {
        let of_flink =
            bundle.release_labels().filter(|it| it.artifact.kind == crate::artifact::Kind::Object);
        return of_flink
            .filter_map(|it| Some((it.artifact, it.route, ReleaseLabel::parse(it.text).ok()?)))
            .collect();
    }
    let of_operator = bundle.jobs.iter().filter(|job| job.source == JobSource::SparkApplication);
    of_operator
        .filter_map(|job| Some((job.artifact, job.place("/image"), job.release_label()?)))
        .collect()
}

fn report(
    install: &Install<'_>,
    release: MinorVersion,
    artifact: &Artifact,
    route: &Route,
    label: &ReleaseLabel,
    findings: &mut Findings,
) {
    let (major, minor, _) = label.version();
    if MinorVersion::new(major, minor) == release {
        return;
    }
    let version = install.version.as_ref().map(|(_, route)| route);
    findings
        .at(
            artifact,
            route,
            format!("`{}` is to be run by `{}` of release {release}", label.base(), install.chart),
        )
        .related(install.artifact, version.unwrap_or(&install.route), "the operator")
        .help("take the chart of the same release: an operator knows the images and settings of its own");
}

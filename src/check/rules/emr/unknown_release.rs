//! No such EMR release is known.

use crate::catalog::emr::{self, Feature};
use crate::check::bundle::{Install, WrittenRelease, is_unfilled};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::{ReleaseFamily, ReleaseLabel};

/// No such EMR release is known.
pub const RULE: Rule = Rule {
    code: Code("unknown-release"),
    severity: Severity::Warning,
    summary: "an EMR release that does not exist, or that is newer than the facts emrgen has",
    page: include_str!("unknown_release.md"),
    check,
};

/// The first releases that EMR on EKS offers. Source: EMR on EKS Development Guide, releases.
const FIRST: [(u32, u32, u32); 2] = [(5, 32, 0), (6, 2, 0)];
/// The first release of the line with Spark 4.
const FIRST_OF_SPARK_4: (u32, u32, u32) = (8, 0, 0);

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for written in bundle.release_labels().filter(|written| !is_unfilled(written.text)) {
        match ReleaseLabel::parse(written.text) {
            Ok(label) => judge(&written, &label, findings),
            Err(error) => {
                let message = format!("`{}` is not an EMR release label", written.text);
                findings
                    .at(written.artifact, &written.route, message)
                    .severity(Severity::Error)
                    .help(error.help());
            }
        }
    }
    for install in bundle.installs() {
        of_operator(install, findings);
    }
}

/// The charts of EMR's operators have the numbers of its releases; before, they were 1.1.
fn of_operator(install: &Install<'_>, findings: &mut Findings) {
    let (Some((version, route)), Some(feature)) = (&install.version, operator(install)) else {
        return;
    };
    let plain = version.trim_start_matches('v');
    let prefix = if plain.starts_with("8.") { "emr-spark-" } else { "emr-" };
    let Ok(label) = ReleaseLabel::parse(&format!("{prefix}{plain}")) else { return };
    let chart = &install.chart;
    let (message, help) = if label.version().0 < 6 {
        // Flink's own operator is 1.x, and the first of EMR's for Spark were 1.1.
        let is_former = label.version().0 == 1;
        if is_former || feature == Feature::FlinkOperator {
            return;
        }
        let message = format!("EMR's chart `{chart}` has no version `{version}`");
        (message, "its versions are EMR's releases, such as `7.12.0`".to_owned())
    } else if plain != version {
        let message = format!("EMR's chart `{chart}` has no version `{version}`");
        (message, format!("write `{plain}`"))
    } else if !feature.is_in(&label) {
        let (major, minor, patch) = feature.since();
        let message = format!("EMR's chart `{chart}` has no version `{version}`");
        (message, format!("it begins with `{major}.{minor}.{patch}`"))
    } else {
        let written =
            WrittenRelease { artifact: install.artifact, route: route.clone(), text: version };
        return judge(&written, &label, findings);
    };
    findings.at(install.artifact, route, message).help(help);
}

fn operator(install: &Install<'_>) -> Option<Feature> {
    let is_flink = install.chart == "flink-kubernetes-operator";
    let feature = is_flink.then_some(Feature::FlinkOperator);
    feature.or_else(|| install.is_of("spark-operator").then_some(Feature::SparkOperator))
}

fn judge(written: &WrittenRelease<'_>, label: &ReleaseLabel, findings: &mut Findings) {
    if emr::release(label).is_some() {
        return;
    }
    if let Some(other) = of_other_line(label) {
        let message = format!("there is no EMR release `{}`", label.base());
        let help = format!("write `{other}`: from 8.0.0 on labels begin with `emr-spark-`");
        findings.at(written.artifact, &written.route, message).help(help).severity(Severity::Error);
        return;
    }
    let version = label.version();
    let of_family = |known: &ReleaseLabel| known.family() == label.family();
    let known = emr::releases().iter().filter_map(|it| ReleaseLabel::parse(it.name).ok());
    let known: Vec<ReleaseLabel> = known.filter(of_family).collect();
    let oldest = known.iter().map(ReleaseLabel::version).min();
    let newest = known.iter().max_by_key(|it| it.version());
    let first = FIRST.iter().find(|first| first.0 == version.0);
    let is_too_old = label.family() == ReleaseFamily::Emr
        && (version < FIRST[0] || first.is_some_and(|first| version < *first));
    if !is_too_old && oldest.is_some_and(|oldest| version < oldest) {
        // It exists, but the catalog begins later.
        return;
    }
    let (message, help) = if is_too_old {
        let message = format!("EMR on EKS does not have `{}`", label.base());
        (message, "it begins with `emr-5.32.0` and `emr-6.2.0`".to_owned())
    } else if newest.is_some_and(|newest| version > newest.version()) {
        let message = format!("`{}` is newer than the releases that emrgen knows", label.base());
        (
            message,
            "what is said about Spark, Java and table formats of this job may be wrong".to_owned(),
        )
    } else {
        let message = format!("there is no EMR release `{}`, as far as emrgen knows", label.base());
        (message, format!("the releases are {}", names(&known)))
    };
    let found = findings.at(written.artifact, &written.route, message).help(help);
    if is_too_old {
        found.severity(Severity::Error);
    }
}

/// The label under the name of the line that its version is of.
fn of_other_line(label: &ReleaseLabel) -> Option<String> {
    let is_spark_4 = label.version() >= FIRST_OF_SPARK_4;
    if is_spark_4 == (label.family() == ReleaseFamily::EmrSpark) {
        return None;
    }
    let (right, wrong) = if is_spark_4 { ("emr-spark-", "emr-") } else { ("emr-", "emr-spark-") };
    let other = label.to_string().replacen(wrong, right, 1);
    let known = ReleaseLabel::parse(&other).ok()?;
    emr::release(&known).map(|_| other)
}

/// The newest few.
fn names(known: &[ReleaseLabel]) -> String {
    let names: Vec<String> = known.iter().take(5).map(|it| format!("`{}`", it.base())).collect();
    format!("{} and older ones", names.join(", "))
}

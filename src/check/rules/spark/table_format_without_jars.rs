//! A table format is turned on, and its classes are not there.

use crate::check::bundle::{Job, Library, TableFormat};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::Language;
use crate::units::ReleaseLabel;

/// A table format is turned on, and its classes are not there.
pub const RULE: Rule = Rule {
    code: Code("table-format-without-jars"),
    severity: Severity::Error,
    summary: "a table format is turned on, but its classes are not on the class path",
    page: include_str!("table_format_without_jars.md"),
    check,
};

const CLASS_PATH: [&str; 6] = [
    "spark.jars",
    "spark.jars.packages",
    "spark.driver.extraClassPath",
    "spark.executor.extraClassPath",
    "spark.jars.repositories",
    "spark.files",
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in &bundle.jobs {
        if !missing_file(job, findings) {
            missing_storage(job, findings);
        }
        // A JVM program may have the classes in its own jar, an image anywhere.
        let brings_any = CLASS_PATH.iter().any(|key| job.conf.get(key).is_some());
        if brings_any || job.brings_an_image() || job.language == Language::Jvm {
            continue;
        }
        let (Some(label), Some(extensions)) =
            (job.release_label(), job.conf.setting("spark.sql.extensions"))
        else {
            continue;
        };
        for format in TableFormat::ALL.into_iter().filter(|format| format.is_used_by(job)) {
            findings
                .at(
                    job.artifact,
                    &extensions.route,
                    format!(
                        "{} turns {} on, but nothing brings its classes",
                        job.title(),
                        format.name()
                    ),
                )
                .help(format!("set `spark.jars` to `{}`", format.jars(label.version())));
        }
    }
}

/// Whether it names a jar of EMR's image that the image of this release does not have.
fn missing_file(job: &Job<'_>, findings: &mut Findings) -> bool {
    let Some(label) = job.release_label().filter(|_| !job.brings_an_image()) else { return false };
    let mut is_missing = false;
    for library in &job.libraries() {
        let Some(fault) = fault_of_file(&label, library) else { continue };
        findings
            .at(
                job.artifact,
                &library.route,
                format!(
                    "{} names `{}`, which {} does not have",
                    job.title(),
                    library.text,
                    label.base()
                ),
            )
            .help(fault);
        is_missing = true;
    }
    is_missing
}

/// Delta Lake's own jar from the image, without the other one that it calls.
fn missing_storage(job: &Job<'_>, findings: &mut Findings) {
    let Some(jars) = job.conf.setting("spark.jars").filter(|_| !job.brings_an_image()) else {
        return;
    };
    let is_delta = |jar: &str| {
        jar.contains("/aws/delta/lib/")
            && ["delta-core", "delta-spark"].iter().any(|it| jar.contains(it))
    };
    let said = CLASS_PATH.iter().filter_map(|key| job.conf.get(key));
    let mut all = said.flat_map(|it| it.split([',', ':']));
    let brings = |part: &str| part.contains("delta-storage") || part.contains("delta/lib/*");
    if !jars.value.split(',').any(is_delta) || all.any(brings) {
        return;
    }
    let message = format!(
        "{} names Delta Lake's jar, and not that of its storage, which it calls",
        job.title()
    );
    findings
        .at(job.artifact, &jars.route, message)
        .help("add `local:///usr/share/aws/delta/lib/delta-storage.jar`");
}

/// Why a jar is not where it is said to be.
fn fault_of_file(label: &ReleaseLabel, library: &Library) -> Option<&'static str> {
    let version = label.version();
    let is_below = |directory: &str| library.text.contains(directory);
    if is_below("/aws/iceberg/lib/") {
        let is_java_8 = label.variant().is_some_and(|it| it.split('-').any(|word| word == "java8"));
        let lacks_it = version == (7, 7, 0) && is_java_8;
        return lacks_it.then_some("the images of 7.7.0 with Java 8 have no Iceberg: take Java 17");
    }
    match library.name.as_str() {
        _ if !is_below("/aws/delta/lib/") => None,
        _ if version < (6, 9, 0) => Some("Delta Lake is in EMR's images from 6.9.0 on"),
        "delta-core" if version.0 >= 7 => Some("from 7.0.0 on it is called `delta-spark.jar`"),
        "delta-spark" if version.0 < 7 => Some("before 7.0.0 it is called `delta-core.jar`"),
        _ => None,
    }
}

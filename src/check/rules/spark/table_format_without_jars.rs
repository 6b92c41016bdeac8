//! A table format is turned on, and its classes are not there.

use crate::check::bundle::{Job, TableFormat};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::sizing::Language;

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
        missing_file(job, findings);
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

/// A jar of EMR's image that the image of this release does not have.
fn missing_file(job: &Job<'_>, findings: &mut Findings) {
    let Some(label) = job.release_label().filter(|_| !job.brings_an_image()) else { return };
    for library in job.libraries().iter().filter(|library| library.text.contains("/aws/delta/lib/"))
    {
        let version = label.version();
        let fault = match library.name.as_str() {
            _ if version < (6, 9, 0) => "Delta Lake is in EMR's images from 6.9.0 on",
            "delta-core" if version.0 >= 7 => "from 7.0.0 on it is called `delta-spark.jar`",
            "delta-spark" if version.0 < 7 => "before 7.0.0 it is called `delta-core.jar`",
            _ => continue,
        };
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
    }
}

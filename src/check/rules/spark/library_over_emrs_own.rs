//! A job brings a library that EMR's image already has.

use crate::check::bundle::{Library, TableFormat};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A job brings a library that EMR's image already has.
pub const RULE: Rule = Rule {
    code: Code("library-over-emrs-own"),
    severity: Severity::Warning,
    summary: "a job downloads a table format that EMR's image has, or names it twice",
    page: include_str!("library_over_emrs_own.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in &bundle.jobs {
        if job.brings_an_image() {
            continue;
        }
        let (Some(label), Some(release)) = (job.release_label(), job.known_release()) else {
            continue;
        };
        let mut told = Vec::new();
        for library in job.libraries().iter().filter(|library| !library.is_in_image()) {
            let Some(format) = TableFormat::of(library) else { continue };
            let Some(version) = format.version_in(release) else { continue };
            if told.contains(&format) || is_of_other_spark(library, job.known_spark()) {
                continue;
            }
            told.push(format);
            findings
                .at(
                    job.artifact,
                    &library.route,
                    format!(
                        "{} brings `{}`, but the image of {} has {} {version}",
                        job.title(),
                        library.text,
                        label.base(),
                        format.name()
                    ),
                )
                .help(format!("set `spark.jars` to `{}`: then nothing is fetched when the job starts, and no two versions meet", format.jars(label.version())));
        }
    }
}

/// That is an error of its own.
fn is_of_other_spark(library: &Library, spark: Option<crate::units::MinorVersion>) -> bool {
    let built_for = crate::check::bundle::spark_of(library);
    built_for.is_some() && spark.is_some() && built_for != spark
}

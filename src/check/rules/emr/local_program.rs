//! A request names a program by a path of one machine.

use crate::check::bundle::{DRIVERS, Job, JobSource};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Route;

/// A request names a program by a path of one machine.
pub const RULE: Rule = Rule {
    code: Code("local-program"),
    severity: Severity::Warning,
    summary: "an entry point that is neither in S3 nor said to be in the image",
    page: include_str!("local_program.md"),
    check,
};

/// Where Spark puts files of the submitting machine, if it is told to.
const UPLOAD: &str = "spark.kubernetes.file.upload.path";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.jobs.iter().filter(|job| job.source != JobSource::SparkApplication) {
        for (driver, uri) in entry_points(job) {
            if !is_path(uri) || job.conf.get(UPLOAD).is_some() {
                continue;
            }
            let message =
                format!("{} is to run `{uri}`, a path of the machine that submits it", job.title());
            let help = "put it into S3 and write `s3://…`, or `local:///…` where the image has it";
            findings.at(job.artifact, &driver.then("entryPoint"), message).help(help);
        }
    }
}

/// What its drivers run, and where they stand.
fn entry_points<'a>(job: &Job<'a>) -> impl Iterator<Item = (Route, &'a str)> + use<'a> {
    let home = if job.source == JobSource::JobTemplate { "/jobTemplateData" } else { "" };
    let value = job.artifact.value();
    DRIVERS.into_iter().filter_map(move |(driver, _)| {
        let pointer = format!("{home}/jobDriver/{driver}");
        let uri = value?.pointer(&pointer)?.get("entryPoint")?.as_str()?;
        Some((Route::from_pointer(&pointer), uri))
    })
}

/// Whether Spark looks for it on the machine that it is on. Other schemes are other stores.
fn is_path(uri: &str) -> bool {
    let is_file = uri.starts_with("file:");
    // Spark's own name for a program of its own, and variables that somebody fills in.
    let is_open = uri == "spark-internal" || uri.contains(['$', '<', '{']);
    !is_open && (is_file || !uri.contains(':'))
}

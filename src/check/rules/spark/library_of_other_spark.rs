//! A library is built for another Spark or Scala.

use crate::catalog::emr;
use crate::check::bundle::{Job, Library, spark_of};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A library is built for another Spark or Scala.
pub const RULE: Rule = Rule {
    code: Code("library-of-other-spark"),
    severity: Severity::Error,
    summary: "a library is built for a Spark or a Scala that the job does not run on",
    page: include_str!("library_of_other_spark.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        for library in job.libraries() {
            let Some((built_for, runs_on)) = mismatch(job, &library) else { continue };
            findings
                .at(
                    job.artifact,
                    &library.route,
                    format!(
                        "{} runs on {runs_on}, but `{}` is built for {built_for}",
                        job.title(),
                        library.text
                    ),
                )
                .help(format!(
                    "take the build of `{}` for {runs_on}; with this one classes and methods are missing",
                    library.name
                ));
        }
    }
}

/// What the library is built for, and what the job runs on.
fn mismatch(job: &Job<'_>, library: &Library) -> Option<(String, String)> {
    let spark = job.known_spark();
    if let (Some(built_for), Some(runs_on)) = (spark_of(library), spark)
        && built_for != runs_on
    {
        return Some((format!("Spark {built_for}"), format!("Spark {runs_on}")));
    }
    // An image of one's own may have the other Scala.
    let label = job.release_label().filter(|_| !job.brings_an_image())?;
    let scala = emr::runtime(&label).scala.to_string();
    let built_for = library.scala.as_deref().filter(|built_for| *built_for != scala)?;
    Some((format!("Scala {built_for}"), format!("Scala {scala}")))
}

//! A driver is given what it cannot run.

use serde_json::Value;

use crate::check::bundle::{DRIVERS, Job, JobSource, split};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A driver is given what it cannot run.
pub const RULE: Rule = Rule {
    code: Code("unrunnable-program"),
    severity: Severity::Warning,
    summary: "a query for the driver of programs or a program for that of queries, a jar of the image without its class, a query that is not there",
    page: include_str!("unrunnable_program.md"),
    check,
};

const PROGRAM: &str = DRIVERS[0].0;
const QUERY: &str = DRIVERS[1].0;

/// Endings of programs, which Spark SQL reads as a text of SQL.
const OF_PROGRAMS: [&str; 4] = [".py", ".jar", ".scala", ".r"];
/// Endings of texts that are no programs: what does not end in `.py` or `.R` is a jar to Spark.
const OF_TEXTS: [&str; 4] = [".sql", ".hql", ".ipynb", ".sh"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.jobs.iter().filter(|job| job.source != JobSource::SparkApplication) {
        for (driver, parameters) in DRIVERS {
            let pointer = format!("/jobDriver/{driver}");
            let Some(body) = job.field(&pointer).and_then(Value::as_object) else { continue };
            let text = |key: &str| body.get(key).and_then(Value::as_str);
            let parameters = text(parameters).unwrap_or_default();
            match fault(driver, text("entryPoint"), parameters) {
                Some((fault, help)) if body.contains_key("entryPoint") => {
                    report(job, &format!("{pointer}/entryPoint"), &fault, help, findings);
                }
                Some((fault, help)) => report(job, &pointer, &fault, help, findings),
                None => {}
            }
        }
    }
}

fn report(job: &Job<'_>, pointer: &str, fault: &str, help: &'static str, findings: &mut Findings) {
    findings.at(job.artifact, &job.place(pointer), format!("{} {fault}", job.title())).help(help);
}

/// What is wrong, and the next step.
fn fault(driver: &str, uri: Option<&str>, parameters: &str) -> Option<(String, &'static str)> {
    let is_open = |text: &str| text.contains(['$', '<', '{']);
    if uri.is_some_and(is_open) || is_open(parameters) {
        return None;
    }
    let ends = |all: &[&str]| {
        let name = uri.unwrap_or_default().to_ascii_lowercase();
        all.iter().any(|ending| name.ends_with(ending))
    };
    let words = split(parameters);
    let has = |option: &str| {
        words.iter().any(|word| word == option || word.starts_with(&format!("{option}=")))
    };
    let shown = uri.unwrap_or_default();
    if driver == QUERY && uri.is_none() && !["-e", "-f"].iter().any(|it| has(it)) {
        let help = "name a file of SQL in `entryPoint`";
        return Some(("has the driver of queries, and no query".to_owned(), help));
    }
    if driver == QUERY && ends(&OF_PROGRAMS) {
        let help = "write it under `sparkSubmitJobDriver`, or name a file of SQL";
        return Some((format!("gives `{shown}` to the driver of queries"), help));
    }
    if driver == PROGRAM && ends(&OF_TEXTS) {
        let help =
            "write a query under `sparkSqlJobDriver`; all but `.py` and `.R` is a jar to Spark";
        return Some((format!("gives `{shown}` to the driver of programs"), help));
    }
    // The manifest of a jar in S3 may name it; no file system reads one of the image.
    let is_jar = driver == PROGRAM && ends(&[".jar"]) && shown.starts_with("local:");
    (is_jar && !has("--class")).then(|| {
        let help = "add `--class` to `sparkSubmitParameters`: of a jar in the image Spark reads no manifest";
        (format!("runs the jar `{shown}`, and does not say which class of it"), help)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(driver: &str, uri: Option<&str>, parameters: &str) -> String {
        fault(driver, uri, parameters).map(|(fault, _)| fault).unwrap_or_default()
    }

    #[test]
    fn what_a_driver_runs_is_left_alone() {
        for (uri, parameters) in [
            ("s3://b/a.py", ""),
            ("local:///a.jar", "--conf spark.a=b --class com.example.Etl"),
            ("local:///a.jar", "--class=com.example.Etl"),
            ("s3://b/a.jar", ""),
            ("local:///a.jar", "${Parameters}"),
            ("${EntryPoint}", ""),
            ("s3://b/run", ""),
        ] {
            assert_eq!(said(PROGRAM, Some(uri), parameters), "", "{uri} {parameters}");
        }
        assert_eq!(said(QUERY, Some("s3://b/a.SQL"), ""), "");
        assert_eq!(said(QUERY, None, "-e 'select 1'"), "");
    }

    #[test]
    fn what_it_cannot_run_is_told() {
        assert!(said(PROGRAM, Some("local:///a.jar"), "--conf a=b").contains("which class"));
        assert!(said(PROGRAM, Some("s3://b/a.sql"), "").contains("driver of programs"));
        assert!(said(QUERY, Some("s3://b/a.py"), "").contains("driver of queries"));
        assert!(said(QUERY, None, "--hivevar a=b").contains("no query"));
    }
}

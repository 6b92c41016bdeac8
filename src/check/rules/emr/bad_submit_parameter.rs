//! A parameter is none that spark-submit takes.

use crate::check::bundle::{Job, JobSource, split};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Route;
use crate::units::spelling;

/// A parameter is none that spark-submit takes.
pub const RULE: Rule = Rule {
    code: Code("bad-submit-parameter"),
    severity: Severity::Error,
    summary: "an option of spark-submit that does not exist, a setting without a value, a \
        stray word",
    page: include_str!("bad_submit_parameter.md"),
    check,
};

/// Options with a value. Source: `spark-submit --help` of Spark 3.5 and 4.0.
const OPTIONS: [&str; 29] = [
    "--archives",
    "--class",
    "--conf",
    "--deploy-mode",
    "--driver-class-path",
    "--driver-cores",
    "--driver-java-options",
    "--driver-library-path",
    "--driver-memory",
    "--exclude-packages",
    "--executor-cores",
    "--executor-memory",
    "--files",
    "--jars",
    "--keytab",
    "--kill",
    "--master",
    "--name",
    "--num-executors",
    "--packages",
    "--principal",
    "--properties-file",
    "--proxy-user",
    "--py-files",
    "--queue",
    "--remote",
    "--repositories",
    "--status",
    "--total-executor-cores",
];

/// Options without one.
const FLAGS: [&str; 5] =
    ["--help", "--load-spark-defaults", "--supervise", "--verbose", "--version"];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.jobs.iter().filter(|job| job.source != JobSource::SparkApplication) {
        let pointer = "/jobDriver/sparkSubmitJobDriver/sparkSubmitParameters";
        let text = job.field(pointer).and_then(serde_json::Value::as_str);
        let Some((fault, help)) = text.and_then(fault) else { continue };
        report(job, &job.place(pointer), &fault, help, findings);
    }
}

fn report(job: &Job<'_>, at: &Route, fault: &str, help: String, findings: &mut Findings) {
    findings.at(job.artifact, at, format!("{} {fault}", job.title())).help(help);
}

/// The first fault, and the next step. What follows it may only follow from it.
fn fault(text: &str) -> Option<(String, String)> {
    let words = split(text);
    let mut words = words.iter().map(String::as_str);
    while let Some(word) = words.next() {
        // What a template's parameter stands for is not known.
        if word.contains("${") {
            return None;
        }
        let (option, inline) = match word.split_once('=') {
            Some((option, value)) if option.starts_with("--") => (option, Some(value)),
            _ => (word, None),
        };
        if FLAGS.contains(&option) || option == "-v" {
            continue;
        }
        if !OPTIONS.contains(&option) && option != "-c" {
            return Some(unknown(option));
        }
        let Some(value) = inline.or_else(|| words.next()) else {
            let fault = format!("gives `{option}` no value");
            return Some((fault, "add one, or remove the option".to_owned()));
        };
        let is_setting = matches!(option, "--conf" | "-c");
        if is_setting && !value.contains('=') && !value.contains("${") {
            let fault = format!("has the setting `{value}` without a value");
            return Some((
                fault,
                "write `--conf key=value`, without blanks around the sign".to_owned(),
            ));
        }
    }
    None
}

fn unknown(word: &str) -> (String, String) {
    if !word.starts_with('-') {
        let fault = format!("has a stray word `{word}` among the parameters");
        let help = "spark-submit takes it for the program: put text with blanks in quotes, and \
            arguments into `entryPointArguments`";
        return (fault, help.to_owned());
    }
    let near = spelling::nearest(word, OPTIONS, usize::MAX);
    let near = near.map_or_else(String::new, |near| format!("the nearest is `{near}`"));
    (format!("has a parameter `{word}`, which spark-submit does not take"), near)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Option<String> {
        fault(text).map(|(fault, _)| fault)
    }

    #[test]
    fn sound_parameters_are_left_alone() {
        for text in [
            "",
            "--class a.B --conf spark.a=1 --conf \"spark.b=x y\" --conf=spark.c=z",
            "--executor-cores=4 --verbose -c spark.a=b",
            "--conf spark.driver.extraJavaOptions='-Da=b -Dc=d'",
            "--conf ${Settings}",
            "${Everything}",
        ] {
            assert_eq!(said(text), None, "{text}");
        }
    }

    #[test]
    fn faults_are_told() {
        assert!(said("--num-executers 4").unwrap().contains("--num-executers"));
        assert!(said("--conf spark.a").unwrap().contains("without a value"));
        assert!(said("--conf spark.a = 1").unwrap().contains("without a value"));
        assert!(said("--conf spark.a=1 2").unwrap().contains("stray word `2`"));
        assert!(said("--class").unwrap().contains("no value"));
    }
}

//! A JVM does not start, for it does not know an option.

use serde_json::Value;

use crate::catalog::emr;
use crate::check::bundle::{Job, Setting};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Route;

/// A JVM does not start, for it does not know an option.
pub const RULE: Rule = Rule {
    code: Code("unknown-java-option"),
    severity: Severity::Error,
    summary: "an option that the release's Java does not know, so that no JVM starts",
    page: include_str!("unknown_java_option.md"),
    check,
};

/// Options and the first Java that refuses to start with them. Source: the tables of obsolete
/// options in OpenJDK's `arguments.cpp`, release by release.
const GONE: [(&str, u32); 24] = [
    ("PrintGCDateStamps", 9),
    ("PrintGCTimeStamps", 9),
    ("PrintGCCause", 9),
    ("PrintTenuringDistribution", 9),
    ("PrintHeapAtGC", 9),
    ("PrintReferenceGC", 9),
    ("PrintAdaptiveSizePolicy", 9),
    ("PrintGCApplicationStoppedTime", 9),
    ("PrintGCApplicationConcurrentTime", 9),
    ("UseGCLogFileRotation", 9),
    ("NumberOfGCLogFiles", 9),
    ("GCLogFileSize", 9),
    ("UnlockCommercialFeatures", 11),
    ("UseParNewGC", 11),
    ("AggressiveOpts", 13),
    ("UseConcMarkSweepGC", 15),
    ("UseCMSInitiatingOccupancyOnly", 15),
    ("CMSInitiatingOccupancyFraction", 15),
    ("CMSClassUnloadingEnabled", 15),
    ("CMSParallelRemarkEnabled", 15),
    ("CMSScavengeBeforeRemark", 15),
    ("UseParallelOldGC", 16),
    ("MaxPermSize", 17),
    ("PermSize", 17),
];
/// Options and the first Java that knows them.
const NEW: [(&str, u32); 5] = [
    ("-Xlog:", 9),
    ("--add-opens", 9),
    ("--add-exports", 9),
    ("--add-modules", 9),
    ("-XX:+UseZGC", 15),
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        let Some(label) = job.release_label().filter(|_| !chooses_its_java(job)) else { continue };
        let java = emr::runtime(&label).java;
        for setting in options(job) {
            let Some((option, fault)) = unknown(&setting.value, java) else { continue };
            findings
                .at(
                    job.artifact,
                    &setting.route,
                    format!("{} starts Java {java} with `{option}`, which {fault}", job.title()),
                )
                .help("remove the option: the JVM does not start with one that it does not know");
        }
    }
}

fn options(job: &Job<'_>) -> Vec<Setting> {
    let mut found = Vec::new();
    for role in ["driver", "executor"] {
        for name in ["extraJavaOptions", "defaultJavaOptions"] {
            found.extend(job.conf.setting(&format!("spark.{role}.{name}")).cloned());
        }
        let pointer = format!("/spec/{role}/javaOptions");
        let text =
            job.artifact.value().and_then(|value| value.pointer(&pointer)).and_then(Value::as_str);
        found.extend(
            text.map(|text| Setting {
                value: text.to_owned(),
                route: Route::from_pointer(&pointer),
            }),
        );
    }
    found
}

/// Images and `JAVA_HOME` may bring another Java than the release's.
fn chooses_its_java(job: &Job<'_>) -> bool {
    let names_home = job.conf.iter().any(|(key, _)| key.ends_with(".JAVA_HOME"));
    let classes = job
        .artifact
        .value()
        .and_then(|value| value.pointer("/configurationOverrides/applicationConfiguration"));
    let sets_environment = classes
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .any(|class| class["classification"] == "spark-env");
    job.brings_an_image() || names_home || sets_environment
}

/// The first option that a Java refuses, and why.
fn unknown(options: &str, java: u32) -> Option<(&str, String)> {
    if options.contains("+IgnoreUnrecognizedVMOptions") {
        return None;
    }
    options.split_whitespace().find_map(|option| Some((option, refusal(option, java)?)))
}

fn refusal(option: &str, java: u32) -> Option<String> {
    if option == "-d64" && java >= 10 {
        return Some("Java has not known since 10".to_owned());
    }
    if let Some((_, since)) = NEW.iter().find(|(known, _)| option.starts_with(known)) {
        return (java < *since).then(|| format!("came with Java {since}"));
    }
    let name = option.strip_prefix("-XX:")?.trim_start_matches(['+', '-']);
    let name = name.split('=').next()?;
    let (_, last) = GONE.iter().find(|(known, since)| *known == name && java >= *since)?;
    Some(format!("Java has not known since {last}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_come_and_go_with_java() {
        let first = |options, java| unknown(options, java).map(|(option, _)| option.to_owned());
        let cms = "-Dx=y -XX:+UseConcMarkSweepGC -XX:MaxPermSize=1g";
        assert_eq!(first(cms, 17).as_deref(), Some("-XX:+UseConcMarkSweepGC"));
        assert_eq!(first(cms, 8), None);
        assert_eq!(first("-XX:MaxPermSize=1g", 17).as_deref(), Some("-XX:MaxPermSize=1g"));
        assert_eq!(first("-Xlog:gc -verbose:gc", 8).as_deref(), Some("-Xlog:gc"));
        assert_eq!(first("-XX:+UseG1GC -XX:+PrintGCDetails --add-opens=a/b=c", 17), None);
        assert_eq!(first("-XX:+IgnoreUnrecognizedVMOptions -XX:+UseParNewGC", 17), None);
    }
}

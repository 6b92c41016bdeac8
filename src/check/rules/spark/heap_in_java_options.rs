//! Spark refuses what only its own keys may say.

use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// Spark refuses what only its own keys may say.
pub const RULE: Rule = Rule {
    code: Code("heap-in-java-options"),
    severity: Severity::Error,
    summary: "a heap size or a Spark key among the executors' Java options, which Spark refuses",
    page: include_str!("heap_in_java_options.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        for key in ["spark.executor.extraJavaOptions", "spark.executor.defaultJavaOptions"] {
            let Some(setting) = job.conf.setting(key) else { continue };
            let (word, help) = if setting.value.contains("-Xmx") {
                ("-Xmx", "say the heap's size with `spark.executor.memory`")
            } else if setting.value.contains("-Dspark") {
                ("-Dspark", "say it with a key of its own among the job's settings")
            } else {
                continue;
            };
            findings
                .at(
                    job.artifact,
                    &setting.route,
                    format!(
                        "{} has `{word}` in `{key}`, and Spark fails at its start",
                        job.title()
                    ),
                )
                .help(help);
        }
    }
}

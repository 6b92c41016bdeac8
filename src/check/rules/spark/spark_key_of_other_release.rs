//! A Spark key is not in the job's release.

use crate::catalog::spark::{self, Key};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::MinorVersion;

/// A Spark key is not in the job's release.
pub const RULE: Rule = Rule {
    code: Code("spark-key-of-other-release"),
    severity: Severity::Warning,
    summary: "the job's release of Spark does not have the configuration key",
    page: include_str!("spark_key_of_other_release.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in &bundle.jobs {
        let Some(spark) = job.known_spark() else { continue };
        for (key, settings) in job.conf.iter() {
            let Some(declared) = spark::declared(key).filter(|it| !it.is_in(spark)) else {
                continue;
            };
            let title = job.title();
            findings
                .at_key(
                    job.artifact,
                    &settings[0].route,
                    format!("{title} sets `{key}`, which Spark {spark} does not have"),
                )
                .help(when(declared, spark));
        }
    }
}

fn when(key: &Key, spark: MinorVersion) -> String {
    let releases: Vec<MinorVersion> = key.releases().collect();
    match (releases.first(), releases.last()) {
        (Some(first), _) if *first > spark => {
            format!("it came with Spark {first}: choose a release with that, or remove the key")
        }
        (_, Some(last)) => format!("the last with it is Spark {last}: remove the key"),
        (_, None) => "remove the key".to_owned(),
    }
}

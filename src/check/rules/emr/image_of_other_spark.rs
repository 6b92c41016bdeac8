//! An application says one Spark and runs another.

use crate::catalog::emr::{self, EmrRelease};
use crate::check::bundle::{JobSource, minor, release_of_image};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::units::MinorVersion;

/// An application says one Spark and runs another.
pub const RULE: Rule = Rule {
    code: Code("image-of-other-spark"),
    severity: Severity::Warning,
    summary: "the Spark version of an application is not that of its image",
    page: include_str!("image_of_other_spark.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.jobs.iter().filter(|job| job.source == JobSource::SparkApplication) {
        let text = |pointer: &str| job.field(pointer).and_then(serde_json::Value::as_str);
        let (Some(said), Some(image)) = (text("/sparkVersion"), text("/image")) else {
            continue;
        };
        let (Some(wanted), Some(has)) = (minor(said), spark_of(image)) else { continue };
        if wanted == has {
            continue;
        }
        findings
            .at(
                job.artifact,
                &job.place("/sparkVersion"),
                format!("{} says Spark {said}, but its image has Spark {has}", job.title()),
            )
            .related(job.artifact, &job.place("/image"), "the image")
            .help("make them agree: the operator chooses defaults by the version that is said");
    }
}

/// The Spark of an image, as its name says it.
fn spark_of(image: &str) -> Option<MinorVersion> {
    if let Some(label) = release_of_image(image) {
        return emr::release(&label).and_then(EmrRelease::spark_version);
    }
    let (name, tag) = image.rsplit('/').next()?.split_once(':')?;
    // Others number their images by what is in them beside Spark.
    ["spark", "spark-py", "spark-r", "pyspark"].contains(&name).then(|| minor(tag)).flatten()
}

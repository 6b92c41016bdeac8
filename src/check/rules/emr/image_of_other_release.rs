//! A job runs in EMR's image of another release than its own.

use crate::check::bundle::{JobSource, release_of_image};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A job runs in EMR's image of another release than its own.
pub const RULE: Rule = Rule {
    code: Code("image-of-other-release"),
    severity: Severity::Warning,
    summary: "EMR's own image of another release than the job's label, or driver and executors apart",
    page: include_str!("image_of_other_release.md"),
    check,
};

const KEYS: [&str; 3] = [
    "spark.kubernetes.container.image",
    "spark.kubernetes.driver.container.image",
    "spark.kubernetes.executor.container.image",
];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        // Of an application the image itself says the release.
        let of_image = || release_of_image(job.conf.get(KEYS[0])?);
        let Some(label) = job.release.clone().or_else(of_image) else { continue };
        for setting in KEYS.iter().filter_map(|key| job.conf.setting(key)) {
            let Some(image) = release_of_image(&setting.value) else { continue };
            if image.base() == label.base() {
                continue;
            }
            let (what, help) = match job.source {
                JobSource::SparkApplication => ("the other pods of it run", "name one release"),
                JobSource::StartJobRun | JobSource::JobTemplate | JobSource::Endpoint => {
                    ("its label says", "take the image of the label's release, or leave it out")
                }
            };
            findings
                .at(
                    job.artifact,
                    &setting.route,
                    format!(
                        "{} runs in the image of {}, but {what} {}",
                        job.title(),
                        image.base(),
                        label.base()
                    ),
                )
                .help(format!("{help}: EMR's settings and side-cars are those of one release"));
        }
    }
}

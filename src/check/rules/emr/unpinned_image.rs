//! An image may be another one tomorrow.

use crate::check::bundle::release_of_image;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// An image may be another one tomorrow.
pub const RULE: Rule = Rule {
    code: Code("unpinned-image"),
    severity: Severity::Warning,
    summary: "an image without a tag, or with `latest`, which changes when its publisher says so",
    page: include_str!("unpinned_image.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for image in bundle.images() {
        // The tags of EMR's images are those of its release labels.
        if image.is_open() || image.has_digest() || release_of_image(&image.name).is_some() {
            continue;
        }
        let fault = match image.tag() {
            None => "without a tag",
            Some("latest") => "by the tag `latest`",
            Some(_) => continue,
        };
        findings
            .at(
                image.artifact,
                &image.route,
                format!(
                    "{} runs the image `{}` {fault}, whatever that is on the day",
                    image.title, image.name
                ),
            )
            .help("name a version, such as `busybox:1.36.1`, or a digest");
    }
}

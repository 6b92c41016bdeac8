//! A pool that leaves the architecture open, and an image that may not.

use crate::catalog::instance::{Architecture, InstanceSet};
use crate::catalog::label::ARCH;
use crate::check::bundle::{Job, Pod, Setting};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// A pool that leaves the architecture open, and an image that may not.
pub const RULE: Rule = Rule {
    code: Code("any-architecture"),
    severity: Severity::Warning,
    summary: "a pool says nothing about the architecture, so that a single-architecture image meets the other kind of node",
    page: include_str!("any_architecture.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (index, pool) in bundle.pools.iter().enumerate() {
        if pool.requirements.get(ARCH).is_some() || !is_mixed(&pool.types) {
            continue;
        }
        let image = bundle.placements().iter().find_map(|placement| {
            let landing = &placement.landings[index];
            if !landing.is_open() || !is_mixed(&landing.types) {
                return None;
            }
            placement.pods.iter().find_map(|pod| own_image(bundle, &bundle.pods[*pod]))
        });
        let requirements = route!["spec", "template", "spec", "requirements"];
        let help = format!(
            "require `{ARCH}` In [amd64], or [amd64, arm64] if every image is built for both"
        );
        if let Some((pod, job, image)) = image {
            let message = format!(
                "pool `{}` has nodes of both architectures, and {} brings an image of its own: built for one of them, it does not start on the other",
                pool.name(),
                pod.title
            );
            findings
                .at(pool.view.artifact, &requirements, message)
                .related(job.artifact, &image.route, "the image")
                .help(help);
        } else if bundle.jobs.is_empty() && !bundle.context.complete {
            let message = format!(
                "pool `{}` says nothing about the architecture, so that an image for one of them may meet the other",
                pool.name()
            );
            let finding = findings.at(pool.view.artifact, &requirements, message);
            finding.severity(Severity::Note).help(help);
        }
    }
}

fn is_mixed(types: &InstanceSet) -> bool {
    let has = |wanted| types.iter().any(|kind| kind.architecture == wanted);
    has(Architecture::Amd64) && has(Architecture::Arm64)
}

/// A pod whose image is not EMR's own, which is there for both architectures.
fn own_image<'b>(
    bundle: &'b Bundle<'_>,
    pod: &'b Pod<'b>,
) -> Option<(&'b Pod<'b>, &'b Job<'b>, &'b Setting)> {
    let job = bundle.job_of(pod)?;
    Some((pod, job, job.image(pod.role.spark()?)?))
}

//! An image is built for processors that the pod's nodes do not have.

use crate::catalog::instance::Architecture;
use crate::catalog::label::ARCH;
use crate::check::bundle::{Pod, Written, processor_of, words};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// An image is built for processors that the pod's nodes do not have.
pub const RULE: Rule = Rule {
    code: Code("image-of-other-architecture"),
    severity: Severity::Error,
    summary: "an image says an architecture that no node has on which its pod can land",
    page: include_str!("image_of_other_architecture.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (index, pod) in bundle.pods.iter().enumerate() {
        for (image, at) in images(bundle, pod) {
            let Some((wanted, label)) = architecture(&image) else { continue };
            let placement = bundle.placement(index);
            let all = || placement.open(&bundle.pools);
            let is_other = all().count() > 0
                && all().all(|(_, landing)| {
                    let mut types = landing.types.iter().peekable();
                    types.peek().is_some() && types.all(|one| one.architecture != wanted)
                });
            if !is_other {
                continue;
            }
            let pools = words::both(all().map(|(pool, _)| pool.name()));
            let finding = findings
                .at(
                    at.artifact,
                    &at.route,
                    format!("the image `{image}` of {} is for {label}, and pool {pools} has no such node", pod.title),
                )
                .help(format!("take the image of the other architecture, or let the pool require `{ARCH}` In [{label}]"));
            if placement.suits_foreign_nodes() {
                finding.severity(Severity::Warning);
            }
        }
    }
}

/// The images of a pod and where they are said; Spark's own may be in the configuration.
fn images<'a>(bundle: &Bundle<'a>, pod: &Pod<'a>) -> Vec<(String, Written<'a>)> {
    let of_containers = pod.containers().filter_map(|(container, home)| {
        let at = Written { artifact: pod.artifact, route: home.then("image") };
        Some((container.image.clone()?, at))
    });
    let of_job = bundle.job_of(pod).zip(pod.role.spark()).and_then(|(job, role)| {
        let setting = job.image(role)?;
        let at = Written { artifact: job.artifact, route: setting.route.clone() };
        Some((setting.value.clone(), at))
    });
    of_containers.chain(of_job).collect()
}

/// The architecture that the last part of a name says, such as `spark:3.5-arm64`, and the value of
/// the label that says the same of a node.
fn architecture(image: &str) -> Option<(Architecture, &'static str)> {
    processor_of(image.rsplit('/').next()?.split('@').next()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_name_says_the_architecture() {
        let said = |image: &str| architecture(image).map(|(one, _)| one);
        assert_eq!(said("a/spark:3.5-arm64"), Some(Architecture::Arm64));
        assert_eq!(said("arm64/spark:3.5"), None);
        assert_eq!(said("a/spark:3.5@sha256:arm64"), None);
    }
}

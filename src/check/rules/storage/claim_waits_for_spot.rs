//! The disk of a lost executor waits for spot in its own zone.

use std::collections::BTreeSet;

use crate::check::bundle::words;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// The disk of a lost executor waits for spot in its own zone.
pub const RULE: Rule = Rule {
    code: Code("claim-waits-for-spot"),
    severity: Severity::Note,
    summary: "executors inherit the EBS volumes of lost ones, and have spot nodes alone in several zones",
    page: include_str!("claim_waits_for_spot.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let mut told = BTreeSet::new();
    for (index, pod) in bundle.pods.iter().enumerate() {
        let Some(disk) = bundle.inherited_disk(index) else { continue };
        let placement = bundle.placement(index);
        let spot_alone = placement.open(&bundle.pools).all(|(_, it)| it.spot && !it.on_demand);
        if !placement.has_pool() || !spot_alone || placement.may_be_elsewhere(bundle) {
            continue;
        }
        let zones = bundle.zones_of_pod(index).filter(|zones| zones.len() > 1);
        let Some(zones) = zones.filter(|_| told.insert(pod.job)) else { continue };
        let title = bundle.job_of(pod).map(|job| job.title()).unwrap_or_default();
        let message = format!(
            "an executor of {title} that inherits the disk of a lost one must be in its zone, of {}, and waits while that has no spot",
            words::both(&zones)
        );
        findings.at(disk.at.artifact, &disk.at.route, message).help("let the executors run on demand as well, or set `spark.kubernetes.driver.reusePersistentVolumeClaim` to `false`");
    }
}

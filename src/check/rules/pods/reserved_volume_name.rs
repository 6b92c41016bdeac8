//! A volume has the name of one of EMR's.

use crate::catalog::emr::VOLUMES;
use crate::check::bundle::JobSource;
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// A volume has the name of one of EMR's.
pub const RULE: Rule = Rule {
    code: Code("reserved-volume-name"),
    severity: Severity::Error,
    summary: "a volume of a pod template has a name that EMR gives to its own",
    page: include_str!("reserved_volume_name.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for (pod, volumes) in bundle.pods_with_volumes() {
        let source = bundle.job_of(pod).map(|job| job.source);
        if pod.role.spark().is_none() || source == Some(JobSource::SparkApplication) {
            continue;
        }
        for volume in volumes.iter().filter(|volume| VOLUMES.contains(&volume.name.as_str())) {
            let finding = findings
                .at(
                    volume.at.artifact,
                    &volume.at.route,
                    format!(
                        "{} has a volume `{}`, a name that EMR gives to one of its own",
                        pod.title, volume.name
                    ),
                )
                .help("give it another name; a side-car may mount EMR's own without declaring it");
            // A template that no request names may be for another Spark than EMR's.
            if source.is_none() {
                finding.severity(Severity::Warning);
            }
        }
    }
}

//! A job uses what its release cannot do.

use serde_json::Value;

use crate::catalog::emr::Feature;
use crate::check::bundle::{Job, JobSource};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Route;

/// A job uses what its release cannot do.
pub const RULE: Rule = Rule {
    code: Code("feature-of-later-release"),
    severity: Severity::Warning,
    summary: "a job uses something that came to EMR on EKS with a later release",
    page: include_str!("feature_of_later_release.md"),
    check,
};

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for job in bundle.configured() {
        let Some(label) = job.release_label() else { continue };
        for (feature, route) in used(job) {
            if feature.is_in(&label) {
                continue;
            }
            let (major, minor, patch) = feature.since();
            findings
                .at(
                    job.artifact,
                    &route,
                    format!(
                        "{} uses {}, which {} does not have",
                        job.title(),
                        feature.noun(),
                        label.base()
                    ),
                )
                .help(format!("they came with emr-{major}.{minor}.{patch}"));
        }
    }
}

/// What a job uses, and where it says so.
fn used(job: &Job<'_>) -> Vec<(Feature, Route)> {
    let mut found = Vec::new();
    let on = |key: &str| job.conf.setting(key).filter(|it| it.value.trim() == "true");
    let templates = ["driver", "executor"]
        .iter()
        .find_map(|role| job.conf.setting(&format!("spark.kubernetes.{role}.podTemplateFile")));
    let claims = ["driver", "executor"].iter().find_map(|role| {
        let prefix = format!("spark.kubernetes.{role}.volumes.persistentVolumeClaim.");
        let mut all = job.conf.under(&prefix).map(|(_, setting)| setting.clone());
        all.find(|setting| setting.value == "OnDemand")
    });
    let mut add = |feature, setting: Option<Route>| {
        found.extend(setting.map(|route| (feature, route)));
    };
    add(Feature::PodTemplates, templates.map(|it| it.route.clone()));
    add(Feature::OnDemandClaims, claims.map(|it| it.route));
    let decommission = on("spark.decommission.enabled").map(|it| it.route.clone());
    add(Feature::Decommissioning, decommission);
    add(Feature::LogRotation, rotation(job));
    add(Feature::PublicImages, public_image(job));
    let retries = job.field("/retryPolicyConfiguration").filter(|it| !it.is_null());
    add(Feature::RetryPolicies, retries.map(|_| job.place("/retryPolicyConfiguration")));
    let operator = job.source == JobSource::SparkApplication;
    add(Feature::SparkOperator, operator.then(|| job.place("/image")));
    found
}

/// An image of EMR's from the public registry.
fn public_image(job: &Job<'_>) -> Option<Route> {
    let image = job.image(crate::sizing::Role::Driver)?;
    image.value.starts_with("public.ecr.aws/emr-on-eks/").then(|| image.route.clone())
}

fn rotation(job: &Job<'_>) -> Option<Route> {
    let part = "containerLogRotationConfiguration";
    let (monitoring, route) = job.monitoring()?;
    monitoring.get(part).filter(|it| !Value::is_null(it))?;
    Some(route.then(part))
}

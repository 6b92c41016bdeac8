//! The job submitter, which only the classification `emr-job-submitter` places.

use k8s_openapi::api::core::v1::Toleration;

use super::{Pod, Role, home, silent, title};
use crate::check::bundle::{Job, Written};
use crate::source::Route;

/// The job submitter of a request.
pub fn of_request<'a>(index: usize, job: &Job<'a>) -> Pod<'a> {
    let title = title(Role::Submitter, job);
    let mut pod =
        Pod { job: Some(index), ..silent(job.artifact, home(job), Role::Submitter, title) };
    for (at, properties) in job.classification("emr-job-submitter") {
        pod.at = at.clone();
        for (key, value) in properties {
            let text = value.as_str().unwrap_or_default();
            property(&mut pod, key, text, at.then(key));
        }
    }
    pod
}

fn property(pod: &mut Pod<'_>, key: &str, value: &str, route: Route) {
    let at = Written { artifact: pod.artifact, route };
    if let Some(label) = key.strip_prefix("jobsubmitter.node.selector.") {
        let selector = pod.spec.node_selector.get_or_insert_default();
        selector.insert(label.to_owned(), value.to_owned());
        pod.selected_at.insert(label.to_owned(), at);
    } else if let Some(taint) = key.strip_prefix("jobsubmitter.node.toleration.") {
        toleration(pod, taint, value, at);
    } else if let Some(label) = key.strip_prefix("jobsubmitter.label.") {
        pod.labels.insert(label.to_owned(), value.to_owned());
    } else if let Some(annotation) = key.strip_prefix("jobsubmitter.annotation.") {
        pod.annotations.insert(annotation.to_owned(), value.to_owned());
    } else if key == "jobsubmitter.scheduler.name" {
        pod.spec.scheduler_name = Some(value.to_owned());
    }
}

/// `<key>.effect` and `<key>.tolerationSeconds` belong to the toleration of `<key>`.
fn toleration<'a>(pod: &mut Pod<'a>, taint: &str, value: &str, at: Written<'a>) {
    let (taint, field) = match taint.rsplit_once('.') {
        Some((taint, field @ ("effect" | "tolerationSeconds"))) => (taint, field),
        _ => (taint, "value"),
    };
    let all = pod.spec.tolerations.get_or_insert_default();
    let known = all.iter().position(|one| one.key.as_deref() == Some(taint));
    let index = known.unwrap_or_else(|| {
        all.push(Toleration { key: Some(taint.to_owned()), ..Toleration::default() });
        pod.tolerated_at.push(at.clone());
        all.len() - 1
    });
    match field {
        "effect" => all[index].effect = Some(value.to_owned()),
        "value" => {
            pod.tolerated_at[index] = at;
            match value {
                "" => all[index].operator = Some("Exists".to_owned()),
                _ => all[index].value = Some(value.to_owned()),
            }
        }
        _ => {}
    }
}

//! The container images that documents name.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Bundle, Job, Pod};
use crate::artifact::Artifact;
use crate::catalog::classification::{CONTAINERS, SUBMITTER};
use crate::source::Route;

/// An image and the place that names it.
#[derive(Clone, Debug)]
pub struct Image<'a> {
    /// The document.
    pub artifact: &'a Artifact,
    /// The place in it.
    pub route: Route,
    /// The image: `busybox:1.36`.
    pub name: String,
    /// What runs it, for messages.
    pub title: String,
}

impl Image<'_> {
    /// The tag; `None` for an image without one or with a digest.
    #[must_use]
    pub fn tag(&self) -> Option<&str> {
        let last = self.name.rsplit('/').next().unwrap_or_default();
        last.split_once(':').map(|(_, tag)| tag).filter(|_| !self.has_digest())
    }

    /// Whether it is named by its content.
    #[must_use]
    pub fn has_digest(&self) -> bool {
        self.name.contains('@')
    }

    /// Account and region of its registry, if that is Amazon's.
    #[must_use]
    pub fn registry(&self) -> Option<(&str, &str)> {
        let host = self.name.split('/').next()?;
        let (account, rest) = host.split_once(".dkr.ecr.")?;
        let (region, suffix) = rest.split_once('.')?;
        let is_account = account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit());
        (is_account && suffix.starts_with("amazonaws.com")).then_some((account, region))
    }

    /// Whether something is still to be filled in.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.name.contains(['$', '{', '<', ' ']) || self.name.is_empty()
    }
}

impl<'a> Bundle<'a> {
    /// Every image, once for each place that names it.
    #[must_use]
    pub fn images(&self) -> Vec<Image<'a>> {
        let mut seen = BTreeSet::new();
        let of_pods = self.pods.iter().flat_map(of_pod);
        let of_jobs = self.jobs.iter().flat_map(|job| {
            let keys = ["", "driver.", "executor."]
                .map(|role| format!("spark.kubernetes.{role}container.image"));
            let settings = keys.into_iter().filter_map(|key| job.conf.setting(&key).cloned());
            let image = |setting: super::Setting| Image {
                artifact: job.artifact,
                route: setting.route,
                name: setting.value,
                title: job.title(),
            };
            settings.map(image).chain(of_classifications(job)).collect::<Vec<_>>()
        });
        let is_new = |image: &Image<'a>| {
            seen.insert((std::ptr::from_ref(image.artifact), image.route.clone()))
        };
        of_pods.chain(of_jobs).filter(is_new).collect()
    }
}

/// The images of the job submitter and of EMR's logging containers.
fn of_classifications<'a>(job: &Job<'a>) -> Vec<Image<'a>> {
    let mut found = Vec::new();
    for (class, key) in [
        (SUBMITTER, "jobsubmitter.container.image"),
        (SUBMITTER, "jobsubmitter.logging.image"),
        (CONTAINERS, "logging.image"),
    ] {
        for (home, properties) in job.classification(class) {
            let Some(name) = properties.get(key).and_then(Value::as_str) else { continue };
            let (route, name) = (home.then(key), name.to_owned());
            found.push(Image { artifact: job.artifact, route, name, title: job.title() });
        }
    }
    found
}

fn of_pod<'a>(pod: &Pod<'a>) -> Vec<Image<'a>> {
    let containers = [
        ("initContainers", pod.spec.init_containers.as_deref().unwrap_or_default()),
        ("containers", pod.spec.containers.as_slice()),
    ];
    let mut found = Vec::new();
    for (key, containers) in containers {
        for (index, container) in containers.iter().enumerate() {
            let Some(name) = &container.image else { continue };
            found.push(Image {
                artifact: pod.artifact,
                route: pod.at.then(key).then(index).then("image"),
                name: name.clone(),
                title: pod.title.clone(),
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::artifact::{Body, Kind, Origins};
    use crate::source::DocumentId;

    #[test]
    fn names_have_registries_tags_and_digests() {
        let artifact = Artifact {
            kind: Kind::Pod,
            path: String::new(),
            body: Body::Text(String::new()),
            origins: Origins::mirror(DocumentId(0), Route::ROOT),
            team: None,
            allow: Vec::new(),
        };
        let image = |name: &str| Image {
            artifact: &artifact,
            route: Route::ROOT,
            name: name.to_owned(),
            title: String::new(),
        };
        assert_eq!(image("localhost:5000/a/b").tag(), None);
        assert_eq!(image("a/b:1").tag(), Some("1"));
        assert!(image("a/b:1@sha256:0").has_digest());
        let ecr = image("895885662937.dkr.ecr.us-west-2.amazonaws.com/spark/emr-7.9.0:latest");
        assert_eq!(ecr.registry(), Some(("895885662937", "us-west-2")));
        assert_eq!(image("public.ecr.aws/x/y").registry(), None);
        assert!(image("${registry}/x").is_open());
    }
}

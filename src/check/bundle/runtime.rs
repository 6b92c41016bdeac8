//! What a job's program runs in: the release, its image, its Spark, its Java.

use serde_json::Value;

use super::{Job, JobSource};
use crate::catalog::emr::{self, EmrRelease};
use crate::units::{MinorVersion, ReleaseLabel};

impl Job<'_> {
    /// What messages call it: ``job `etl` ``, ``application `etl` ``.
    #[must_use]
    pub fn title(&self) -> String {
        let noun = self.source.noun();
        if self.name.is_empty() { format!("the {noun}") } else { format!("{noun} `{}`", self.name) }
    }

    /// The EMR release: that of the request, or that of EMR's image in an application.
    #[must_use]
    pub fn release_label(&self) -> Option<ReleaseLabel> {
        self.release.clone().or_else(|| release_of_image(self.said("/image")?))
    }

    /// What the catalog knows of its release.
    #[must_use]
    pub fn known_release(&self) -> Option<&'static EmrRelease> {
        emr::release(&self.release_label()?)
    }

    /// The line of Spark releases, where the documents and the catalog say it.
    #[must_use]
    pub fn known_spark(&self) -> Option<MinorVersion> {
        let of_release = || self.known_release().and_then(EmrRelease::spark_version);
        self.said("/sparkVersion").and_then(spark_version).or_else(of_release)
    }

    /// Whether its program runs in an image that is not EMR's own.
    #[must_use]
    pub fn brings_an_image(&self) -> bool {
        let keys = [
            "spark.kubernetes.container.image",
            "spark.kubernetes.driver.container.image",
            "spark.kubernetes.executor.container.image",
        ];
        let images = keys.iter().filter_map(|key| self.conf.get(key));
        images.chain(self.said("/image")).any(|image| release_of_image(image).is_none())
    }

    /// The text of a field of an application.
    fn said(&self, pointer: &str) -> Option<&str> {
        let value = self.field(pointer).filter(|_| self.source == JobSource::SparkApplication);
        value.and_then(Value::as_str)
    }
}

impl JobSource {
    /// The word for messages.
    #[must_use]
    pub fn noun(self) -> &'static str {
        match self {
            Self::SparkApplication => "application",
            Self::StartJobRun => "job",
            Self::JobTemplate => "job template",
            Self::Endpoint => "endpoint",
        }
    }
}

/// The release of EMR's own image: `…/spark/emr-7.9.0:latest` is of `emr-7.9.0-latest`.
#[must_use]
pub fn release_of_image(image: &str) -> Option<ReleaseLabel> {
    let (_, name) = image.rsplit_once('/')?;
    let (name, tag) = name.split_once(':').unwrap_or((name, "latest"));
    let label = ReleaseLabel::parse(&format!("{name}-{tag}"));
    label.or_else(|_| ReleaseLabel::parse(name)).ok()
}

/// `3.5.1` and `3.5.3-amzn-0` are 3.5.
fn spark_version(text: &str) -> Option<MinorVersion> {
    let mut numbers = text.split(['.', '-']);
    let (major, minor) = (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?);
    Some(MinorVersion::new(major, minor))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_of_emr_say_their_release() {
        let label = |image: &str| release_of_image(image).map(|label| label.to_string());
        let emr = "895885662937.dkr.ecr.us-west-2.amazonaws.com/spark/emr-7.9.0";
        assert_eq!(label(&format!("{emr}:latest")).as_deref(), Some("emr-7.9.0-latest"));
        assert_eq!(label(emr).as_deref(), Some("emr-7.9.0-latest"));
        assert_eq!(
            label("public.ecr.aws/emr-on-eks/spark/emr-7.9.0:java11-latest").as_deref(),
            Some("emr-7.9.0-java11-latest")
        );
        assert_eq!(label("apache/spark:3.5.1"), None);
        assert_eq!(label("busybox"), None);
    }

    #[test]
    fn versions_of_spark_lose_their_patch() {
        assert_eq!(spark_version("3.5.3-amzn-0"), Some(MinorVersion::new(3, 5)));
        assert_eq!(spark_version("3"), None);
    }
}

//! A classification, or a key of one, is none that EMR on EKS has.

use serde_json::Value;

use crate::artifact::{Artifact, Kind};
use crate::catalog::classification::{self, CONTAINERS, KNOWN, SUBMITTER};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::source::Route;
use crate::units::spelling;
use crate::units::{ReleaseFamily, ReleaseLabel};

/// A classification, or a key of one, is none that EMR on EKS has.
pub const RULE: Rule = Rule {
    code: Code("unknown-classification"),
    severity: Severity::Warning,
    summary: "a misspelt classification or submitter key, or one that the release does not have",
    page: include_str!("unknown_classification.md"),
    check,
};

/// A request, and what messages call it.
struct Request<'a> {
    artifact: &'a Artifact,
    title: String,
    release: Option<ReleaseLabel>,
}

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    for artifact in bundle.artifacts {
        let Some((home, noun)) = place(artifact.kind) else { continue };
        let at = |path: &str| artifact.value()?.pointer(&format!("{home}{path}"));
        let name = artifact.value().and_then(|it| it.get("name")?.as_str()).unwrap_or_default();
        let release = at("/releaseLabel").and_then(Value::as_str);
        let request = Request {
            artifact,
            title: format!("{noun} `{name}`"),
            release: release.and_then(|label| ReleaseLabel::parse(label).ok()),
        };
        let path = "/configurationOverrides/applicationConfiguration";
        let all = at(path).and_then(Value::as_array).into_iter().flatten();
        for (index, class) in all.enumerate() {
            let route = Route::from_pointer(&format!("{home}{path}/{index}"));
            let Some(name) = class.get("classification").and_then(Value::as_str) else { continue };
            judge(&request, name, &route.then("classification"), findings);
            keys(&request, name, class, &route.then("properties"), findings);
        }
    }
}

/// Where a request has the fields of a job, and what people call it.
fn place(kind: Kind) -> Option<(&'static str, &'static str)> {
    let places = [
        (Kind::StartJobRun, "", "job"),
        (Kind::CreateJobTemplate, "/jobTemplateData", "job template"),
        (Kind::CreateManagedEndpoint, "", "endpoint"),
    ];
    places.into_iter().find_map(|(known, home, noun)| (known == kind).then_some((home, noun)))
}

fn judge(request: &Request<'_>, name: &str, at: &Route, findings: &mut Findings) {
    let release = request.release.as_ref().map_or("its release", |label| label.base());
    let of_ec2 = classification::OF_EC2.iter().find(|(known, _)| *known == name);
    // A longer list is EMR's secret: only what is nearly a known name is a slip.
    let near = spelling::nearest(name, KNOWN, 3);
    let (message, help) = if let Some(help) = of_other_release(request, name) {
        (format!("{release} does not read the classification `{name}`"), help.to_owned())
    } else if let Some(help) = of_other_request(request, name) {
        (format!("{} has the classification `{name}`, and nothing reads it", request.title), help)
    } else if let Some((_, help)) = of_ec2 {
        let message =
            "has the classification `{name}` of EMR on EC2, which EMR on EKS does not have";
        (format!("{} {}", request.title, message.replace("{name}", name)), (*help).to_owned())
    } else if let Some(near) = near {
        let message =
            format!("{} has a classification `{name}`, which EMR does not know", request.title);
        (message, format!("write `{near}`"))
    } else {
        return;
    };
    findings.at(request.artifact, at, message).help(help);
}

/// What to do about a classification that releases with Spark 4, or those before, do not read.
fn of_other_release(request: &Request<'_>, name: &str) -> Option<&'static str> {
    let family = request.release.as_ref()?.family();
    match (family == ReleaseFamily::EmrSpark, name) {
        (true, "emrfs-site") => Some("set S3A's keys in `core-site` or as `spark.hadoop.fs.s3a.…`"),
        (true, "spark-log4j") => Some("write `spark-log4j2`"),
        (false, "spark-log4j2") => {
            Some("write `spark-log4j`, whose syntax is that of log4j2 from emr-6.8.0 on")
        }
        _ => None,
    }
}

/// What to do about a classification for endpoints in a job, or the reverse.
fn of_other_request(request: &Request<'_>, name: &str) -> Option<String> {
    let is_endpoint = request.artifact.kind == Kind::CreateManagedEndpoint;
    if is_endpoint && name == SUBMITTER {
        return Some("an endpoint has no job submitter: `jeg-config` and `jupyter-kernel-overrides` place its pods".to_owned());
    }
    let is_for_endpoints = !is_endpoint && classification::OF_ENDPOINTS.contains(&name);
    is_for_endpoints.then(|| format!("it is one of interactive endpoints; of a job `{SUBMITTER}` and pod templates place the pods"))
}

fn keys(request: &Request<'_>, name: &str, class: &Value, at: &Route, findings: &mut Findings) {
    let (open, closed, who): (&[&str], &[&str], _) = match name {
        SUBMITTER => (
            &classification::SUBMITTER_PREFIXES,
            &classification::SUBMITTER_KEYS,
            "the job submitter of ",
        ),
        CONTAINERS => (&[], &classification::CONTAINERS_KEYS, "EMR, for "),
        _ => return,
    };
    let keys = class.get("properties").and_then(Value::as_object).into_iter().flatten();
    for (key, _) in keys {
        if closed.contains(&key.as_str()) || open.iter().any(|open| key.starts_with(open)) {
            continue;
        }
        if let Some(home) = home_of(key).filter(|home| *home != name) {
            let message =
                format!("{} has `{key}` in `{name}`, where nothing reads it", request.title);
            let help = format!("move it into the classification `{home}`");
            findings.at_key(request.artifact, &at.then(key.as_str()), message).help(help);
            continue;
        }
        let near = nearest(key, open.iter().chain(closed));
        // Of EMR's containers the guide may not tell every key.
        if near.is_none() && open.is_empty() {
            continue;
        }
        let help = near.map_or_else(
            || {
                "it has `node.selector.`, `node.toleration.`, `label.`, `annotation.` and `logging`"
                    .to_owned()
            },
            |near| format!("the nearest is `{near}`"),
        );
        findings
            .at_key(
                request.artifact,
                &at.then(key.as_str()),
                format!(
                    "{who}{}{} does not read `{key}`",
                    request.title,
                    if open.is_empty() { "," } else { "" }
                ),
            )
            .help(help);
    }
}

/// The one of EMR's own two classifications that a key belongs to.
fn home_of(key: &str) -> Option<&'static str> {
    let of_submitter = classification::SUBMITTER_PREFIXES.iter().any(|it| key.starts_with(it))
        || classification::SUBMITTER_KEYS.contains(&key);
    let of_containers = classification::CONTAINERS_KEYS.contains(&key);
    of_submitter.then_some(SUBMITTER).or(of_containers.then_some(CONTAINERS))
}

/// The known key that is spelt most like this one; of those with a name behind them, its beginning.
fn nearest<'k>(key: &str, known: impl Iterator<Item = &'k &'k str>) -> Option<&'k str> {
    let distance = |known: &str| {
        let head: String = key.chars().take(known.len()).collect();
        spelling::slips(known, if known.ends_with('.') { &head } else { key })
    };
    let all = known.map(|known| (distance(known), *known));
    all.min().filter(|(distance, _)| *distance <= 6).map(|(_, known)| known)
}

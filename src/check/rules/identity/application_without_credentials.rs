//! An application reads S3 as nobody.

use serde_json::Value;

use crate::artifact::{Artifact, Kind};
use crate::check::bundle::{Job, JobSource, Pod, Pool, Role, terraform};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};
use crate::route;

/// An application reads S3 as nobody.
pub const RULE: Rule = Rule {
    code: Code("application-without-credentials"),
    severity: Severity::Warning,
    summary: "an application uses S3, its account has no role, and that of its node is out of reach",
    page: include_str!("application_without_credentials.md"),
    check,
};

const ROLE: &str = "eks.amazonaws.com/role-arn";

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    if !knows_identities(bundle) {
        return;
    }
    for (index, pod) in bundle.pods.iter().enumerate().filter(|(_, pod)| pod.role == Role::Driver) {
        let job = bundle.job_of(pod).filter(|job| job.source == JobSource::SparkApplication);
        let Some(job) = job.filter(|job| !brings_credentials(job)) else { continue };
        let (Some(account), Some(uri)) = (account_without_role(bundle, job), s3_of(job)) else {
            continue;
        };
        let placement = bundle.placement(index);
        let mut pools = placement.open(&bundle.pools).map(|(pool, _)| pool).peekable();
        let is_open = placement.may_be_elsewhere(bundle) || pod.spec.host_network == Some(true);
        let Some(pool) = pools.peek().copied().filter(|_| !is_open && pools.all(is_closed)) else {
            continue;
        };
        report(pod, account, pool, &uri, findings);
    }
}

/// Whether the documents say who has a role: accounts without one are then meant so.
fn knows_identities(bundle: &Bundle<'_>) -> bool {
    let has_role = |artifact: &Artifact| role_of(artifact).is_some();
    let by_terraform =
        || terraform::resources(bundle.artifacts, "aws_eks_pod_identity_association");
    // One of an expression may be for any account.
    let is_open = bundle.of(Kind::PodIdentityAssociation).any(is_for_any)
        || by_terraform().any(|it| it.text("service_account").is_none());
    let says = bundle.of(Kind::ServiceAccount).any(has_role)
        || bundle.of(Kind::PodIdentityAssociation).next().is_some()
        || by_terraform().next().is_some();
    !is_open && (says || bundle.context.complete)
}

fn is_for_any(association: &Artifact) -> bool {
    let text = |key: &str| association.value()?.get(key)?.as_str();
    let is_open = |key: &str| text(key).is_none_or(|text| text.contains('$'));
    is_open("serviceAccount") || is_open("namespace")
}

fn role_of(account: &Artifact) -> Option<&str> {
    account.value()?.pointer("/metadata/annotations")?.get(ROLE)?.as_str()
}

/// The driver's account, where it is among the documents and nobody gives it a role.
fn account_without_role<'a>(bundle: &Bundle<'a>, job: &Job<'_>) -> Option<&'a Artifact> {
    let name = job.driver_account()?;
    let namespace = job.namespace.as_deref()?;
    let mut accounts = bundle.of(Kind::ServiceAccount);
    let account =
        accounts.find(|it| it.name() == Some(name) && it.namespace() == Some(namespace))?;
    let is_meant = |association: &Artifact| {
        let text = |key: &str| association.value()?.get(key)?.as_str();
        text("serviceAccount") == Some(name) && text("namespace") == Some(namespace)
    };
    let mut resources = terraform::resources(bundle.artifacts, "aws_eks_pod_identity_association");
    let is_associated = bundle.of(Kind::PodIdentityAssociation).any(is_meant)
        || resources.any(|it| it.text("service_account") == Some(name));
    (role_of(account).is_none() && !is_associated).then_some(account)
}

/// What it reads or writes in S3, as the program or the configuration names it.
fn s3_of(job: &Job<'_>) -> Option<String> {
    let is_s3 =
        |text: &str| ["s3://", "s3a://", "s3n://"].iter().any(|scheme| text.starts_with(scheme));
    let program = job.field("/mainApplicationFile").and_then(Value::as_str);
    let settings = job.conf.iter().filter_map(|(_, all)| Some(all.first()?.value.as_str()));
    program.into_iter().chain(settings).find(|text| is_s3(text)).map(str::to_owned)
}

/// Whether keys come with it: by Spark's configuration, or by variables of the driver.
fn brings_credentials(job: &Job<'_>) -> bool {
    let driver = job.field("/driver").map(Value::to_string).unwrap_or_default();
    let words = ["AWS_ACCESS_KEY", "AWS_WEB_IDENTITY", "envFrom", "secrets", "envSecretKeyRefs"];
    let hadoop = job.field("/hadoopConf").map(Value::to_string).unwrap_or_default();
    let is_key = |key: &str| key.contains("access.key") || key.contains("credentials");
    words.iter().any(|word| driver.contains(word))
        || is_key(&hadoop)
        || job.conf.iter().any(|(key, _)| is_key(key) || key.contains(".AWS_"))
}

/// Whether the metadata service of a pool's nodes does not answer their pods.
fn is_closed(pool: &Pool<'_>) -> bool {
    let Some(class) = &pool.class else { return false };
    let options = class.artifact.value().and_then(|it| it.pointer("/spec/metadataOptions"));
    let get = |key: &str| options.and_then(|options| options.get(key));
    let hops = get("httpPutResponseHopLimit").and_then(Value::as_u64).unwrap_or(1);
    let answers_all = get("httpTokens").and_then(Value::as_str) == Some("optional");
    hops < 2 && !answers_all
}

fn report(pod: &Pod<'_>, account: &Artifact, pool: &Pool<'_>, uri: &str, findings: &mut Findings) {
    findings
        .at(
            pod.artifact,
            &pod.at,
            format!(
                "{} goes to `{uri}` as nobody: its account `{}` has no role, and the metadata service of nodes of pool `{}` does not answer pods",
                pod.title,
                account.name().unwrap_or_default(),
                pool.name()
            ),
        )
        .related(account, &route!["metadata", "name"], "the account")
        .help(format!(
            "annotate the account with `{ROLE}`, or associate a role with it; a hop limit of 2 would give the role of the node to every pod"
        ));
}

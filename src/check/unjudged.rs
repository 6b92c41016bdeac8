//! What a bundle leaves open, because the documents that would settle it are not in it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Bundle;
use super::bundle::{ConfigStore, There, words};
use crate::artifact::terraform::{Block, blocks};
use crate::artifact::{Artifact, Kind};

/// A sentence for each question that no rule could answer; none of a platform that is whole.
#[must_use]
pub fn unjudged(bundle: &Bundle<'_>) -> Vec<String> {
    if bundle.context.complete {
        return Vec::new();
    }
    let questions = [
        landing(bundle),
        node_classes(bundle),
        classes(bundle),
        configuration(bundle),
        permissions(bundle),
        statements(bundle),
    ];
    questions.into_iter().flatten().collect()
}

fn landing(bundle: &Bundle<'_>) -> Option<String> {
    let pods = u64::try_from(bundle.pods.len()).unwrap_or(u64::MAX);
    let is_open = pods > 0 && bundle.pools.is_empty() && bundle.node_groups.is_empty();
    is_open.then(|| {
        format!(
            "where {} can land: no NodePool is among the documents",
            words::counted(pods, "pod")
        )
    })
}

fn node_classes(bundle: &Bundle<'_>) -> Option<String> {
    let named = bundle
        .pools
        .iter()
        .filter(|pool| !pool.is_auto())
        .map(|pool| &pool.view.spec.template.spec.node_class_ref.name);
    let absent: BTreeSet<&String> =
        named.filter(|name| !bundle.node_classes.contains_key(*name)).collect();
    (!absent.is_empty()).then(|| {
        let names = words::some(absent);
        format!(
            "what the nodes have that EC2NodeClass {names} describes: it is not among the documents"
        )
    })
}

fn classes(bundle: &Bundle<'_>) -> Option<String> {
    let named = bundle.claims.values().filter_map(|claim| {
        claim.spec.as_ref()?.storage_class_name.as_ref().filter(|name| !name.is_empty())
    });
    let absent: BTreeSet<&String> =
        named.filter(|name| !bundle.storage_classes.contains_key(*name)).collect();
    (!absent.is_empty()).then(|| {
        let names = words::some(absent);
        format!("what volumes of class {names} are: it is not among the documents")
    })
}

fn configuration(bundle: &Bundle<'_>) -> Option<String> {
    let store = ConfigStore::new(bundle);
    let uses = bundle.config_uses().into_iter();
    let absent =
        uses.filter(|one| store.find(one.sort, &one.name, one.namespace.as_deref()) == There::No);
    let absent: BTreeSet<String> = absent.map(|one| one.name).collect();
    (!absent.is_empty()).then(|| {
        let names = words::some(absent);
        format!("whether pods find {names}, which they read: it is not among the documents")
    })
}

fn permissions(bundle: &Bundle<'_>) -> Option<String> {
    let is_policy = |kind| matches!(kind, Kind::TrustPolicy | Kind::PermissionsPolicy);
    let jobs = u64::try_from(bundle.jobs.len()).unwrap_or(u64::MAX);
    let is_open = jobs > 0 && !bundle.artifacts.iter().any(|artifact| is_policy(artifact.kind));
    is_open.then(|| {
        let jobs = words::counted(jobs, "job");
        format!(
            "whether the roles of {jobs} may do what it takes: no IAM policy is among the documents"
        )
    })
}

/// Policy documents of Terraform in which statements stand that an expression makes.
fn statements(bundle: &Bundle<'_>) -> Option<String> {
    let files = bundle.of(Kind::TerraformConfiguration).filter_map(Artifact::value);
    let all = files.flat_map(|file| blocks(file, "data", |kind| kind == "aws_iam_policy_document"));
    let is_made = |it: &Block<'_>| {
        let written = it.body.get("statement");
        written.is_none_or(Value::is_string) || it.body.contains_key("dynamic")
    };
    let made: BTreeSet<&str> = all.filter(is_made).map(|it| it.label).collect();
    (!made.is_empty()).then(|| {
        let names = words::some(made);
        format!("all that policy document {names} says: expressions make statements of it")
    })
}

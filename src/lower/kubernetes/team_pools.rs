//! Admission that keeps a team's pods on the pools it may use.
//!
//! One policy and one binding serve all teams. What differs between teams stands in the annotation
//! of each namespace, which the policy reads: so the API server compiles one program and watches
//! nothing, however many teams there are, and a team cannot change it. (A parameter object would
//! have to lie in the team's namespace, where its jobs may write, and a policy for each team would
//! be judged for every pod of the cluster.)

use k8s_openapi::api::admissionregistration::v1::{
    MatchCondition, MatchResources, NamedRuleWithOperations, ValidatingAdmissionPolicy,
    ValidatingAdmissionPolicyBinding, ValidatingAdmissionPolicyBindingSpec,
    ValidatingAdmissionPolicySpec, Validation, Variable,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::{LabelSelector, LabelSelectorRequirement};

use super::pool_rules;
use crate::artifact::kubernetes::{TEAM_LABEL, cluster_scoped};
use crate::artifact::{Artifact, Kind};
use crate::catalog::kubernetes::WITH_ADMISSION_POLICY;
use crate::model::Platform;
use crate::route;

/// The policy and its binding; none without teams, or where the cluster does not know the kind, which
/// `resolve` reports.
pub fn lower(platform: &Platform) -> Vec<Artifact> {
    if platform.teams.is_empty() || platform.cluster.kubernetes < WITH_ADMISSION_POLICY {
        return Vec::new();
    }
    let name = name(platform);
    let policy = ValidatingAdmissionPolicy {
        metadata: cluster_scoped(&name),
        spec: Some(policy(platform)),
        status: None,
    };
    let binding = ValidatingAdmissionPolicyBinding {
        metadata: cluster_scoped(&name),
        spec: Some(binding(&name)),
    };
    vec![
        artifact(platform, Kind::ValidatingAdmissionPolicy, "validatingadmissionpolicy", &policy),
        artifact(
            platform,
            Kind::ValidatingAdmissionPolicyBinding,
            "validatingadmissionpolicybinding",
            &binding,
        ),
    ]
}

/// Platforms that share a cluster have a policy each.
fn name(platform: &Platform) -> String {
    format!("{}-team-pools", platform.name.as_str().to_lowercase().replace('_', "-"))
}

fn artifact(
    platform: &Platform,
    kind: Kind,
    word: &str,
    value: &impl serde::Serialize,
) -> Artifact {
    let path = format!("kubernetes/policies/team-pools.{word}.yaml");
    Artifact::data(kind, path, value, &platform.origin)
        .from(route!["metadata", "name"], &platform.origin.then("name"))
        .from(route!["spec"], &platform.origin.then("pools"))
        .overridden(&platform.overrides, &platform.origin)
}

fn policy(platform: &Platform) -> ValidatingAdmissionPolicySpec {
    let variables = pool_rules::variables(platform)
        .into_iter()
        .map(|(name, expression)| Variable { name: name.to_owned(), expression });
    let validations = pool_rules::validations(platform).into_iter().map(|rule| Validation {
        expression: rule.holds,
        message: Some(rule.message.to_owned()),
        message_expression: Some(rule.says),
        reason: Some("Forbidden".to_owned()),
    });
    ValidatingAdmissionPolicySpec {
        failure_policy: Some("Fail".to_owned()),
        match_constraints: Some(MatchResources {
            resource_rules: Some(vec![pods()]),
            ..MatchResources::default()
        }),
        match_conditions: Some(vec![MatchCondition {
            name: "placement-is-new".to_owned(),
            expression: pool_rules::PLACEMENT_IS_NEW.to_owned(),
        }]),
        variables: Some(variables.collect()),
        validations: Some(validations.collect()),
        ..ValidatingAdmissionPolicySpec::default()
    }
}

fn pods() -> NamedRuleWithOperations {
    let texts = |all: &[&str]| Some(all.iter().map(|text| (*text).to_owned()).collect());
    NamedRuleWithOperations {
        api_groups: texts(&[""]),
        api_versions: texts(&["v1"]),
        operations: texts(&["CREATE", "UPDATE"]),
        resources: texts(&["pods"]),
        ..NamedRuleWithOperations::default()
    }
}

fn binding(name: &str) -> ValidatingAdmissionPolicyBindingSpec {
    let of_a_team = LabelSelectorRequirement {
        key: TEAM_LABEL.to_owned(),
        operator: "Exists".to_owned(),
        values: None,
    };
    let namespaces = LabelSelector { match_expressions: Some(vec![of_a_team]), match_labels: None };
    ValidatingAdmissionPolicyBindingSpec {
        policy_name: Some(name.to_owned()),
        validation_actions: Some(vec!["Deny".to_owned()]),
        match_resources: Some(MatchResources {
            namespace_selector: Some(namespaces),
            ..MatchResources::default()
        }),
        param_ref: None,
    }
}

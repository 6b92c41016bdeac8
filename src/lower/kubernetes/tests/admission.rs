//! The emitted admission policy, evaluated as the API server does, against pods.

use std::sync::Arc;

use cel::{Context, Env, Program};
use serde_json::{Value, json};

use crate::lower::kubernetes::lower;
use crate::lower::testing::{platform, read, team, value};
use crate::model::Platform;

const POLICY: &str = "kubernetes/policies/team-pools.validatingadmissionpolicy.yaml";

/// What the API server answers when a pod of the first team is made: the first message, if any.
fn made(platform: &Platform, spec: Value) -> Option<String> {
    judged(platform, "CREATE", spec, Value::Null)
}

fn judged(platform: &Platform, operation: &str, spec: Value, old: Value) -> Option<String> {
    let artifacts = lower(platform);
    let policy = &value(&artifacts, POLICY)["spec"];
    let namespace = format!("kubernetes/teams/{}/namespace.yaml", platform.teams[0].namespace);
    let mut context = context(&[
        ("object", json!({ "spec": spec })),
        ("oldObject", if old.is_null() { old } else { json!({ "spec": old }) }),
        ("request", json!({ "operation": operation })),
        ("namespaceObject", value(&artifacts, &namespace).clone()),
    ]);
    if run(&policy["matchConditions"][0]["expression"], &context) == cel::Value::Bool(false) {
        return None;
    }
    let mut variables = std::collections::BTreeMap::new();
    for variable in policy["variables"].as_array().unwrap() {
        variables.insert(text(&variable["name"]), run(&variable["expression"], &context));
        let map = cel::objects::Map::from(
            variables.clone().into_iter().collect::<std::collections::HashMap<_, _>>(),
        );
        context.add_variable_from_value("variables", cel::Value::Map(map));
    }
    let validations = policy["validations"].as_array().unwrap().iter();
    validations
        .filter(|rule| run(&rule["expression"], &context) != cel::Value::Bool(true))
        .map(|rule| {
            let value = run(&rule["messageExpression"], &context);
            let cel::Value::String(message) = value else { panic!("{value:?} is no message") };
            message.to_string()
        })
        .next()
}

fn context(values: &[(&'static str, Value)]) -> Context<'static, 'static> {
    let mut env = Env::stdlib();
    env.add_extension(cel::extensions::strings).unwrap();
    let mut context = Context::with_env(Arc::new(env));
    for (name, value) in values {
        context.add_variable_from_value(*name, cel::to_value(value).unwrap());
    }
    context
}

fn run(expression: &Value, context: &Context<'_, '_>) -> cel::Value {
    let expression = text(expression);
    let program = Program::compile(&expression).unwrap_or_else(|e| panic!("{expression}: {e}"));
    program.execute(context).unwrap_or_else(|e| panic!("{expression}: {e}"))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn on(pool: &str) -> Value {
    json!({ "nodeSelector": { "karpenter.sh/nodepool": pool } })
}

fn tolerating(toleration: Value) -> Value {
    json!({ "tolerations": [toleration] })
}

#[test]
fn a_team_s_pods_run_on_its_pools() {
    let platform = platform(&team("ads", ""));
    let fast = json!({
        "nodeSelector": { "karpenter.sh/nodepool": "fast" },
        "tolerations": [
            { "key": "fast", "operator": "Equal", "value": "true", "effect": "NoSchedule" },
            { "key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300 }
        ]
    });
    assert_eq!(made(&platform, fast), None);
    assert_eq!(made(&platform, json!({})), None, "a pod that wants no pool");
    assert_eq!(made(&platform, json!({ "nodeSelector": { "NodeGroupType": "core" } })), None);
}

#[test]
fn a_pool_of_others_is_refused_in_helpful_words() {
    let platform = platform(&team("ads", ""));
    assert_eq!(
        made(&platform, on("big")).as_deref(),
        Some(
            "team ads may not use pool big; its pods may use fast: select one of these, or add the pool under `pools` in the spec of the team"
        )
    );
    let term = |pools: Value| json!({ "matchExpressions": [{ "key": "karpenter.sh/nodepool", "operator": "In", "values": pools }] });
    let affinity = |terms: Value| json!({ "affinity": { "nodeAffinity": { "requiredDuringSchedulingIgnoredDuringExecution": { "nodeSelectorTerms": terms } } } });
    assert_eq!(made(&platform, affinity(json!([term(json!(["fast"]))]))), None);
    let either = affinity(json!([term(json!(["fast"])), term(json!(["fast", "big"]))]));
    assert!(made(&platform, either).unwrap().contains("node affinity"));
    assert_eq!(made(&platform, json!({ "affinity": { "podAffinity": {} } })), None);
    let placed = json!({ "nodeName": "ip-10-0-0-1.ec2.internal" });
    assert!(made(&platform, placed).unwrap().contains("ip-10-0-0-1.ec2.internal"));
}

#[test]
fn p01_a_toleration_of_another_pool_s_taint_is_refused() {
    let platform = platform(&team("ads", ""));
    for toleration in [
        json!({ "key": "big", "operator": "Exists" }),
        json!({ "key": "big", "operator": "Equal", "value": "true", "effect": "NoSchedule" }),
        json!({ "key": "big", "value": "true" }),
        json!({ "operator": "Exists" }),
        json!({ "operator": "Exists", "effect": "NoSchedule" }),
    ] {
        let said = made(&platform, tolerating(toleration.clone()));
        let said = said.unwrap_or_else(|| panic!("{toleration} passed"));
        assert!(
            said.starts_with("team ads may not tolerate the taint big of another pool"),
            "{said}"
        );
    }
    for toleration in [
        json!({ "key": "big", "operator": "Equal", "value": "false", "effect": "NoSchedule" }),
        json!({ "key": "big", "operator": "Exists", "effect": "NoExecute" }),
        json!({ "operator": "Exists", "effect": "NoExecute" }),
    ] {
        assert_eq!(made(&platform, tolerating(toleration)), None, "tolerates nothing of `big`");
    }
}

#[test]
fn a_taint_that_an_allowed_pool_shares_may_be_tolerated() {
    let shared = "taints: [{ key: spark, value: \"true\" }]";
    let platform = read(&format!(
        "apiVersion: emrgen.io/v1
kind: Platform
name: Lake_1
aws: {{ account: \"012345678901\", region: us-west-2 }}
pools: {{ fast: {{ {shared} }}, big: {{ {shared} }}, bare: {{ taints: [] }} }}
{}",
        team("ads", "")
    ));
    assert_eq!(made(&platform, tolerating(json!({ "key": "spark", "operator": "Exists" }))), None);
    assert!(made(&platform, on("big")).is_some());
    assert!(made(&platform, on("bare")).is_some());
    let policies = lower(&platform);
    let name = &value(&policies, POLICY)["metadata"]["name"];
    assert_eq!(*name, "lake-1-team-pools", "an object's name is a DNS name");
}

#[test]
fn an_update_is_judged_only_when_it_moves_the_pod() {
    let platform = platform(&team("ads", ""));
    let running =
        json!({ "nodeName": "ip-10-0-0-1", "nodeSelector": { "karpenter.sh/nodepool": "big" } });
    assert_eq!(judged(&platform, "UPDATE", running.clone(), running.clone()), None);
    let mut wider = running.clone();
    wider["tolerations"] = json!([{ "operator": "Exists" }]);
    assert!(judged(&platform, "UPDATE", wider, running).is_some());
}

#[test]
fn a_team_without_pools_and_pools_without_taints() {
    let bare = read(
        "apiVersion: emrgen.io/v1
kind: Platform
name: lake
aws: { account: \"012345678901\", region: us-west-2 }
pools: { fast: { taints: [] } }
---
apiVersion: emrgen.io/v1
kind: Team
name: idle
",
    );
    assert!(made(&bare, on("fast")).unwrap().contains("the team has no pool"));
    assert_eq!(made(&bare, tolerating(json!({ "operator": "Exists" }))), None);
}

#[test]
fn one_policy_serves_a_thousand_teams() {
    let teams: String = (0..1000).map(|n| team(&format!("team-{n}"), "")).collect();
    let platform = platform(&teams);
    let artifacts = lower(&platform);
    let policies = artifacts.iter().filter(|one| one.path.starts_with("kubernetes/policies/"));
    assert_eq!(policies.count(), 2);
    assert!(value(&artifacts, POLICY).to_string().len() < 5000, "its size hangs on pools alone");
}

#[test]
fn f15_a_release_without_the_kind_gets_none() {
    let platform = platform(&format!("cluster: {{ kubernetes: \"1.29\" }}\n{}", team("ads", "")));
    assert!(lower(&platform).iter().all(|one| !one.path.starts_with("kubernetes/policies/")));
}

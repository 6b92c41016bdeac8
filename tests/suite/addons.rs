//! Every add-on that emrgen knows has all that an add-on is to have: a switch of one word, values
//! and a version that the spec may change, a pinned version, a role where it needs one, Terraform,
//! and a place for its pods.

use std::collections::BTreeMap;

use emrgen::artifact::{Artifact, Kind};
use emrgen::catalog::addons::ADDONS;
use emrgen::compile::{Input, Outcome, Request, back, front};
use serde_json::{Value, json};

/// How an add-on comes onto the cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Eks,
    Helm,
    /// It is a service of AWS, with nothing on the cluster.
    Service,
}

/// What is expected of an add-on.
struct Expected {
    name: &'static str,
    by: By,
    /// Whether its pods need a role.
    role: bool,
    /// Whether it has pods that run on the core node group.
    core: bool,
    /// Whether it has a daemonset that is told to tolerate the taints of pools.
    everywhere: bool,
}

const fn addon(name: &'static str, by: By, words: &str) -> Expected {
    let [mut role, mut core, mut everywhere] = [false; 3];
    let mut at = 0;
    while at < words.len() {
        match words.as_bytes()[at] {
            b'r' => role = true,
            b'c' => core = true,
            b'e' => everywhere = true,
            _ => {}
        }
        at += 1;
    }
    Expected { name, by, role, core, everywhere }
}

/// r: role, c: pods on the core node group, e: a daemonset everywhere. The daemonsets of the VPC
/// CNI, of kube-proxy and of the Pod Identity agent tolerate everything by themselves.
const TABLE: [Expected; 19] = [
    addon("vpc-cni", By::Eks, "r"),
    addon("kube-proxy", By::Eks, ""),
    addon("coredns", By::Eks, "c"),
    addon("eks-pod-identity-agent", By::Eks, ""),
    addon("ebs-csi-driver", By::Eks, "rce"),
    addon("metrics-server", By::Eks, "c"),
    addon("cluster-proportional-autoscaler", By::Helm, "c"),
    addon("cluster-autoscaler", By::Helm, "rc"),
    addon("karpenter", By::Helm, "rc"),
    addon("aws-load-balancer-controller", By::Helm, "rc"),
    addon("fsx-csi-driver", By::Helm, "rce"),
    addon("amazon-managed-prometheus", By::Service, ""),
    addon("prometheus", By::Helm, "rce"),
    addon("kubecost", By::Helm, "ce"),
    addon("cloudwatch-metrics", By::Helm, "re"),
    addon("fluent-bit", By::Helm, "re"),
    addon("yunikorn", By::Helm, "c"),
    addon("spark-operator", By::Helm, "c"),
    addon("spark-history-server", By::Helm, "rc"),
];

fn compile(cluster: &str, addons: &str) -> Outcome {
    let text = format!(
        "apiVersion: emrgen.io/v1
kind: Platform
name: lake
aws: {{ account: \"123456789012\", region: us-west-2 }}
cluster: {{ create: true{cluster} }}
addons: {{ {addons} }}
pools: {{ etl: {{ instances: {{ families: [c5d, m5d, r5d, c6id, m6id, r6id] }} }} }}
"
    );
    let spec = vec![Input { name: "emrgen.yaml".to_owned(), text }];
    back(front(Request { spec, ..Request::default() }), &BTreeMap::new())
}

fn everything(cluster: &str) -> Outcome {
    let all: Vec<String> = ADDONS.iter().map(|known| format!("{}: true", known.name)).collect();
    let outcome = compile(cluster, &all.join(", "));
    assert!(!outcome.diagnostics.has_errors(), "{:#?}", outcome.diagnostics);
    outcome
}

fn at<'a>(outcome: &'a Outcome, path: &str) -> Option<&'a Value> {
    outcome.artifacts.iter().find(|artifact| artifact.path == path).and_then(Artifact::value)
}

fn terraform<'a>(outcome: &'a Outcome, addon: &str) -> Option<&'a Value> {
    at(outcome, &format!("terraform/addon-{addon}.tf.json"))
}

/// What installs it, in its own file.
fn installed<'a>(outcome: &'a Outcome, addon: &Expected) -> &'a Value {
    let kind = match addon.by {
        By::Eks => "aws_eks_addon",
        By::Helm => "helm_release",
        By::Service => "aws_prometheus_workspace",
    };
    let label = if addon.by == By::Service { "this" } else { addon.name };
    let file = terraform(outcome, addon.name).unwrap_or_else(|| panic!("{} has none", addon.name));
    &file["resource"][kind][label]
}

/// Whether a value is found at any depth under a key.
fn holds(value: &Value, key: &str, wanted: &Value) -> bool {
    match value {
        Value::Object(fields) => {
            fields.get(key) == Some(wanted) || fields.values().any(|it| holds(it, key, wanted))
        }
        Value::Array(items) => items.iter().any(|it| holds(it, key, wanted)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

#[test]
fn the_table_has_every_add_on() {
    let known: Vec<&str> = ADDONS.iter().map(|known| known.name).collect();
    assert_eq!(TABLE.each_ref().map(|it| it.name).to_vec(), known);
}

#[test]
fn one_word_switches_it_on_and_off() {
    for addon in &TABLE {
        let on = compile("", &format!("{}: true", addon.name));
        assert!(installed(&on, addon).is_object(), "{}", addon.name);
        let off = compile("", &format!("{}: false", addon.name));
        assert!(terraform(&off, addon.name).is_none(), "{}", addon.name);
        let values = format!("helm/{}/values.yaml", addon.name);
        assert!(at(&off, &values).is_none(), "{}", addon.name);
        let critical = ADDONS.iter().any(|known| known.name == addon.name && known.critical);
        assert_eq!(off.diagnostics.has_errors(), critical, "{}: {:?}", addon.name, off.diagnostics);
    }
}

#[test]
fn a_critical_one_goes_only_for_a_reason() {
    let critical: Vec<&str> =
        ADDONS.iter().filter(|known| known.critical).map(|known| known.name).collect();
    assert_eq!(critical, ["vpc-cni", "kube-proxy", "coredns"]);
    for name in critical {
        let said = compile(
            "",
            &format!(
                "{name}: {{ enabled: false, allow: {{ critical-addon: \"another does it\" }} }}"
            ),
        );
        assert!(!said.diagnostics.has_errors(), "{name}: {:?}", said.diagnostics);
        assert!(terraform(&said, name).is_none());
    }
}

#[test]
fn the_spec_changes_values_and_they_reach_the_cluster() {
    for addon in TABLE.iter().filter(|addon| addon.by != By::Service) {
        let own = compile(
            "",
            &format!("{}: {{ values: {{ podLabels: {{ probe: here }} }} }}", addon.name),
        );
        let values = at(&own, &format!("helm/{}/values.yaml", addon.name)).unwrap();
        assert_eq!(values["podLabels"]["probe"], "here", "{}", addon.name);
        let locals = &terraform(&own, addon.name).unwrap()["locals"];
        let local =
            locals.as_object().unwrap().iter().find(|(key, _)| key.starts_with("values_")).unwrap();
        assert_eq!(local.1["podLabels"]["probe"], "here", "{}", addon.name);
        let read = installed(&own, addon).to_string();
        assert!(read.contains(&format!("jsonencode(local.{})", local.0)), "{read}");
    }
}

#[test]
fn x15_the_version_is_pinned_and_the_spec_changes_it() {
    let all = everything("");
    for addon in TABLE.iter().filter(|addon| addon.by != By::Service) {
        let key = if addon.by == By::Eks { "addon_version" } else { "version" };
        let pinned =
            installed(&all, addon)[key].as_str().unwrap_or_else(|| panic!("{}", addon.name));
        assert!(pinned.contains(|char: char| char.is_ascii_digit()), "{}: {pinned}", addon.name);
        let own = compile("", &format!("{}: {{ version: 99.1.2 }}", addon.name));
        assert_eq!(installed(&own, addon)[key], "99.1.2", "{}", addon.name);
    }
}

#[test]
fn a_service_takes_neither_version_nor_values() {
    for addon in TABLE.iter().filter(|addon| addon.by == By::Service) {
        for settings in ["version: 1.2.3", "values: { a: 1 }"] {
            let refused = compile("", &format!("{}: {{ {settings} }}", addon.name));
            assert!(refused.diagnostics.has_errors(), "{}: {settings}", addon.name);
        }
    }
}

#[test]
fn i18_i19_it_has_a_role_of_its_own_exactly_where_its_pods_need_one() {
    for (cluster, identity) in
        [("", "AssumeRoleWithWebIdentity"), (", identity: pod-identity", "TagSession")]
    {
        let all = everything(cluster);
        for addon in &TABLE {
            let directory = format!("iam/lake-{}/", addon.name);
            let trust = at(&all, &format!("{directory}trust-policy.json"));
            assert_eq!(trust.is_some(), addon.role, "{}", addon.name);
            let Some(trust) = trust else { continue };
            assert!(trust.to_string().contains(identity), "{}", addon.name);
            let resources = &terraform(&all, addon.name).unwrap()["resource"];
            assert!(resources["aws_iam_role"].is_object(), "{}", addon.name);
            let policy = at(&all, &format!("{directory}permissions-policy.json")).is_some();
            let managed = resources.get("aws_iam_role_policy_attachment").is_some();
            assert!(policy || managed, "{}: a role that may do nothing", addon.name);
            let associated = resources.get("aws_eks_pod_identity_association").is_some();
            assert_eq!(associated, !cluster.is_empty(), "{}", addon.name);
        }
    }
}

#[test]
fn p13_p14_system_pods_run_on_the_core_nodes_and_daemonsets_everywhere() {
    let all = everything("");
    let group = at(&all, "terraform/core-node-group.tf.json").unwrap();
    let labels = &group["resource"]["aws_eks_node_group"]["core"]["labels"];
    let core = json!({ "NodeGroupType": "core" });
    assert_eq!(labels["NodeGroupType"], core["NodeGroupType"]);
    let exists = json!([{ "operator": "Exists" }]);
    let nothing = json!({});
    for addon in &TABLE {
        let values = at(&all, &format!("helm/{}/values.yaml", addon.name)).unwrap_or(&nothing);
        assert_eq!(holds(values, "nodeSelector", &core), addon.core, "{}", addon.name);
        let tolerates = holds(values, "tolerations", &exists)
            || holds(values, "tolerateAllTaints", &Value::Bool(true));
        assert_eq!(tolerates, addon.everywhere, "{}", addon.name);
    }
    let pools = all.artifacts.iter().filter(|artifact| artifact.kind == Kind::NodePool);
    for pool in pools {
        let taints = &pool.value().unwrap()["spec"]["template"]["spec"]["taints"];
        assert!(taints.as_array().is_some_and(|taints| !taints.is_empty()), "so that it matters");
    }
}

#[test]
fn policies_of_the_network_are_enforced_where_they_are_written() {
    let all = everything("");
    let values = at(&all, "helm/vpc-cni/values.yaml").unwrap();
    assert_eq!(values["enableNetworkPolicy"], "true", "nothing else enforces them");
}

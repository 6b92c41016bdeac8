//! The control plane cannot reach the webhook of an operator.

use serde_json::{Map, Value};

use crate::check::bundle::Install;
use crate::check::bundle::security_group::{self, Direction};
use crate::check::bundle::terraform::{self, Resource, literal};
use crate::check::{Bundle, Findings, Rule};
use crate::diagnostic::{Code, Severity};

/// The control plane cannot reach the webhook of an operator.
pub const RULE: Rule = Rule {
    code: Code("blocked-webhook"),
    severity: Severity::Warning,
    summary: "the webhook of an operator on a port that nodes do not open to the control plane",
    page: include_str!("blocked_webhook.md"),
    check,
};

/// The public module of EKS.
const MODULE: &str = "terraform-aws-modules/eks/aws";
/// What its recommended rules open from the cluster to nodes. Source: `node_groups.tf` of the
/// module, 19 to 21.
const RECOMMENDED: [u16; 7] = [443, 4443, 6443, 8443, 9443, 10_250, 10_251];

fn check(bundle: &Bundle<'_>, findings: &mut Findings) {
    let hooks = bundle.installs().iter().filter_map(|install| Some((install, port(install)?)));
    for (install, port) in hooks {
        let closed = of_resources(bundle, port).or_else(|| of_module(bundle, port));
        let Some(group) = closed else { continue };
        let message = format!(
            "nodes do not open port {port} to the control plane, which the webhook of `{}` listens on, unless the operator runs on nodes of another security group",
            install.chart
        );
        findings
            .at_key(group.artifact, &group.route, message)
            .help(format!(
                "admit TCP {port} from the cluster's security group to that of the nodes"
            ))
            .related(install.artifact, &install.route, "the operator");
    }
}

/// The port of a webhook that is certainly on.
fn port(install: &Install<'_>) -> Option<u16> {
    if install.is_of("spark-operator") {
        let is_on = install.value("/webhook/enable") == Some(&Value::Bool(true));
        let port = install.value("/webhook/port").map_or(Some(8080), Value::as_u64);
        return port.and_then(|port| u16::try_from(port).ok()).filter(|_| is_on);
    }
    let is_flink = install.chart == "flink-kubernetes-operator" && install.values.is_whole();
    let is_on = install.value("/webhook/create").is_none_or(|it| *it == Value::Bool(true));
    (is_flink && is_on).then_some(9443)
}

/// The one group of all nodes of node groups, if it keeps the control plane from a port.
fn of_resources<'a>(bundle: &Bundle<'a>, port: u16) -> Option<Resource<'a>> {
    let group = group_of_nodes(bundle)?;
    let open = security_group::openings(bundle.artifacts, &group, Direction::In)?;
    let id = security_group::id_of(&group);
    let is_open = open.iter().any(|it| it.has(port) && it.may_be_for_others(&id));
    (!is_open).then_some(group)
}

/// The group that all launch templates give, where every node group has one of them. Without a
/// launch template nodes have the cluster's own group, which admits the control plane.
fn group_of_nodes<'a>(bundle: &Bundle<'a>) -> Option<Resource<'a>> {
    let all = |kind| terraform::resources(bundle.artifacts, kind).collect::<Vec<_>>();
    let (clusters, groups) = (all("aws_eks_cluster"), all("aws_eks_node_group"));
    let templates = all("aws_launch_template");
    let has_template = |it: &Resource<'_>| !it.blocks("launch_template").is_empty();
    let is_plain = |it: &Resource<'_>| !it.body.contains_key("network_interfaces");
    if clusters.len() != 1
        || groups.is_empty()
        || !groups.iter().all(has_template)
        || !templates.iter().all(is_plain)
    {
        return None;
    }
    let ids = templates.iter().map(|it| it.body.get("vpc_security_group_ids")?.as_array());
    let ids: Vec<&Vec<Value>> = ids.collect::<Option<_>>()?;
    let [Value::String(id)] = ids.first()?.as_slice() else { return None };
    let is_one = ids.iter().all(|other| *other == ids[0]);
    let of_cluster = clusters[0].blocks("vpc_config").into_iter().any(|it| names(it, id));
    security_group::group_of(bundle.artifacts, id).filter(|_| is_one && !of_cluster)
}

/// Whether the control plane has a group itself.
fn names(config: &Map<String, Value>, id: &str) -> bool {
    let groups = config.get("security_group_ids").and_then(Value::as_array);
    groups.into_iter().flatten().any(|it| it.as_str() == Some(id))
}

/// A call of the public module whose node group keeps the control plane from a port.
fn of_module<'a>(bundle: &Bundle<'a>, port: u16) -> Option<Resource<'a>> {
    let mut calls = terraform::modules(bundle.artifacts);
    let module = calls.find(|it| it.text("source") == Some(MODULE))?;
    let id = format!("${{module.{}.node_security_group_id}}", module.label);
    let recommended = module.body.get("node_security_group_enable_recommended_rules");
    let recommended = match recommended {
        None | Some(Value::Bool(true)) => &RECOMMENDED[..],
        Some(Value::Bool(false)) => &[],
        Some(_) => return None,
    };
    if !gives_nodes_one_group(&module) || recommended.contains(&port) {
        return None;
    }
    let mut open = security_group::openings_of_id(bundle.artifacts, &id, Direction::In)?;
    let added = module.body.get("node_security_group_additional_rules");
    let added = added.map_or(Some(Vec::new()), |it| Some(it.as_object()?.values().collect()))?;
    for rule in added.into_iter().map(Value::as_object) {
        let rule = rule?;
        let is_ingress = rule.get("type").map_or(Some("ingress"), literal)? == "ingress";
        open.extend(security_group::opening(rule)?.filter(|_| is_ingress));
    }
    let is_open = open.iter().any(|it| it.has(port) && it.may_be_for_others(&id));
    (!is_open).then_some(module)
}

/// Whether the nodes of a call have the group that the module makes for nodes, and no other.
fn gives_nodes_one_group(module: &Resource<'_>) -> bool {
    let others = [
        "cluster_compute_config",
        "compute_config",
        "create_node_security_group",
        "fargate_profiles",
        "node_security_group_id",
    ];
    let of_nodes =
        ["eks_managed_node_groups", "eks_managed_node_group_defaults", "self_managed_node_groups"];
    let groups: Vec<&Value> = of_nodes.iter().filter_map(|key| module.body.get(*key)).collect();
    let adds = |text: &str| {
        text.contains("attach_cluster_primary_security_group")
            || text.contains("vpc_security_group_ids")
    };
    let has_any = |it: &&Value| it.as_object().is_some_and(|it| !it.is_empty());
    !others.iter().any(|key| module.body.contains_key(*key))
        && groups.iter().any(has_any)
        && groups.iter().all(|it| is_written(it) && !adds(&it.to_string()))
}

/// Whether a mapping and its entries are written, and not made by an expression.
fn is_written(groups: &Value) -> bool {
    let is_plain = |value: &Value| !value.as_str().is_some_and(|it| it.contains("${"));
    groups.as_object().is_some_and(|all| all.values().all(is_plain))
}

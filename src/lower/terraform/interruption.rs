//! Karpenter's surroundings: the queue of interruptions, and the role of the nodes that it starts.

use serde_json::{Value, json};

use super::node_group::{NODE_POLICIES, ec2};
use super::{Context, eks, json_of, service_role};
use crate::artifact::terraform::{Address, Configuration, Expression};
use crate::model::Platform;
use crate::spec::Access;

const QUEUE: Address = Address::resource("aws_sqs_queue", "karpenter");
/// Who may put messages into the queue.
pub const QUEUE_POLICY: Address = Address::resource("aws_sqs_queue_policy", "karpenter");
const NODE_ROLE: Address = Address::resource("aws_iam_role", "karpenter_node");
const ENTRY: Address = Address::resource("aws_eks_access_entry", "karpenter_node");

/// What EC2 and others announce before nodes go: rule, source, kind of event.
const EVENTS: [(&str, &str, &str); 4] = [
    ("health", "aws.health", "AWS Health Event"),
    ("rebalance", "aws.ec2", "EC2 Instance Rebalance Recommendation"),
    ("spot", "aws.ec2", "EC2 Spot Instance Interruption Warning"),
    ("state", "aws.ec2", "EC2 Instance State-change Notification"),
];

/// Queue, rules and node role.
pub fn lower(context: &Context<'_>, file: &mut Configuration) {
    queue(context.platform, file);
    for (name, source, event) in EVENTS {
        rule(context.platform, name, source, event, file);
    }
    node_role(context.platform, file);
}

fn queue(platform: &Platform, file: &mut Configuration) {
    file.declare(
        &QUEUE,
        json!({
            "name": platform.cluster.interruption_queue,
            "message_retention_seconds": 300,
            "sqs_managed_sse_enabled": true,
        }),
    );
    let policy = json_of(file, "karpenter_queue_policy", &queue_policy());
    file.declare(&QUEUE_POLICY, json!({ "queue_url": QUEUE.get("url"), "policy": policy }));
}

/// Only events come in, and only encrypted.
fn queue_policy() -> Value {
    let queue = QUEUE.get("arn");
    json!({ "Version": "2012-10-17", "Statement": [
        {
            "Sid": "Events",
            "Effect": "Allow",
            "Principal": { "Service": ["events.amazonaws.com", "sqs.amazonaws.com"] },
            "Action": "sqs:SendMessage",
            "Resource": queue,
        },
        {
            "Sid": "Encrypted",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "sqs:*",
            "Resource": queue,
            "Condition": { "Bool": { "aws:SecureTransport": "false" } },
        },
    ] })
}

fn rule(platform: &Platform, name: &str, source: &str, event: &str, file: &mut Configuration) {
    let label = format!("karpenter_{name}");
    let rule = Address::labelled("aws_cloudwatch_event_rule", label.clone());
    let pattern = json!({ "source": [source], "detail-type": [event] });
    let pattern = json_of(file, &format!("{label}_events"), &pattern);
    // The service takes 64 characters.
    let cluster: String = platform.cluster.name.as_str().chars().take(40).collect();
    file.declare(
        &rule,
        json!({ "name": format!("{cluster}-karpenter-{name}"), "event_pattern": pattern }),
    );
    file.declare(
        &Address::labelled("aws_cloudwatch_event_target", label),
        json!({ "rule": rule.get("name"), "arn": QUEUE.get("arn") }),
    );
}

/// The role of Karpenter's nodes, and their way into the cluster.
fn node_role(platform: &Platform, file: &mut Configuration) {
    service_role::declare(&NODE_ROLE, platform.cluster.node_role.as_str(), ec2(platform), file);
    for policy in NODE_POLICIES {
        let attachment =
            Address::labelled("aws_iam_role_policy_attachment", format!("karpenter_node_{policy}"));
        service_role::attach(&attachment, &NODE_ROLE, platform, policy, file);
    }
    // A cluster that is joined by aws-auth may know no access entries.
    if platform.cluster.create || platform.cluster.access == Access::AccessEntries {
        file.declare(
            &ENTRY,
            json!({
                "cluster_name": eks::cluster(platform).get("name"),
                "principal_arn": NODE_ROLE.get("arn"),
                "type": "EC2_LINUX",
            }),
        );
    }
}

/// The ARN of the role of Karpenter's nodes: of the one made here, if it is.
pub fn node_role_arn(platform: &Platform) -> Value {
    match platform.addon("karpenter") {
        Some(_) => json!(NODE_ROLE.get("arn")),
        None => json!(Expression::text(&platform.role_arn(&platform.cluster.node_role))),
    }
}

//! Add-ons: what EKS and Helm install, and in what order.

use serde_json::{Value, json};

use super::{Tree, platform, tree};

fn needs(tree: &Tree, address: &str) -> Vec<String> {
    let needs = tree.resource(address)["depends_on"].as_array().cloned().unwrap_or_default();
    needs.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[test]
fn nodes_wait_for_addresses_and_pods_for_nodes_and_names() {
    let tree = tree(&platform("create: true", ""));
    let group = needs(&tree, "aws_eks_node_group.core");
    for early in ["vpc-cni", "kube-proxy", "eks-pod-identity-agent"] {
        assert!(group.contains(&format!("aws_eks_addon.{early}")), "{early}");
    }
    for late in ["aws_eks_addon.coredns", "aws_eks_addon.metrics-server", "helm_release.karpenter"]
    {
        assert!(needs(&tree, late).contains(&"aws_eks_node_group.core".to_owned()), "{late}");
    }
    let chart = needs(&tree, "helm_release.yunikorn");
    assert!(chart.contains(&"aws_eks_addon.coredns".to_owned()));
}

#[test]
fn x16_kinds_are_there_before_what_is_of_them() {
    let tree = tree(&platform("create: true", "").replace("yunikorn: true", "kubecost: true"));
    let karpenter = needs(&tree, "helm_release.karpenter");
    assert!(karpenter.contains(&"helm_release.karpenter_crd".to_owned()));
    assert!(needs(&tree, "helm_release.kubecost").contains(&"helm_release.prometheus".to_owned()));
    let crds = &tree.resource("helm_release.karpenter_crd")["version"];
    assert_eq!(*crds, tree.resource("helm_release.karpenter")["version"]);
}

#[test]
fn pods_wait_for_their_rights() {
    for identity in ["irsa", "pod-identity"] {
        let tree = tree(&platform(&format!("create: true, identity: {identity}"), ""));
        let karpenter = needs(&tree, "helm_release.karpenter");
        assert!(karpenter.contains(&"aws_iam_role_policy.lake-karpenter".to_owned()));
        let association = "aws_eks_pod_identity_association.lake-karpenter_n1".to_owned();
        assert_eq!(karpenter.contains(&association), identity == "pod-identity");
        let driver = tree.resource("aws_eks_addon.ebs-csi-driver");
        assert_eq!(driver.get("service_account_role_arn").is_some(), identity == "irsa");
    }
}

#[test]
fn values_are_those_of_the_helm_documents_with_references_for_late_values() {
    let tree = tree(&platform("create: true", ""));
    let release = tree.resource("helm_release.prometheus");
    assert_eq!(release["values"], json!(["${jsonencode(local.values_prometheus)}"]));
    let spec = &tree.local("values_prometheus")["prometheus"]["prometheusSpec"];
    assert_eq!(
        spec["remoteWrite"][0]["url"],
        "https://aps-workspaces.us-west-2.amazonaws.com/workspaces/${aws_prometheus_workspace.this.id}/api/v1/remote_write"
    );
    let balancer = tree.local("values_aws-load-balancer-controller");
    assert_eq!(balancer["vpcId"], "${aws_vpc.this.id}");
    let trust = tree.local("trust_lake-karpenter").to_string();
    assert!(trust.contains("oidc-provider/${local.oidc_issuer}"), "{trust}");
    assert!(trust.contains("\"${local.oidc_issuer}:sub\""), "{trust}");
}

#[test]
fn i21_no_token_and_no_password_reaches_the_state() {
    for cluster in super::CLUSTERS {
        let tree = tree(&platform(cluster, ""));
        for (path, file) in &tree.0 {
            let text = file.to_string();
            for word in ["authorization_token", "repository_password", "random_password"] {
                assert!(!text.contains(word), "{path}: {word}");
            }
        }
    }
}

#[test]
fn nodes_that_go_are_announced_in_the_queue() {
    let tree = tree(&platform("create: true, interruptionQueue: gone-soon", ""));
    assert_eq!(tree.resource("aws_sqs_queue.karpenter")["name"], "gone-soon");
    let rules = tree.labels("aws_cloudwatch_event_rule");
    assert_eq!(rules.len(), 4);
    for label in rules {
        let target = tree.resource(&format!("aws_cloudwatch_event_target.{label}"));
        assert_eq!(target["arn"], "${aws_sqs_queue.karpenter.arn}");
    }
    let role = tree.resource("aws_iam_role.karpenter_node");
    assert_eq!(role["name"], "lake-karpenter-node");
    assert_eq!(tree.resource("aws_eks_access_entry.karpenter_node")["type"], "EC2_LINUX");
}

#[test]
fn v30_the_class_of_add_ons_is_there_before_their_volumes() {
    let tree = tree(&platform("create: true", ""));
    let class = tree.resource("kubernetes_storage_class_v1.addons");
    assert_eq!(class["storage_provisioner"], "ebs.csi.aws.com");
    assert_eq!(class["parameters"]["encrypted"], "true");
    let prometheus = needs(&tree, "helm_release.prometheus");
    assert!(prometheus.contains(&"kubernetes_storage_class_v1.addons".to_owned()));
}

#[test]
fn a_joined_cluster_gets_the_add_ons_that_the_spec_names() {
    let tree = tree(&platform("create: false", ""));
    let release = tree.resource("helm_release.karpenter");
    assert_eq!(release["namespace"], "kube-system");
    assert!(tree.labels("aws_eks_addon").iter().all(|label| *label == "ebs-csi-driver"));
    assert!(tree.dangling().is_empty());
}

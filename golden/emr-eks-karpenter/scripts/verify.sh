#!/usr/bin/env bash
# Says whether everything that the platform consists of is there. Changes nothing.
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

need aws kubectl
check_account

missing=0
expect() {
  local what="$1"
  shift
  if "$@" >/dev/null 2>&1; then
    printf 'ok       %s\n' "$what"
  else
    printf 'missing  %s\n' "$what"
    missing=$((missing + 1))
  fi
}
has_workspace() {
  [ "$(aws amp list-workspaces --alias "$1" --query 'length(workspaces)' --output text)" -gt 0 ]
}
pool_is_ready() {
  kubectl wait --for=condition=Ready --timeout=5s "nodepool.karpenter.sh/$1"
}
chart_is_deployed() {
  kubectl wait --for=jsonpath='{.type}'=helm.sh/release.v1 secrets --namespace "$1" \
    --selector "owner=helm,name=$2,status=deployed" --timeout=5s
}
has_virtual_cluster() {
  [ -n "$(virtual_cluster_id "$1")" ]
}

expect "cluster $CLUSTER" aws eks describe-cluster --name "$CLUSTER"
expect "workspace "amp-ws-emr-eks-karpenter has_workspace amp-ws-emr-eks-karpenter
expect "nodes" kubectl get nodes
expect "add-on "vpc-cni aws eks describe-addon --cluster-name "$CLUSTER" --addon-name vpc-cni
expect "add-on "kube-proxy aws eks describe-addon --cluster-name "$CLUSTER" --addon-name kube-proxy
expect "add-on "coredns aws eks describe-addon --cluster-name "$CLUSTER" --addon-name coredns
expect "add-on "eks-pod-identity-agent aws eks describe-addon --cluster-name "$CLUSTER" --addon-name eks-pod-identity-agent
expect "add-on "aws-ebs-csi-driver aws eks describe-addon --cluster-name "$CLUSTER" --addon-name aws-ebs-csi-driver
expect "add-on "metrics-server aws eks describe-addon --cluster-name "$CLUSTER" --addon-name metrics-server
expect "chart "cluster-proportional-autoscaler chart_is_deployed kube-system cluster-proportional-autoscaler
expect "chart "cluster-autoscaler chart_is_deployed kube-system cluster-autoscaler
expect "chart "karpenter chart_is_deployed kube-system karpenter
expect "chart "aws-load-balancer-controller chart_is_deployed kube-system aws-load-balancer-controller
expect "chart "aws-fsx-csi-driver chart_is_deployed kube-system aws-fsx-csi-driver
expect "chart "kube-prometheus-stack chart_is_deployed kube-prometheus-stack kube-prometheus-stack
expect "chart "cost-analyzer chart_is_deployed kubecost cost-analyzer
expect "chart "yunikorn chart_is_deployed yunikorn yunikorn
expect "chart "spark-operator chart_is_deployed emr-spark-operator spark-operator
expect "chart "spark-history-server chart_is_deployed spark-history-server spark-history-server
expect "pool "spark-compute-optimized pool_is_ready spark-compute-optimized
expect "pool "spark-memory-optimized pool_is_ready spark-memory-optimized
expect "pool "spark-graviton-memory-optimized pool_is_ready spark-graviton-memory-optimized
expect "pool "spark-with-ebs pool_is_ready spark-with-ebs
expect "namespace "emr-data-team-a kubectl get namespace emr-data-team-a
expect "virtual cluster of "data-team-a has_virtual_cluster data-team-a
expect "namespace "emr-data-team-b kubectl get namespace emr-data-team-b
expect "virtual cluster of "data-team-b has_virtual_cluster data-team-b
expect "namespace "spark-team-a kubectl get namespace spark-team-a

if [ "$missing" -gt 0 ]; then
  say "$missing missing"
  exit 1
fi

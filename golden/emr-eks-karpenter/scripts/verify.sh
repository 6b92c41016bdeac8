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
has_virtual_cluster() {
  [ -n "$(virtual_cluster_id "$1")" ]
}

expect "cluster $CLUSTER" aws eks describe-cluster --name "$CLUSTER"
expect "workspace "amp-ws-emr-eks-karpenter has_workspace amp-ws-emr-eks-karpenter
expect "nodes" kubectl get nodes
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

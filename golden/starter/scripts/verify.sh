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
expect "nodes" kubectl get nodes
expect "pool "etl pool_is_ready etl
expect "namespace "analytics kubectl get namespace analytics
expect "virtual cluster of "analytics has_virtual_cluster analytics

if [ "$missing" -gt 0 ]; then
  say "$missing missing"
  exit 1
fi

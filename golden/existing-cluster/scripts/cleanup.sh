#!/usr/bin/env bash
# Removes the platform from the cluster that it joined, in the order in which nothing is left behind:
# work, nodes, objects, what AWS runs. What others have on the cluster stays.
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[ "${1:-}" = --yes ] || usage "cleanup.sh --yes    (removes this platform, and nothing else, from the cluster $CLUSTER)"
need aws kubectl terraform
check_account

# Cancels the runs of a team and deletes its endpoints: load balancers that outlive their controller
# keep the VPC from being deleted.
stop_work() {
  local cluster_id id
  cluster_id="$(virtual_cluster_id "$1" || true)"
  [ -n "$cluster_id" ] || return 0
  for id in $(aws emr-containers list-job-runs --virtual-cluster-id "$cluster_id" --states PENDING SUBMITTED RUNNING \
    --query 'jobRuns[].id' --output text); do
    aws emr-containers cancel-job-run --virtual-cluster-id "$cluster_id" --id "$id" >/dev/null
  done
  for id in $(aws emr-containers list-managed-endpoints --virtual-cluster-id "$cluster_id" --states CREATING ACTIVE \
    --query 'endpoints[].id' --output text); do
    delete_endpoint "$cluster_id" "$id"
  done
}

# Whether the cluster knows a kind still: a second run finds what the first has left.
knows() {
  local found
  found="$(kubectl get customresourcedefinitions "$1" --ignore-not-found --output name)" ||
    fail "kubectl cannot reach $CLUSTER"
  [ -n "$found" ]
}

# Karpenter has to be there until its nodes are gone: without it instances, volumes and network
# interfaces stay and keep the VPC from being deleted.
remove_pool() {
  kubectl delete nodepools.karpenter.sh "$1" --ignore-not-found --timeout=15m
  kubectl wait --for=delete nodeclaims.karpenter.sh --selector "karpenter.sh/nodepool=$1" --timeout=15m
  kubectl delete ec2nodeclasses.karpenter.k8s.aws "$1" --ignore-not-found --timeout=15m
}

empty_cluster() {
  say "runs and endpoints"
  stop_work ingest
  stop_work reporting

  say "claims, so that their volumes and file systems go"
  kubectl delete persistentvolumeclaims --all --namespace data-ingest --ignore-not-found --timeout=15m
  kubectl delete persistentvolumeclaims --all --namespace data-reporting --ignore-not-found --timeout=15m

  say "nodes"
  if knows nodepools.karpenter.sh; then
    remove_pool graviton
    remove_pool x86
  fi

  say "objects"
  kubectl delete --kustomize "$HERE/kubernetes" --ignore-not-found --timeout=15m
}

if aws eks describe-cluster --name "$CLUSTER" >/dev/null 2>&1; then
  aws eks update-kubeconfig --name "$CLUSTER" --region "$REGION" >&2
  empty_cluster
else
  say "there is no cluster $CLUSTER any more"
fi

say "Terraform: what AWS runs"
terraform -chdir="$HERE/terraform" init -input=false
terraform -chdir="$HERE/terraform" destroy -input=false -auto-approve

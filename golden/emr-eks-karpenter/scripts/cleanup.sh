#!/usr/bin/env bash
# Removes the platform, in the order in which nothing is left behind: work, nodes, cluster.
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[ "${1:-}" = --yes ] || usage "cleanup.sh --yes    (removes the cluster $CLUSTER and all that runs on it)"
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
  stop_work data-team-a
  stop_work data-team-b
  if knows sparkapplications.sparkoperator.k8s.io; then
    kubectl delete sparkapplications.sparkoperator.k8s.io --all --namespace spark-team-a
  fi

  say "claims, so that their volumes and file systems go"
  kubectl delete persistentvolumeclaims --all --namespace emr-data-team-a --ignore-not-found --timeout=15m
  kubectl delete persistentvolumeclaims --all --namespace emr-data-team-b --ignore-not-found --timeout=15m
  kubectl delete persistentvolumeclaims --all --namespace spark-team-a --ignore-not-found --timeout=15m

  say "nodes"
  if knows nodepools.karpenter.sh; then
    remove_pool spark-compute-optimized
    remove_pool spark-memory-optimized
    remove_pool spark-graviton-memory-optimized
    remove_pool spark-with-ebs
  fi
}

if aws eks describe-cluster --name "$CLUSTER" >/dev/null 2>&1; then
  aws eks update-kubeconfig --name "$CLUSTER" --region "$REGION" >&2
  empty_cluster
else
  say "there is no cluster $CLUSTER any more"
fi

say "Terraform: what AWS runs"
# A bucket that holds objects is never deleted: AWS refuses, and everything else is gone by then.
kept="$(aws s3api list-objects-v2 --bucket "$BUCKET" --max-keys 1 --query 'Contents[0].Key' --output text 2>/dev/null || true)"
case "$kept" in
  "" | None) ;;
  *) say "note: $BUCKET holds objects, so the last step ends with BucketNotEmpty: empty it, or set aws.bucket.forceDestroy" ;;
esac
terraform -chdir="$HERE/terraform" init -input=false
terraform -chdir="$HERE/terraform" destroy -input=false -auto-approve

#!/usr/bin/env bash
# Removes the platform, in the order in which nothing is left behind: work, nodes, cluster.
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[ "${1:-}" = --yes ] || usage "cleanup.sh --yes    (removes the cluster $CLUSTER and all that runs on it)"
need aws kubectl terraform
check_account
aws eks update-kubeconfig --name "$CLUSTER" --region "$REGION" >&2

say "runs and endpoints"
cluster_id="$(virtual_cluster_id analytics || true)"
if [ -n "$cluster_id" ]; then
  for id in $(aws emr-containers list-job-runs --virtual-cluster-id "$cluster_id" --states PENDING SUBMITTED RUNNING \
    --query 'jobRuns[].id' --output text); do
    aws emr-containers cancel-job-run --virtual-cluster-id "$cluster_id" --id "$id" >/dev/null
  done
  for id in $(aws emr-containers list-managed-endpoints --virtual-cluster-id "$cluster_id" --states CREATING ACTIVE \
    --query 'endpoints[].id' --output text); do
    aws emr-containers delete-managed-endpoint --virtual-cluster-id "$cluster_id" --id "$id" >/dev/null
  done
fi

say "claims, so that their volumes and file systems go"
kubectl delete sparkapplications.sparkoperator.k8s.io --all --namespace analytics --ignore-not-found 2>/dev/null || true
kubectl delete persistentvolumeclaims --all --namespace analytics --ignore-not-found --timeout=15m

# Karpenter has to be there until its nodes are gone: without it instances, volumes and network
# interfaces stay and keep the VPC from being deleted.
say "nodes"
kubectl delete nodepools.karpenter.sh --all --ignore-not-found --timeout=15m
kubectl wait --for=delete nodeclaims.karpenter.sh --all --timeout=15m
kubectl delete ec2nodeclasses.karpenter.k8s.aws --all --ignore-not-found --timeout=15m

say "Terraform: what AWS runs"
terraform -chdir="$HERE/terraform" init -input=false
terraform -chdir="$HERE/terraform" destroy -input=false -auto-approve

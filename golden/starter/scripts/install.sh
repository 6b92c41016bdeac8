#!/usr/bin/env bash
# Installs the platform, or brings it up to date: AWS first, then what runs on the cluster.
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

need aws kubectl terraform
check_account

say "Terraform: what AWS runs"
terraform -chdir="$HERE/terraform" init -input=false
terraform -chdir="$HERE/terraform" apply -input=false -auto-approve

say "kubectl: what the cluster runs"
aws eks update-kubeconfig --name "$CLUSTER" --region "$REGION" >&2
kubectl kustomize "$HERE/kubernetes" | bind_late_values | kubectl apply -f -

say "done; check it with $HERE/scripts/verify.sh"

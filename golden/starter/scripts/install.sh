#!/usr/bin/env bash
# Installs the platform, or brings it up to date: AWS first, then what runs on the cluster.
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

need aws kubectl terraform
check_account

# A cluster that exists may let EMR in by aws-auth, and has to before a virtual cluster is made.
if [ -x "$HERE/scripts/map-emr-role.sh" ]; then
  aws eks update-kubeconfig --name "$CLUSTER" --region "$REGION" >&2
  "$HERE/scripts/map-emr-role.sh"
fi

say "Terraform: what AWS runs"
terraform -chdir="$HERE/terraform" init -input=false
terraform -chdir="$HERE/terraform" apply -input=false -auto-approve

say "kubectl: what the cluster runs"
aws eks update-kubeconfig --name "$CLUSTER" --region "$REGION" >&2
kubectl kustomize "$HERE/kubernetes" | bind_late_values | kubectl apply -f -

say "done; check it with $HERE/scripts/verify.sh"

#!/usr/bin/env bash
# Maps EMR's service-linked role to the user emr-containers in the cluster's aws-auth ConfigMap.
# Adds that one entry and touches no other; does nothing where it is there. Run it before Terraform.
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

need kubectl

role='EMR_SERVICE_ROLE_ARN'
map() { kubectl --namespace kube-system "$@"; }
entry() { printf '%s- rolearn: %s\n%s  username: emr-containers\n' "$1" "$role" "$1"; }

version="$(map get configmap aws-auth --ignore-not-found --output 'jsonpath={.metadata.resourceVersion}')"
if [ -z "$version" ]; then
  map create configmap aws-auth --from-literal="mapRoles=$(entry "")"
  exit 0
fi

roles="$(map get configmap aws-auth --output 'jsonpath={.data.mapRoles}')"
case "$roles" in
  *"$role"*)
    say "$role is mapped already"
    exit 0
    ;;
  "" | "[]") roles="" indent="" ;;
  *)
    # The entries of a list begin with the same white space and a dash.
    indent="${roles%%-*}"
    [ -z "${indent// /}" ] || fail "mapRoles of aws-auth is not a plain list; add by hand: $(entry "")"
    roles+=$'\n'
    ;;
esac

# The version makes the API server refuse the change if someone else was quicker.
patch="metadata: { resourceVersion: '$version' }
data:
  mapRoles: |2
$(printf '%s%s\n' "$roles" "$(entry "$indent")" | sed 's/^/    /')"
map patch configmap aws-auth --type merge --patch "$patch"

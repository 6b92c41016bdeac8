#!/usr/bin/env bash
# Deletes an interactive endpoint and waits until it is gone. An endpoint that is not there is fine.
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[ $# -eq 2 ] || usage "delete-endpoint.sh TEAM ENDPOINT"
need aws
check_account

cluster_id="$(virtual_cluster_id "$1")"
id="$(aws emr-containers list-managed-endpoints --virtual-cluster-id "$cluster_id" --states CREATING ACTIVE \
  --query "endpoints[?name=='$2'].id | [0]" --output text)"
case "$id" in
  "" | None)
    say "there is no endpoint $2"
    exit 0
    ;;
esac
delete_endpoint "$cluster_id" "$id"

#!/usr/bin/env bash
# Creates an interactive endpoint for EMR Studio, or finds the one that is there, and waits for it.
# Prints its id and the ARN of its load balancer.
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[ $# -eq 2 ] || usage "create-endpoint.sh TEAM ENDPOINT"
team="$1"
endpoint="$2"
directory="$HERE/emr/$team/endpoints/$endpoint"
[ -d "$directory" ] || fail "there is no endpoint $endpoint of team $team in $HERE/emr"
need aws
check_account

cluster_id="$(virtual_cluster_id "$team")"
find_endpoint() {
  aws emr-containers list-managed-endpoints --virtual-cluster-id "$cluster_id" --states CREATING ACTIVE \
    --query "endpoints[?name=='$endpoint'].id | [0]" --output text
}

aws s3 sync "$directory" "s3://$BUCKET/$team/endpoints/$endpoint" --exclude create-managed-endpoint.json >&2
id="$(find_endpoint)"
case "$id" in
  "" | None)
    id="$(aws emr-containers create-managed-endpoint \
      --cli-input-json "file://$directory/create-managed-endpoint.json" \
      --virtual-cluster-id "$cluster_id" --query id --output text)"
    ;;
esac

while :; do
  state="$(describe_endpoint "$cluster_id" "$id" endpoint.state)"
  say "$state"
  case "$state" in
    ACTIVE) break ;;
    CREATING) sleep 15 ;;
    *) fail "endpoint $id is $state: $(describe_endpoint "$cluster_id" "$id" endpoint.failureReason)" ;;
  esac
done

gateway_port authorize "$cluster_id" "$id"
printf '%s\n' "$id"

# The load balancer is the controller's, which tags it with the ingress that EMR makes.
balancer="$(aws resourcegroupstaggingapi get-resources --resource-type-filters elasticloadbalancing:loadbalancer \
  --tag-filters "Key=ingress.k8s.aws/stack,Values=$(team_namespace "$team")/ingress-$id" \
  --query 'ResourceTagMappingList[0].ResourceARN' --output text)"
case "$balancer" in
  "" | None) say "note: no load balancer of this endpoint is known yet" ;;
  *) printf '%s\n' "$balancer" ;;
esac

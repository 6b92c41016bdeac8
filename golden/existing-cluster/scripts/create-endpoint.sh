#!/usr/bin/env bash
# Creates an interactive endpoint for EMR Studio, or finds the one that is there, and waits for it.
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

describe() {
  aws emr-containers describe-managed-endpoint --virtual-cluster-id "$cluster_id" --id "$id" --query "$1" --output text
}
while :; do
  state="$(describe endpoint.state)"
  say "$state"
  case "$state" in
    ACTIVE) break ;;
    CREATING) sleep 15 ;;
    *) fail "endpoint $id is $state: $(describe endpoint.failureReason)" ;;
  esac
done

# EMR makes the security group of the load balancer; nodes must let it in on the gateway's port.
balancer_group="$(describe endpoint.securityGroup)"
node_group="$(aws ec2 describe-security-groups --filters "Name=tag:karpenter.sh/discovery,Values=$CLUSTER" \
  --query 'SecurityGroups[0].GroupId' --output text)"
case "$balancer_group$node_group" in
  *None*) say "note: a security group is not known; open TCP 18888 from the load balancer to the nodes by hand" ;;
  *)
    aws ec2 authorize-security-group-ingress --group-id "$node_group" --protocol tcp --port 18888 \
      --source-group "$balancer_group" >/dev/null 2>&1 || say "TCP 18888 is open to the nodes already"
    ;;
esac

printf '%s\n' "$id"

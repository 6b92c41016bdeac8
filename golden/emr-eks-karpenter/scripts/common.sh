#!/usr/bin/env bash
# What the other scripts share. Source it; it does nothing by itself.
# shellcheck disable=SC2034 # the scripts that source this use them

set -euo pipefail

REGION=us-west-2
ACCOUNT=123456789012
CLUSTER=emr-eks-karpenter
BUCKET=emr-eks-karpenter-123456789012-us-west-2
HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export AWS_REGION="$REGION" AWS_PAGER=""

say() { printf '%s\n' "$*" >&2; }
fail() {
  say "error: $*"
  exit 1
}
usage() {
  say "usage: $*"
  exit 2
}
need() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null 2>&1 || fail "$tool is not installed"
  done
}

# The account behind the credentials must be the one the platform was compiled for.
check_account() {
  local account
  account="$(aws sts get-caller-identity --query Account --output text)"
  [ "$account" = "$ACCOUNT" ] || fail "the credentials are of account $account, the platform is of $ACCOUNT"
}

# The name of a team's virtual cluster.
virtual_cluster_name() {
  case "$1" in
    data-team-a) printf '%s' emr-eks-karpenter-emr-data-team-a ;;
    data-team-b) printf '%s' emr-eks-karpenter-emr-data-team-b ;;
    *) fail "no team called $1 has a virtual cluster" ;;
  esac
}

# The id of a team's virtual cluster, found by its name.
virtual_cluster_id() {
  local name id
  name="$(virtual_cluster_name "$1")"
  id="$(aws emr-containers list-virtual-clusters --container-provider-id "$CLUSTER" --container-provider-type EKS \
    --states RUNNING --query "virtualClusters[?name=='$name'].id | [0]" --output text)"
  case "$id" in
    "" | None) fail "there is no running virtual cluster $name: apply Terraform first" ;;
  esac
  printf '%s' "$id"
}

# The namespace of a team.
team_namespace() {
  case "$1" in
    data-team-a) printf '%s' emr-data-team-a ;;
    data-team-b) printf '%s' emr-data-team-b ;;
    spark-team-a) printf '%s' spark-team-a ;;
    *) fail "there is no team $1" ;;
  esac
}

# What AWS says of an endpoint: CLUSTER_ID ENDPOINT_ID QUERY.
describe_endpoint() {
  aws emr-containers describe-managed-endpoint --virtual-cluster-id "$1" --id "$2" --query "$3" --output text
}

# Opens or closes the port of gateways on nodes to the load balancer of an endpoint, whose security
# group EMR makes: authorize or revoke, CLUSTER_ID, ENDPOINT_ID. A group that a rule names cannot go.
gateway_port() {
  local verb="$1" balancer nodes said
  balancer="$(describe_endpoint "$2" "$3" endpoint.securityGroup)"
  nodes="$(aws ec2 describe-security-groups \
    --filters Name=tag:karpenter.sh/discovery,Values=emr-eks-karpenter \
    --query 'SecurityGroups[0].GroupId' --output text)"
  case "$balancer $nodes" in
    *None*)
      say "note: a security group is not known, so TCP 18888 from the load balancer to the nodes stays as it is"
      return 0
      ;;
  esac
  said="$(aws ec2 "$verb-security-group-ingress" --group-id "$nodes" --protocol tcp --port 18888 \
    --source-group "$balancer" 2>&1)" && return 0
  case "$said" in
    *InvalidPermission.Duplicate* | *InvalidPermission.NotFound*) ;;
    *) fail "$said" ;;
  esac
}

# Deletes an endpoint and waits until it is gone, its load balancer with it: CLUSTER_ID ENDPOINT_ID.
delete_endpoint() {
  local state
  gateway_port revoke "$1" "$2"
  aws emr-containers delete-managed-endpoint --virtual-cluster-id "$1" --id "$2" >/dev/null
  while :; do
    state="$(describe_endpoint "$1" "$2" endpoint.state)"
    say "$state"
    case "$state" in
      TERMINATED) return 0 ;;
      TERMINATED_WITH_ERRORS) fail "endpoint $2 is $state" ;;
    esac
    sleep 15
  done
}

# Puts what an aws command prints where a placeholder stands in $text.
bind() {
  local placeholder="$1" what="$2" value
  shift 2
  [[ "$text" == *"$placeholder"* ]] || return 0
  value="$(aws "$@")"
  case "$value" in
    "" | None) fail "AWS does not know $what: apply Terraform first" ;;
  esac
  text="${text//"$placeholder"/"$value"}"
}

# Reads documents and writes them with every late value in its place.
bind_late_values() {
  local text
  text="$(cat)"
  bind fs-UNBOUND-fsx-static-ID file_system_ids.fsx-static \
 fsx describe-file-systems --query 'FileSystems[?Tags[?Key=='\''Name'\'' && Value=='\''emr-eks-karpenter-fsx-static'\'']].FileSystemId | [0]' --output text
  bind unbound-dns-name-of-fsx-static.FSX file_system_dns_names.fsx-static \
 fsx describe-file-systems --query 'FileSystems[?Tags[?Key=='\''Name'\'' && Value=='\''emr-eks-karpenter-fsx-static'\'']].DNSName | [0]' --output text
  bind unbound-mount-name-of-fsx-static.MOUNT file_system_mount_names.fsx-static \
 fsx describe-file-systems --query 'FileSystems[?Tags[?Key=='\''Name'\'' && Value=='\''emr-eks-karpenter-fsx-static'\'']].LustreConfiguration.MountName | [0]' --output text
  bind subnet-UNBOUND file_system_subnet_id \
 ec2 describe-subnets --filters Name=tag:karpenter.sh/discovery,Values=emr-eks-karpenter Name=availability-zone,Values=us-west-2a --query 'sort(Subnets[].SubnetId)[0]' --output text
  bind sg-UNBOUND file_system_security_group_id \
 ec2 describe-security-groups --filters Name=tag:Name,Values=emr-eks-karpenter-fsx --query 'SecurityGroups[0].GroupId' --output text
  printf '%s\n' "$text"
}

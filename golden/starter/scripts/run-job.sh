#!/usr/bin/env bash
# Uploads a job's program, data and pod templates, and starts it.
set -euo pipefail
# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

[ $# -ge 2 ] || usage "run-job.sh TEAM JOB [--wait]"
team="$1"
job="$2"
wait="${3:-}"
directory="$HERE/emr/$team/$job"
[ -d "$directory" ] || fail "there is no job $job of team $team in $HERE/emr"
need aws
check_account

# Nothing but the job's own directory is uploaded.
aws s3 sync "$directory" "s3://$BUCKET/$team/$job" \
  --exclude start-job-run.json --exclude spark-application.yaml >&2

if [ -f "$directory/spark-application.yaml" ]; then
  need kubectl
  # An application that ran before is replaced: its object is its only run.
  kubectl delete -f "$directory/spark-application.yaml" --ignore-not-found >&2
  kubectl apply -f "$directory/spark-application.yaml"
  exit 0
fi

cluster_id="$(virtual_cluster_id "$team")"
run_id="$(aws emr-containers start-job-run --cli-input-json "file://$directory/start-job-run.json" \
  --virtual-cluster-id "$cluster_id" --query id --output text)"
printf '%s\n' "$run_id"

[ "$wait" = --wait ] || exit 0
while :; do
  state="$(aws emr-containers describe-job-run --virtual-cluster-id "$cluster_id" --id "$run_id" \
    --query jobRun.state --output text)"
  say "$state"
  case "$state" in
    COMPLETED) exit 0 ;;
    FAILED | CANCELLED)
      aws emr-containers describe-job-run --virtual-cluster-id "$cluster_id" --id "$run_id" \
        --query jobRun.stateDetails --output text >&2
      exit 1
      ;;
  esac
  sleep 15
done

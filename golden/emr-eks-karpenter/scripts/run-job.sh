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

# Data that lies elsewhere is fetched once, to the input of the job.
fetch() {
  local name="${1##*/}" key
  key="$team/$job/input/${name%%\?*}"
  if aws s3api head-object --bucket "$BUCKET" --key "$key" >/dev/null 2>&1; then
    return 0
  fi
  need curl
  say "fetching $1"
  curl --fail --silent --show-error --location "$1" | aws s3 cp - "s3://$BUCKET/$key" >&2
}
case "$team/$job" in
  data-team-a/taxidata)
    fetch https://d37ci6vzurychx.cloudfront.net/trip-data/yellow_tripdata_2022-01.parquet
    ;;
  data-team-a/taxidata-memory)
    fetch https://d37ci6vzurychx.cloudfront.net/trip-data/yellow_tripdata_2022-01.parquet
    ;;
  data-team-a/taxidata-graviton)
    fetch https://d37ci6vzurychx.cloudfront.net/trip-data/yellow_tripdata_2022-01.parquet
    ;;
  data-team-a/taxidata-ebs-host)
    fetch https://d37ci6vzurychx.cloudfront.net/trip-data/yellow_tripdata_2022-01.parquet
    ;;
  data-team-a/taxidata-ebs)
    fetch https://d37ci6vzurychx.cloudfront.net/trip-data/yellow_tripdata_2022-01.parquet
    ;;
  data-team-a/taxidata-fsx-static)
    fetch https://d37ci6vzurychx.cloudfront.net/trip-data/yellow_tripdata_2022-01.parquet
    ;;
  data-team-a/taxidata-fsx-dynamic)
    fetch https://d37ci6vzurychx.cloudfront.net/trip-data/yellow_tripdata_2022-01.parquet
    ;;
  data-team-a/taxidata-gang)
    fetch https://d37ci6vzurychx.cloudfront.net/trip-data/yellow_tripdata_2022-01.parquet
    ;;
  data-team-b/taxidata)
    fetch https://d37ci6vzurychx.cloudfront.net/trip-data/yellow_tripdata_2022-01.parquet
    ;;
esac

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

"""What stands in for `aws`, `kubectl`, `terraform` and their like while a script is tested.

    stub.py PROGRAM [ARGUMENT…]

It appends the call to the file that STUB_CALLS names, as one line of JSON, and answers what the
real program would once everything is there and has ended well. `--query` and `--output` work as
the AWS CLI's do.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import jmespath

NAMES = json.loads(os.environ.get("STUB_NAMES", "{}"))

# The `aws` answers by operation; a script that waits finds the state it waits for.
ANSWERS = {
    "list-virtual-clusters": {
        "virtualClusters": [
            {"id": "4ucrncg6z4nd19vh1lidna2b3", "name": name, "state": "RUNNING"}
            for name in NAMES.get("virtualClusters", [])
        ]
    },
    "describe-virtual-cluster": {"virtualCluster": {"state": "RUNNING"}},
    "start-job-run": {"id": "00000003sample0job0", "name": "job"},
    "describe-job-run": {"jobRun": {"id": "00000003sample0job0", "state": "COMPLETED"}},
    "create-managed-endpoint": {"id": "sample0endpoint0"},
    "list-managed-endpoints": {"endpoints": []},
    "describe-managed-endpoint": {
        "endpoint": {
            "id": "sample0endpoint0",
            "state": "ACTIVE",
            "serverUrl": "https://sample.us-west-2.elb.amazonaws.com:443",
            "securityGroup": "sg-0123456789abcdef0",
            "subnetIds": ["subnet-0123456789abcdef0"],
        }
    },
    "get-caller-identity": {"Account": "123456789012", "Arn": "arn:aws:iam::123456789012:root"},
    "describe-cluster": {"cluster": {"status": "ACTIVE", "endpoint": "https://sample.eks"}},
    "list-workspaces": {"workspaces": [{"workspaceId": "ws-sample", "alias": "sample"}]},
    "get-role": {"Role": {"Arn": "arn:aws:iam::123456789012:role/sample", "RoleName": "sample"}},
    "describe-load-balancers": {"LoadBalancers": []},
    "describe-security-groups": {"SecurityGroups": [{"GroupId": "sg-0123456789abcdef0"}]},
}


def main() -> int:
    """Record the call and answer it."""
    program, arguments = sys.argv[1], sys.argv[2:]
    with open(os.environ["STUB_CALLS"], "a") as calls:
        calls.write(json.dumps([program, *arguments]) + "\n")
    if "-" in arguments or program == "kubectl" and "-f-" in arguments:
        sys.stdin.read()
    if program == "aws":
        print(aws(arguments))
    elif program == "terraform" and "output" in arguments:
        print(json.dumps(NAMES.get("outputs", {})) if "-json" in arguments else "sample")
    return 0


def aws(arguments: list[str]) -> str:
    """What `aws` would print."""
    operation = next((a for a in arguments if a in ANSWERS), "")
    answer: Any = ANSWERS.get(operation, {})
    if "--query" in arguments:
        answer = jmespath.search(arguments[arguments.index("--query") + 1], answer)
    if "text" not in arguments:
        return json.dumps(answer) if answer else ""
    if isinstance(answer, list):
        return "\t".join(map(str, answer))
    return str(answer)


if __name__ == "__main__":
    sys.exit(main())

"""What stands in for `aws`, `kubectl`, `terraform` and their like while a script is tested.

    stub.py PROGRAM [ARGUMENT…]

It appends the call to the file that STUB_CALLS names, as one line of JSON with what came on
standard input, and answers what the real program would once everything is there and has ended
well. `--query` and `--output` work as the AWS CLI's do.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

# What the tree calls its parts, so that a look-up by name finds them.
NAMES = json.loads(os.environ["STUB_NAMES"])


def main() -> int:
    """Record the call and answer it."""
    program, arguments = sys.argv[1], sys.argv[2:]
    asked = recorded()
    text = sys.stdin.read() if arguments[-2:] == ["-f", "-"] else ""
    with open(os.environ["STUB_CALLS"], "a") as calls:
        calls.write(json.dumps({"call": [program, *arguments], "input": text}) + "\n")
    if program == "aws":
        print(aws(arguments, asked))
    elif arguments[:1] == ["kustomize"]:
        print(everything(Path(arguments[1])))
    elif program == "kubectl" and arguments[:1] == ["get"] and "--output" in arguments:
        print("/".join(arguments[1:3]))
    elif program == "terraform" and "output" in arguments:
        print("{}" if "-json" in arguments else "sample")
    return 0


def recorded() -> set[str]:
    """The words of the calls so far: what was deleted is no longer there."""
    path = Path(os.environ["STUB_CALLS"])
    lines = path.read_text().splitlines() if path.exists() else []
    return {word for line in lines for word in json.loads(line)["call"]}


def everything(directory: Path) -> str:
    """The manifests of a directory in one stream."""
    files = [f for f in sorted(directory.rglob("*.yaml")) if f.name != "kustomization.yaml"]
    return "\n---\n".join(file.read_text() for file in files)


def answers(query: str, asked: set[str]) -> dict[str, Any]:
    """The answers by operation; a script that waits finds the state that it waits for."""
    state = "TERMINATED" if "delete-managed-endpoint" in asked else "ACTIVE"
    group, subnet = "sg-0123456789abcdef0", "subnet-0123456789abcdef0"
    endpoint = {"id": "sample0endpoint0", "state": state, "securityGroup": group}
    named = [{"Key": "Name", "Value": v} for v in re.findall(r"Value=='([^']*)'", query)]
    system = {
        "FileSystemId": "fs-0123456789abcdef0",
        "DNSName": "fs-0123456789abcdef0.fsx.us-west-2.amazonaws.com",
        "LustreConfiguration": {"MountName": "sample"},
        "Tags": named,
    }
    clusters = [{"id": "4ucrncg6z4nd19vh1lidna2b3", "name": n} for n in NAMES["clusters"]]
    endpoints = [{**endpoint, "name": name} for name in NAMES["endpoints"]]
    return {
        "get-caller-identity": {"Account": NAMES["account"]},
        "list-virtual-clusters": {"virtualClusters": clusters},
        "start-job-run": {"id": "00000003sample0job0"},
        "describe-job-run": {"jobRun": {"id": "00000003sample0job0", "state": "COMPLETED"}},
        "list-job-runs": {"jobRuns": [{"id": "00000003sample0job0"}]},
        "create-managed-endpoint": {"id": endpoint["id"]},
        "list-managed-endpoints": {"endpoints": endpoints},
        "describe-managed-endpoint": {"endpoint": endpoint},
        "describe-cluster": {"cluster": {"status": "ACTIVE", "endpoint": "https://sample.eks"}},
        "list-workspaces": {"workspaces": [{"workspaceId": "ws-sample"}]},
        "describe-file-systems": {"FileSystems": [system]},
        "describe-subnets": {"Subnets": [{"SubnetId": subnet}]},
        "describe-security-groups": {"SecurityGroups": [{"GroupId": group}]},
    }


def aws(arguments: list[str], asked: set[str]) -> str:
    """What `aws` would print."""
    query = arguments[arguments.index("--query") + 1] if "--query" in arguments else ""
    known = answers(query, asked)
    answer: Any = known.get(next((a for a in arguments if a in known), ""), {})
    if query:
        import jmespath

        answer = jmespath.search(query, answer)
    if "text" not in arguments:
        return json.dumps(answer) if answer else ""
    return "\t".join(map(str, answer)) if isinstance(answer, list) else str(answer)


if __name__ == "__main__":
    sys.exit(main())

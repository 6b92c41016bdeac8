"""IAM policies by cfn-lint, wrapped in CloudFormation roles: grammar, elements, known actions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import metadata
from importlib.util import find_spec

from context import Context
from tree import Document, Tree
from verdict import Verdict, settle

NAME = "cfn-lint"
HOW_TO = "tests/conformance/setup.sh"

# CloudFormation takes 500 resources a template.
BATCH = 400
MESSAGE_LIMIT = 200

ANYONE = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "ec2.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}


def version(_context: Context) -> str:
    """The linter's release."""
    return metadata.version("cfn-lint")


def missing(_context: Context) -> str | None:
    """Why this oracle cannot run, if it cannot."""
    return None if find_spec("cfnlint") else "needs cfn-lint"


def judge(tree: Tree, _context: Context) -> list[Verdict]:
    """Judge every policy; a warning refuses as an error does."""
    verdicts = []
    for start in range(0, len(tree.policies), BATCH):
        batch = tree.policies[start : start + BATCH]
        said = findings([role(document) for document in batch])
        verdicts += [settle(d.name, said.get(i, [])) for i, d in enumerate(batch)]
    return verdicts


def role(document: Document) -> dict:
    """A CloudFormation role that holds the policy where its kind belongs."""
    if document.path.name == "trust-policy.json":
        properties = {"AssumeRolePolicyDocument": document.value}
    else:
        policy = {"PolicyName": "policy", "PolicyDocument": document.value}
        properties = {"AssumeRolePolicyDocument": ANYONE, "Policies": [policy]}
    return {"Type": "AWS::IAM::Role", "Properties": properties}


def findings(roles: list[dict]) -> dict[int, list[str]]:
    """What the linter says, by the index of the role."""
    found: dict[int, list[str]] = {}
    for index, message in matches({f"R{i}": role for i, role in enumerate(roles)}):
        found.setdefault(index, []).append(message)
    return found


def matches(resources: dict) -> Iterator[tuple[int, str]]:
    """Lint a template of these roles; what concerns the template as a whole is its own fault."""
    from cfnlint.api import lint
    from cfnlint.config import ManualArgs

    template = {"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}
    for match in lint(json.dumps(template), config=ManualArgs(regions=["us-east-1"])):
        at = ".".join(map(str, match.path[3:]))
        yield int(match.path[1][1:]), f"{match.rule.id} at {at}: {match.message[:MESSAGE_LIMIT]}"

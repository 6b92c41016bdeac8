"""Permission policies by parliament: actions, and the resources and conditions that fit them."""

from __future__ import annotations

import json
from importlib import metadata
from importlib.util import find_spec
from typing import Any

from context import Context
from tree import Document, Tree
from verdict import Verdict, settle

NAME = "parliament"
HOW_TO = "tests/conformance/setup.sh"


def version(_context: Context) -> str:
    """The linter's release."""
    return metadata.version("parliament")


def missing(_context: Context) -> str | None:
    """Why this oracle cannot run, if it cannot."""
    return None if find_spec("parliament") else "needs parliament"


def judge(tree: Tree, _context: Context) -> list[Verdict]:
    """Judge every policy but the trust policies, which it does not know."""
    permissions = [d for d in tree.policies if d.path.name != "trust-policy.json"]
    return [settle(document.name, findings(document)) for document in permissions]


# Conditions that are younger than the linter's data. Source: the service authorization reference.
YOUNGER = ("elasticloadbalancing:CreateAction",)


def findings(document: Document) -> list[str]:
    """What parliament says of a policy."""
    import parliament

    analysis = parliament.analyze_policy_string(json.dumps(document.value))
    found = [finding for finding in analysis.findings if not is_met(finding, document.value)]
    return [f"{finding.issue} {finding.detail}" for finding in found]


def is_met(finding: Any, policy: dict) -> bool:
    """Whether the linter overlooked what meets its finding."""
    if finding.issue == "UNKNOWN_CONDITION_FOR_ACTION":
        return any(condition in str(finding.detail) for condition in YOUNGER)
    # It reads statement by statement, but an action that needs several resources at once may find
    # them in several statements.
    lacks = finding.detail if finding.issue == "RESOURCE_MISMATCH" else []
    return bool(lacks) and all(is_given(lack, policy) for lack in lacks)


def is_given(lack: dict, policy: dict) -> bool:
    """Whether any statement lets the action have a resource of the form."""
    from parliament import is_arn_match

    def matches(arn: str) -> bool:
        # The linter raises on what is no ARN at all.
        try:
            return is_arn_match("*", lack["required_format"], arn)
        except Exception:
            return False

    return any(
        matches(arn)
        for statement in policy["Statement"]
        if lack["action"] in statement["Action"]
        for arn in statement.get("Resource", [])
    )

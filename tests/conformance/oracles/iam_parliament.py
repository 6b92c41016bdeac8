"""Permission policies by parliament: actions, and the resources and conditions that fit them."""

from __future__ import annotations

import json
from importlib import metadata
from importlib.util import find_spec

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


def findings(document: Document) -> list[str]:
    """What parliament says of a policy."""
    import parliament

    analysis = parliament.analyze_policy_string(json.dumps(document.value))
    return [f"{finding.issue} {finding.detail}" for finding in analysis.findings]

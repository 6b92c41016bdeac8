"""Requests to EMR and EKS against botocore's service models: members, types, bounds, patterns.

botocore itself checks required members, types and minimum lengths. The models also state maxima,
enumerations, patterns and unions, which the service enforces; this walks those too.
"""

from __future__ import annotations

import fnmatch
import functools
import re
from collections.abc import Iterator
from importlib import metadata
from importlib.util import find_spec
from typing import Any

from context import Context
from tree import Document, Tree
from verdict import Verdict, settle, skip

NAME = "botocore"
HOW_TO = "tests/conformance/setup.sh"

# Which operation a file is for, by its place in the tree.
OPERATIONS = [
    ("emr/*/virtual-cluster.json", "emr-containers", "CreateVirtualCluster"),
    ("emr/*/start-job-run.json", "emr-containers", "StartJobRun"),
    ("emr/*/job-template.json", "emr-containers", "CreateJobTemplate"),
    ("emr/*security-configuration.json", "emr-containers", "CreateSecurityConfiguration"),
    ("emr/*/create-managed-endpoint.json", "emr-containers", "CreateManagedEndpoint"),
    ("iam/*/*association*.json", "eks", "CreatePodIdentityAssociation"),
]


def version(_context: Context) -> str:
    """The release whose models judge."""
    return metadata.version("botocore")


def missing(_context: Context) -> str | None:
    """Why this oracle cannot run, if it cannot."""
    return None if find_spec("botocore") else "needs botocore"


def judge(tree: Tree, _context: Context) -> list[Verdict]:
    """Judge every request and every Pod Identity association."""
    return [verdict(document) for document in tree.requests + tree.associations]


def verdict(document: Document) -> Verdict:
    """Judge one request by the model of its operation."""
    operation = operation_of(document)
    if operation is None:
        return skip(document.name, "no request that the models know")
    shape, value = input_shape(*operation), document.value
    return settle(document.name, [*botocore_findings(shape, value), *findings(shape, value)])


def operation_of(document: Document) -> tuple[str, str] | None:
    """The service and operation that a file is for."""
    for pattern, service, operation in OPERATIONS:
        if fnmatch.fnmatch(document.name, pattern):
            return service, operation
    return None


@functools.cache
def input_shape(service: str, operation: str):
    """The shape of an operation's input."""
    import botocore.session

    model = botocore.session.get_session().get_service_model(service)
    return model.operation_model(operation).input_shape


def botocore_findings(shape, value: Any) -> list[str]:
    """What botocore's own validation says; the token is the SDK's to fill in."""
    from botocore.validate import ParamValidator

    names = ("clientToken", "clientRequestToken")
    tokens = {name: "token" for name in names if name in shape.members}
    report = ParamValidator().validate({**tokens, **value}, shape)
    return [report.generate_report()] if report.has_errors() else []


def findings(shape, value: Any, path: str = "") -> Iterator[str]:
    """What the model's maxima, enumerations, patterns and unions say of a value."""
    if shape.type_name == "structure" and isinstance(value, dict):
        yield from structure_findings(shape, value, path)
    elif shape.type_name == "map" and isinstance(value, dict):
        yield from bound_findings(shape, len(value), path, "entries")
        for key, member in value.items():
            yield from findings(shape.key, key, f"{path}.{key} (key)")
            yield from findings(shape.value, member, f"{path}.{key}")
    elif shape.type_name == "list" and isinstance(value, list):
        yield from bound_findings(shape, len(value), path, "items")
        for index, member in enumerate(value):
            yield from findings(shape.member, member, f"{path}[{index}]")
    elif isinstance(value, str):
        yield from text_findings(shape, value, path)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield from bound_findings(shape, value, path, "")


def structure_findings(shape, value: dict, path: str) -> Iterator[str]:
    """The members of a structure; of a union exactly one may be there."""
    # JobDriver is a union by its documentation, without the model's mark.
    if (shape.is_tagged_union or shape.name == "JobDriver") and len(value) != 1:
        yield f"{path}: exactly one member, not {sorted(value)}"
    for name, member in value.items():
        if name in shape.members:
            yield from findings(shape.members[name], member, f"{path}.{name}".lstrip("."))


def text_findings(shape, value: str, path: str) -> Iterator[str]:
    """Length, enumeration and pattern of a text; the service matches the whole of it."""
    yield from bound_findings(shape, len(value), path, "characters")
    if shape.enum and value not in shape.enum:
        yield f"{path}: `{value}` is none of {shape.enum}"
    pattern = shape.metadata.get("pattern")
    if pattern and not re.fullmatch(pattern, value, re.ASCII):
        yield f"{path}: `{value[:80]}` does not match {pattern}"


def bound_findings(shape, size: int, path: str, unit: str) -> Iterator[str]:
    """The least and greatest size that the model admits."""
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is not None and size < least:
        yield f"{path}: {size} {unit}, at least {least}"
    if most is not None and size > most:
        yield f"{path}: {size} {unit}, at most {most}"

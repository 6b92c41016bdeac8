"""SparkApplications against the models that are made from the Spark operator's own OpenAPI.

The models check types, formats and required fields. What they do not know they drop, as the API
server does in silence: a field that is lost on the way through them is refused.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
from collections.abc import Iterator
from typing import Any

from context import Context
from tree import Document, Tree
from verdict import Verdict, settle

NAME = "spark-operator"
HOW_TO = "tests/conformance/setup.sh"

PACKAGE = "kubeflow_spark_api"
VERSION = "sparkoperator.k8s.io/v1beta2"


def version(_context: Context) -> str:
    """The release of the models."""
    return f"{PACKAGE} {importlib.metadata.version(PACKAGE)}"


def missing(_context: Context) -> str | None:
    """Why this oracle cannot run, if it cannot."""
    return None if importlib.util.find_spec(PACKAGE) else f"needs {PACKAGE}"


def judge(tree: Tree, _context: Context) -> list[Verdict]:
    """Judge every SparkApplication of the tree."""
    documents = [d for d in tree.yaml("emr/**/*.yaml") if d.version.startswith(VERSION.split("/")[0])]
    return [settle(document.name, list(findings(document))) for document in documents]


def findings(document: Document) -> Iterator[str]:
    """What the models say of one object."""
    if (document.version, document.kind) != (VERSION, "SparkApplication"):
        yield f"there is no {document.kind} in {document.version}"
        return
    # Here, as the import takes a second.
    from kubeflow_spark_api.models import SparkV1beta2SparkApplication  # noqa: PLC0415
    from pydantic import ValidationError  # noqa: PLC0415

    try:
        known = SparkV1beta2SparkApplication.from_dict(document.value)
    except ValidationError as error:
        for one in error.errors():
            yield f"{'.'.join(map(str, one['loc']))}: {one['msg']}"
        return
    yield from lost(document.value, known.to_dict(), "")


def lost(value: Any, kept: Any, path: str) -> Iterator[str]:
    """The fields that the models do not have."""
    if isinstance(value, dict) and isinstance(kept, dict):
        for name, inner in value.items():
            at = f"{path}.{name}".removeprefix(".")
            if name in kept:
                yield from lost(inner, kept[name], at)
            elif inner not in (None, {}, []):
                yield f"the operator has no {at}"
    elif isinstance(value, list) and isinstance(kept, list):
        for index, (inner, own) in enumerate(zip(value, kept, strict=True)):
            yield from lost(inner, own, f"{path}[{index}]")

"""Core Kubernetes objects and pod templates against the API's own JSON Schemas, strictly.

The schemas are those of kubernetes-validate, made from each release's OpenAPI document. An object
is judged by the release that the tree targets and by every later one that emrgen supports, since
clusters are upgraded under their objects.
"""

from __future__ import annotations

import functools
import json
import re
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from context import KUBERNETES, Context
from tree import Document, Tree
from verdict import Verdict, settle

NAME = "kubernetes-validate"
HOW_TO = "tests/conformance/setup.sh"

BUILT_IN = {
    "", "admissionregistration.k8s.io", "apps", "autoscaling", "batch", "coordination.k8s.io",
    "networking.k8s.io", "policy", "rbac.authorization.k8s.io", "scheduling.k8s.io",
    "storage.k8s.io",
}  # fmt: skip


def version(_context: Context) -> str:
    """The package's release."""
    return metadata.version("kubernetes-validate")


def missing(_context: Context) -> str | None:
    """Why this oracle cannot run, if it cannot."""
    return None if find_spec("kubernetes_validate") else "needs kubernetes-validate"


def releases(context: Context) -> list[str]:
    """The target and the supported releases after it."""
    return KUBERNETES[KUBERNETES.index(context.kubernetes) :]


def judge(tree: Tree, context: Context) -> list[Verdict]:
    """Judge every object of a built-in group, and every pod template."""
    documents = [*tree.manifests, *tree.pod_templates]
    built_in = [d for d in documents if d.version.rpartition("/")[0] in BUILT_IN]
    return [settle(d.name, findings(d, releases(context))) for d in built_in]


def findings(document: Document, targets: list[str]) -> list[str]:
    """What the releases' schemas say, each thing once with the first release that says it."""
    said: dict[str, str] = {}
    for release in targets:
        for message in errors(document, release):
            said.setdefault(message, release)
    return [f"Kubernetes {release}: {message}" for message, release in said.items()]


def errors(document: Document, release: str) -> list[str]:
    """What one release's strict schema says."""
    judge_of = validator(release, document.version, document.kind)
    if judge_of is None:
        return [f"no {document.kind} in {document.version}"]
    return [
        f"{error.json_path}: {error.message[:200]}"
        for error in judge_of.iter_errors(document.value)
    ]


@functools.cache
def directory(release: str) -> Path:
    """The package's strict schemas of a release."""
    package = Path(find_spec("kubernetes_validate").origin).parent
    return package / "kubernetes-json-schema" / f"v{release}.0-local-strict"


@functools.cache
def registry(release: str):
    """The definitions that a release's schemas refer to, read once."""
    from referencing import Registry, Resource

    definitions = json.loads((directory(release) / "_definitions.json").read_bytes())
    return Resource.from_contents(definitions) @ Registry()


@functools.cache
def validator(release: str, api_version: str, kind: str):
    """The validator of a kind, or None where the release has no such kind."""
    from jsonschema import Draft202012Validator

    group = re.sub(r"^([^./]*)(?:\.[^/]*)?/", r"\1-", api_version)
    path = directory(release) / f"{kind.lower()}-{group}.json"
    if not path.exists():
        return None
    return Draft202012Validator(json.loads(path.read_bytes()), registry=registry(release))

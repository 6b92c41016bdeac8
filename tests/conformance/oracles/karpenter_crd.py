"""Karpenter's objects against its published CustomResourceDefinitions, CEL rules included."""

from __future__ import annotations

from importlib import metadata
from importlib.util import find_spec

from context import Context
from tree import Document, Tree
from verdict import Verdict, settle

NAME = "karpenter-crd"
HOW_TO = "tests/conformance/setup.sh; Karpenter's CRDs in ../shared/upstream/karpenter/<release>/"

GROUPS = ("karpenter.sh/", "karpenter.k8s.aws/")


def version(_context: Context) -> str:
    """The CEL implementation."""
    return f"cel-python {metadata.version('cel-python')}"


def missing(context: Context) -> str | None:
    """Why this oracle cannot run, if it cannot."""
    absent = [name for name in ("celpy", "jsonschema") if not find_spec(name)]
    if not directory(context).is_dir():
        absent.append(f"the CRDs of Karpenter {context.karpenter}")
    return f"needs {', '.join(absent)}" if absent else None


def directory(context: Context):
    """Where the CRDs of the targeted release are."""
    return context.upstream / "karpenter" / context.karpenter


def judge(tree: Tree, context: Context) -> list[Verdict]:
    """Judge every object of Karpenter's groups."""
    karpenter = [d for d in tree.manifests if d.version.startswith(GROUPS)]
    return [verdict(document, context) for document in karpenter]


def verdict(document: Document, context: Context) -> Verdict:
    """Judge one object; a kind that the release lacks is refused."""
    import structural

    schema = structural.definitions(directory(context)).get((document.version, document.kind))
    if schema is None:
        return settle(document.name, [f"Karpenter {context.karpenter} has no {document.kind}"])
    return settle(document.name, structural.errors(schema, document.value))

"""Helm values against the catalog of the charts' keys.

No package registry carries the charts, so their templates cannot judge; the catalog states which
keys a chart's own values have. A key that the catalog lacks is refused: Helm would take it, and the
chart would ignore it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from context import REPOSITORY, Context
from tree import Document, Tree
from verdict import Verdict, settle, skip

NAME = "helm-keys"
HOW_TO = "src/catalog/data/charts.txt"

CATALOG = REPOSITORY / "src" / "catalog" / "data" / "charts.txt"


def version(_context: Context) -> str:
    """How many charts the catalog has."""
    return f"catalog of {len(charts())} charts"


def missing(_context: Context) -> str | None:
    """Why this oracle cannot run, if it cannot."""
    return None if CATALOG.exists() else "needs the catalog"


def judge(tree: Tree, _context: Context) -> list[Verdict]:
    """Judge the values of every add-on."""
    known = charts()
    return [verdict(document, known) for document in tree.yaml("helm/*/values.yaml")]


def verdict(document: Document, known: dict[str, dict[str, set[str]]]) -> Verdict:
    """Judge one add-on's values."""
    addon = document.path.parent.name
    if addon not in known:
        return skip(document.name, "the catalog has no such chart")
    return settle(document.name, list(unknown(known[addon], document.value or {}, "")))


def charts() -> dict[str, dict[str, set[str]]]:
    """The keys by path, of each add-on's chart; the root's path is empty."""
    found: dict[str, dict[str, set[str]]] = {}
    keys: dict[str, set[str]] = {}
    for line in CATALOG.read_text().splitlines():
        if line.startswith("@"):
            keys = found.setdefault(line[1:].split()[0], {})
        elif line and not line.startswith("#"):
            path, _, names = line.partition(": ")
            keys[path.rstrip("!").removeprefix(".")] = set(names.split())
    return found


def unknown(keys: dict[str, set[str]], value: Any, path: str) -> Iterator[str]:
    """The keys that the catalog lacks, at the paths that it lists."""
    if not isinstance(value, dict) or path not in keys:
        return
    for name, inner in value.items():
        at = f"{path}.{name}".removeprefix(".")
        if name not in keys[path]:
            yield f"the chart has no {at}"
        yield from unknown(keys, inner, at)

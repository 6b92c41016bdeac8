"""Every YAML and JSON file by several readers: YAML 1.1, YAML 1.2 and JSON see the same values.

kubectl, Helm and PyYAML read YAML 1.1, where a bare `on` is true and `012` is ten; others read 1.2.
A value that only one of them would change shows here, and so does one that is no JSON at all, such
as a bare date.
"""

from __future__ import annotations

import json
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml
from context import Context
from tree import LOADER, Tree
from verdict import Verdict, settle

NAME = "readers"
HOW_TO = "tests/conformance/setup.sh"


def version(_context: Context) -> str:
    """The readers' releases."""
    return f"PyYAML {metadata.version('PyYAML')}, ruamel.yaml {metadata.version('ruamel.yaml')}"


def missing(_context: Context) -> str | None:
    """Why this oracle cannot run, if it cannot."""
    return None if find_spec("ruamel.yaml") else "needs ruamel.yaml"


def judge(tree: Tree, _context: Context) -> list[Verdict]:
    """Judge every YAML and JSON file of the tree."""
    yaml_files, json_files = tree.files("**/*.yaml"), tree.files("**/*.json")
    verdicts = [settle(tree.name(path), yaml_findings(path)) for path in yaml_files]
    return verdicts + [settle(tree.name(path), json_findings(path)) for path in json_files]


def yaml_findings(path: Path) -> list[str]:
    """Where the two YAML readers differ, or what either refuses."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    modern = YAML(typ="safe", pure=True)
    modern.version = (1, 2)
    try:
        with path.open("rb") as old, path.open("rb") as new:
            pair = list(yaml.load_all(old, LOADER)), list(modern.load_all(new))
    except (yaml.YAMLError, MarkedYAMLError) as error:
        return [str(error)]
    return differences("$", *pair)


def json_findings(path: Path) -> list[str]:
    """What a strict JSON reader refuses: duplicate keys, numbers that JSON lacks, bad syntax."""
    try:
        text = path.read_text("utf-8")
        value = json.loads(text, object_pairs_hook=unique, parse_constant=no_number)
    except ValueError as error:
        return [str(error)]
    return differences("$", value, value)


def unique(pairs: list[tuple[str, Any]]) -> dict:
    """The members of an object, none of them twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(f"duplicate keys among {[key for key, _ in pairs]}")
    return found


def no_number(name: str) -> None:
    """Refuse NaN and the infinities."""
    raise ValueError(f"{name} is no JSON number")


def differences(path: str, old: Any, new: Any) -> list[str]:
    """Where two readers' values differ in type or content, or are no JSON values."""
    if type(old) is not type(new):
        return [f"{path}: {old!r} by YAML 1.1, {new!r} by YAML 1.2"]
    if isinstance(old, dict):
        keys = [key for key in {**old, **new} if key not in old or key not in new]
        found = [f"{path}: key {key!r} by one reader only" for key in keys]
        found += [f"{path}: key {key!r} is no text" for key in old if not isinstance(key, str)]
        shared = [key for key in old if key in new]
        return found + [d for k in shared for d in differences(f"{path}.{k}", old[k], new[k])]
    if isinstance(old, list):
        found = [] if len(old) == len(new) else [f"{path}: {len(old)} items, or {len(new)}"]
        pairs = enumerate(zip(old, new, strict=False))
        return found + [d for i, (a, b) in pairs for d in differences(f"{path}[{i}]", a, b)]
    if not isinstance(old, str | int | float | bool | None):
        return [f"{path}: {old!r} is no JSON value"]
    return [] if old == new else [f"{path}: {old!r} by YAML 1.1, {new!r} by YAML 1.2"]

"""What a Terraform configuration in JSON says of its providers, types and variables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# The provider of the core's own types.
BUILT_IN = "terraform"
# What a variable without a default is given, by how its type begins.
VALUES = {"string": "sample", "number": "1", "bool": "true", "list": "[]", "set": "[]"}


class Configuration:
    """The files of one directory, read together as Terraform reads them."""

    def __init__(self, directory: Path) -> None:
        self.files = sorted(directory.glob("*.tf.json"))
        self.values = [json.loads(file.read_bytes()) for file in self.files]

    def blocks(self, *path: str) -> Iterator[tuple[str, Any]]:
        """The labels and bodies at a path of block types, in every file."""
        for value in self.values:
            yield from labelled(value, list(path))

    def types(self, kind: str, provider: str) -> list[str]:
        """The types of `resource` or `data` that a provider has to know."""
        found = {label for label, _ in self.blocks(kind)}
        return sorted(label for label in found if label.partition("_")[0] == provider)

    def providers(self) -> dict[str, tuple[str, str]]:
        """The source and version constraint of each provider in use, by its local name."""
        kinds = [label for kind in ("resource", "data") for label, _ in self.blocks(kind)]
        names = {kind.partition("_")[0] for kind in kinds} - {BUILT_IN}
        names |= {label for label, _ in self.blocks("provider")}
        stated = dict(self.blocks("terraform", "required_providers"))
        return {name: requirement(name, stated.get(name)) for name in sorted({*names, *stated})}

    def variables(self) -> list[str]:
        """The `-var` options for variables that have no default."""
        open_ones = {n: body for n, body in self.blocks("variable") if "default" not in body}
        return [f"-var={name}={value(body)}" for name, body in open_ones.items()]


def labelled(value: Any, path: list[str]) -> Iterator[tuple[str, Any]]:
    """The members of the objects at a path; an array of objects stands for each of them."""
    for item in value if isinstance(value, list) else [value]:
        if path and path[0] in item:
            yield from labelled(item[path[0]], path[1:])
        elif not path:
            yield from item.items()


def requirement(name: str, stated: Any) -> tuple[str, str]:
    """The source and the constraint that `required_providers` states, with Terraform's defaults."""
    if isinstance(stated, str):
        return f"hashicorp/{name}", stated
    stated = stated or {}
    return stated.get("source", f"hashicorp/{name}"), stated.get("version", "")


def value(variable: dict) -> str:
    """A value of a variable's type."""
    kind = variable.get("type", "string").strip("${}")
    return VALUES.get(kind.partition("(")[0], "{}")


def admits(constraint: str, version: str) -> bool:
    """Whether a version constraint of Terraform admits a version."""
    from packaging.specifiers import SpecifierSet

    parts = [part.strip() for part in constraint.split(",") if part.strip()]
    return SpecifierSet(",".join(map(specifier, parts))).contains(version)


def specifier(part: str) -> str:
    """One condition of a constraint in Python's notation: `~> 5.95` is `~=5.95`."""
    operator = part.rstrip("0123456789.- +abcdefghijklmnopqrstuvwxyz").strip()
    release = part.removeprefix(operator).strip()
    if operator == "~>" and "." not in release:
        operator = ">="
    return {"": "==", "=": "==", "~>": "~="}.get(operator, operator) + release

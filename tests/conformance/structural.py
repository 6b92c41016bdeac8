"""CustomResourceDefinitions as the API server applies them: defaults, structure, CEL rules.

The rules are evaluated by cel-python, which shares no code with emrgen. Rules about a change
(those that name `oldSelf`) do not concern the creation of an object, so they are left out, as the
API server leaves them out.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from tree import LOADER


@functools.cache
def definitions(directory: Path) -> dict[tuple[str, str], dict]:
    """The OpenAPI schemas of a directory's CRDs, by `group/version` and kind."""
    found = {}
    for path in sorted(directory.glob("*.yaml")):
        spec = yaml.load(path.read_bytes(), LOADER)["spec"]
        for version in spec["versions"]:
            key = (f"{spec['group']}/{version['name']}", spec["names"]["kind"])
            found[key] = version["schema"]["openAPIV3Schema"]
    return found


def errors(schema: dict, value: Any) -> list[str]:
    """What the API server would say of an object with this schema, unknown fields included."""
    value = defaulted(schema, value)
    return [*structure_errors(schema, value), *rule_errors(schema, value)]


def defaulted(schema: dict, value: Any) -> Any:
    """The value with the defaults of absent properties, recursively."""
    if isinstance(value, list):
        return [defaulted(schema.get("items", {}), item) for item in value]
    if not isinstance(value, dict):
        return value
    properties = schema.get("properties", {})
    missing = {n: p["default"] for n, p in properties.items() if "default" in p and n not in value}
    return {n: defaulted(child(schema, n), v) for n, v in {**value, **missing}.items()}


def child(schema: dict, name: str) -> dict:
    """The schema of a property; of a map, that of its values."""
    extra = schema.get("additionalProperties")
    found = schema.get("properties", {}).get(name)
    return found if found is not None else extra if isinstance(extra, dict) else {}


def structure_errors(schema: dict, value: Any) -> list[str]:
    """What the structural schema says, fields that it does not have included."""
    found = validator(Identity(schema)).iter_errors(value)
    return [f"{error.json_path}: {error.message[:200]}" for error in found]


class Identity:
    """A schema as a key of a cache; schemas live as long as the process."""

    def __init__(self, schema: dict) -> None:
        self.schema = schema

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Identity) and self.schema is other.schema

    def __hash__(self) -> int:
        return id(self.schema)


@functools.cache
def validator(identity: Identity):
    """The JSON Schema validator of a structural schema."""
    from jsonschema import Draft4Validator

    return Draft4Validator(strict(identity.schema, root=True))


def strict(schema: dict, root: bool = False) -> dict:
    """A structural schema as a JSON Schema that refuses unknown fields."""
    result = {k: v for k, v in schema.items() if k not in ("default", "description", "format")}
    if "properties" in schema:
        result["properties"] = {n: strict(p) for n, p in schema["properties"].items()}
        open_ended = "additionalProperties" in schema or keeps_unknown(schema)
        result.setdefault("additionalProperties", open_ended)
    if isinstance(schema.get("additionalProperties"), dict):
        result["additionalProperties"] = strict(schema["additionalProperties"])
    if "items" in schema:
        result["items"] = strict(schema["items"])
    if root:
        result["properties"] = {**result["properties"], "metadata": {"type": "object"}}
    return nullable(result) if schema.get("nullable") else result


def keeps_unknown(schema: dict) -> bool:
    """Whether an object may hold fields that its schema does not name."""
    return bool(schema.get("x-kubernetes-preserve-unknown-fields"))


def nullable(schema: dict) -> dict:
    """The schema, or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def rule_errors(schema: dict, value: Any, path: str = "$") -> Iterator[str]:
    """The messages of the CEL rules that the value breaks, everywhere below it."""
    for rule in schema.get("x-kubernetes-validations", []):
        if "oldSelf" not in rule["rule"] and not holds(rule["rule"], value):
            yield f"{path}: {rule.get('message', rule['rule'])}"
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from rule_errors(schema.get("items", {}), item, f"{path}[{index}]")
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from rule_errors(child(schema, name), item, f"{path}.{name}")


def holds(rule: str, value: Any) -> bool:
    """Whether a rule is true of a value; one that cannot be evaluated counts as broken."""
    import celpy

    try:
        return bool(program(rule).evaluate({"self": celpy.json_to_cel(value)}))
    except celpy.CELEvalError:
        return False


@functools.cache
def program(rule: str):
    """The compiled rule, with the functions that Kubernetes adds to CEL."""
    import celpy

    environment = celpy.Environment()
    functions = {"find": find, "split": split}
    return environment.program(environment.compile(rule), functions=functions)


def find(text, pattern):
    """Kubernetes' `find`: the first match of a regular expression, or the empty text."""
    from celpy.celtypes import StringType

    found = re.search(str(pattern), str(text))
    return StringType(found[0] if found else "")


def split(text, separator):
    """Kubernetes' `split`: the parts of a text."""
    from celpy.celtypes import ListType, StringType

    return ListType([StringType(part) for part in str(text).split(str(separator))])

"""Terraform providers' schemas, read from the npm packages of the CDK for Terraform.

Each package holds bindings that were generated from `terraform providers schema` of one provider
release; their source lies in the source maps. It says of every attribute whether it is required,
optional or computed, and of every nested one whether it is a list, a set or a single object.
"""

from __future__ import annotations

import base64
import functools
import json
import re
import tarfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SOURCE = re.compile(r"sourceMappingURL=data:application/json;base64,(\S+)")
PATH = re.compile(r"package/lib/([\w-]+)/(?:[\w-]+/)*[\w-]+\.js")
RELEASE = re.compile(r"providerName: '([\w-]+)',\s+providerVersion: '([^']+)'")
CLASS = re.compile(r"^export class (\w+) extends cdktf\.(\w+) \{$(.*?)^\}$", re.M | re.S)
MEMBER = re.compile(
    r"^  // (\w+) - computed: (\w+), optional: (\w+), required: (\w+)\n"
    r"(?:  private _\w+ = new (\w+)\(this, \"\w+\"(?:, (\w+))?\);"
    r"|.*?return (?:this\.|cdktf\.)(.*?);$)",
    re.M | re.S,
)
# What a getter's call says of the attribute's type.
GETTERS = [
    ("NumberListAttribute", ["list", "number"]),
    ("StringMapAttribute", ["map", "string"]),
    ("NumberMapAttribute", ["map", "number"]),
    ("BooleanMapAttribute", ["map", "bool"]),
    ("ListAttribute", ["list", "string"]),
    ("StringAttribute", "string"),
    ("NumberAttribute", "number"),
    ("BooleanAttribute", "bool"),
]
# How the provider's own arguments are stored.
STORED = {
    "string": "string",
    "number": "number",
    "boolean": "bool",
    "stringList": ["list", "string"],
    "stringMap": ["map", "string"],
}


@dataclass(frozen=True)
class Attribute:
    """An attribute: its type as cty's JSON has it, and who sets it."""

    type: Any
    required: bool = False
    optional: bool = False
    computed: bool = False


@dataclass(frozen=True)
class Nested:
    """A nested block: `single`, `list` or `set`, at most one where `most` is 1."""

    nesting: str
    least: int
    most: int
    block: Block


@dataclass(frozen=True)
class Block:
    """The attributes and nested blocks of a resource, a data source or a block."""

    attributes: dict[str, Attribute] = field(default_factory=dict)
    blocks: dict[str, Nested] = field(default_factory=dict)


@dataclass(frozen=True)
class Provider:
    """A provider's own arguments, and the types that were asked for."""

    config: Block
    resources: dict[str, Block]
    data: dict[str, Block]


def read(archive: Path, resources: Iterable[str], data: Iterable[str]) -> Provider:
    """Read a package's schemas of these types; a type that the provider lacks is left out."""
    name = archive.name.split("-provider-")[1].rpartition("-")[0]
    wanted = {directory(name, kind): kind for kind in resources}
    wanted_data = {f"data-{name}-{directory(name, kind)}": kind for kind in data}
    sources = texts(archive, frozenset({"provider", *wanted, *wanted_data}))
    return Provider(
        config=config_block(sources["provider"]),
        resources={k: block(sources[d]) for d, k in wanted.items() if d in sources},
        data={k: block(sources[d]) for d, k in wanted_data.items() if d in sources},
    )


@functools.cache
def release(archive: Path) -> tuple[str, str]:
    """The provider's name and version."""
    found = RELEASE.search(texts(archive, frozenset({"provider"}))["provider"])
    return found[1], found[2]


def directory(provider: str, kind: str) -> str:
    """The directory of a type in the package: `aws_eks_cluster` is in `eks-cluster`."""
    return kind.removeprefix(f"{provider}_").replace("_", "-")


@functools.cache
def texts(archive: Path, directories: frozenset[str]) -> dict[str, str]:
    """The TypeScript source of the files of each directory."""
    found: dict[str, str] = {}
    with tarfile.open(archive) as package:
        for member in package:
            path = PATH.fullmatch(member.name)
            if path and path[1] in directories:
                text = package.extractfile(member).read().decode()
                found[path[1]] = found.get(path[1], "") + source(text)
    return found


def source(text: str) -> str:
    """The source that a compiled file's map holds."""
    found = SOURCE.search(text)
    return "\n".join(json.loads(base64.b64decode(found[1]))["sourcesContent"]) if found else ""


def block(text: str) -> Block:
    """The schema of the resource or data source that the source is of."""
    classes = {name: body for name, _, body in CLASS.findall(text)}
    top = next(
        n
        for n, base, _ in CLASS.findall(text)
        if base in ("TerraformResource", "TerraformDataSource")
    )
    return block_of(classes, top)


def block_of(classes: dict[str, str], name: str) -> Block:
    """The schema that a class states, nested ones included."""
    result = Block()
    for member, computed, optional, required, item, is_set, getter in MEMBER.findall(classes[name]):
        flags = {
            "computed": computed == "true",
            "optional": optional == "true",
            "required": required == "true",
        }
        if not item:
            result.attributes[member] = Attribute(getter_type(getter), **flags)
        elif flags["computed"]:
            inner = block_of(classes, item_class(item))
            result.attributes[member] = Attribute(
                object_type(classes, item, is_set, inner), **flags
            )
        else:
            result.blocks[member] = nested(classes, item, is_set, flags["required"])
    return result


def getter_type(getter: str) -> Any:
    """The type of an attribute, from what its getter returns."""
    for call, found in GETTERS:
        if call in getter:
            as_set = "Fn.tolist(" in getter
            return ["set", found[1]] if as_set else found
    return "dynamic"


def item_class(name: str) -> str:
    """The class of one item: of `XList` it is `XOutputReference`."""
    return re.sub(r"(List|Map)$", "OutputReference", name)


def single_call(body: str) -> str:
    """How a class that stands alone calls its base: with an index it is an item of a list."""
    found = re.search(r"super\(terraformResource, terraformAttribute, (.*?)\);", body)
    return found[1] if found else ""


def object_type(classes: dict[str, str], item: str, is_set: str, inner: Block) -> Any:
    """The type of a computed attribute that holds objects."""
    members = {name: attribute.type for name, attribute in inner.attributes.items()}
    for name, block in inner.blocks.items():
        members[name] = [block.nesting, block_type(block.block)]
    if item.endswith("Map"):
        return ["map", ["object", members]]
    if item.endswith("List"):
        return ["set" if is_set == "true" else "list", ["object", members]]
    return (
        ["list", ["object", members]]
        if ", 0" in single_call(classes[item])
        else ["object", members]
    )


def block_type(block: Block) -> Any:
    """The type of a block's value."""
    members = {name: attribute.type for name, attribute in block.attributes.items()}
    for name, inner in block.blocks.items():
        value = block_type(inner.block)
        members[name] = value if inner.nesting == "single" else [inner.nesting, value]
    return ["object", members]


def nested(classes: dict[str, str], item: str, is_set: str, required: bool) -> Nested:
    """A nested block; where the binding holds one item, Terraform takes at most one."""
    inner = block_of(classes, item_class(item))
    least = 1 if required else 0
    if item.endswith("List"):
        return Nested("set" if is_set == "true" else "list", least, 0, inner)
    call = single_call(classes[item])
    if ", 0" not in call:
        return Nested("single", 0, 0, inner)
    return Nested("set" if call.startswith("true") else "list", least, 1, inner)


FIELD = re.compile(
    r"^ +(\w+): \{\n +value: .*\n +isBlock: (\w+),\n +type: \"(\w+)\","
    r"\n +storageClassType: \"(\w+)\"",
    re.M,
)


def config_block(text: str) -> Block:
    """The schema of the provider's own arguments, all of which are optional."""
    return fields(text, text[text.rindex("synthesizeHclAttributes") :])


def fields(text: str, body: str) -> Block:
    """The schema that a function states which writes arguments as HCL."""
    result = Block()
    for name, is_block, shape, stored in FIELD.findall(body):
        if is_block == "false":
            found = STORED.get(stored, "dynamic")
            result.attributes[name] = Attribute(
                ["set", found[1]] if shape == "set" else found, optional=True
            )
        else:
            inner = fields(text, writer(text, stored.removesuffix("List")))
            result.blocks[name] = Nested("single" if shape == "struct" else shape, 0, 0, inner)
    result.attributes.pop("alias", None)
    return result


def writer(text: str, name: str) -> str:
    """The body of the function that writes a nested argument of the provider as HCL."""
    start = text.index(f"function {name[0].lower()}{name[1:]}ToHclTerraform(")
    return text[start : text.index("\n}\n", start)]

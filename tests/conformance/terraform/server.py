"""A provider made of a schema alone, which Terraform's core takes for the real one.

It speaks the plug-in protocol, so the core itself decodes, type-checks and plans the configuration.
What only the real provider could know is unknown in a plan, as it is before an apply; what a data
source would read is a plausible value of its type.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import grpc
import msgpack
from tf.gen import tfplugin_pb2 as pb
from tf.gen import tfplugin_pb2_grpc as rpc

from terraform.samples import sample
from terraform.schema import Attribute, Block, Nested, Provider

# What an attribute holds, by its name and type.
Fill = Callable[[str, Any], Any]

# cty's "known after apply" in MessagePack.
UNKNOWN = msgpack.ExtType(0, b"\x00")
NESTING = {"single": 1, "list": 2, "set": 3, "map": 4}


class Servicer(rpc.ProviderServicer):
    """Terraform's calls to the provider."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider

    def GetMetadata(self, request, context):
        """The types, by name."""
        answer = pb.GetMetadata.Response()
        answer.server_capabilities.plan_destroy = False
        for kind in self.provider.resources:
            answer.resources.add(type_name=kind)
        for kind in self.provider.data:
            answer.data_sources.add(type_name=kind)
        return answer

    def GetProviderSchema(self, request, context):
        """The schemas of the provider and of the types that were read for this run."""
        resources = {kind: message(block) for kind, block in self.provider.resources.items()}
        data = {kind: message(block) for kind, block in self.provider.data.items()}
        return pb.GetProviderSchema.Response(
            provider=message(self.provider.config),
            resource_schemas=resources,
            data_source_schemas=data,
        )

    def ValidateProviderConfig(self, request, context):
        """Accept: the core has checked the arguments against the schema."""
        return pb.ValidateProviderConfig.Response()

    def ValidateResourceConfig(self, request, context):
        """Accept: the core has checked the arguments against the schema."""
        return pb.ValidateResourceConfig.Response()

    def ValidateDataResourceConfig(self, request, context):
        """Accept: the core has checked the arguments against the schema."""
        return pb.ValidateDataResourceConfig.Response()

    def ConfigureProvider(self, request, context):
        """Nothing to connect to."""
        return pb.ConfigureProvider.Response()

    def PlanResourceChange(self, request, context):
        """The proposed values; of a new resource, what the provider computes is unknown."""
        value = unpack(request.proposed_new_state)
        if unpack(request.prior_state) is None:
            value = filled(self.provider.resources[request.type_name], value, lambda *_: UNKNOWN)
        return pb.PlanResourceChange.Response(planned_state=pack(value), legacy_type_system=True)

    def ApplyResourceChange(self, request, context):
        """The planned values, with samples for what was unknown."""
        block, kind = self.provider.resources[request.type_name], request.type_name
        value = settled(block, unpack(request.planned_state), partial(sample, kind))
        return pb.ApplyResourceChange.Response(new_state=pack(value), legacy_type_system=True)

    def ReadResource(self, request, context):
        """What was applied: nobody else changes it."""
        return pb.ReadResource.Response(new_state=request.current_state)

    def UpgradeResourceState(self, request, context):
        """The state as it was stored."""
        return pb.UpgradeResourceState.Response(
            upgraded_state=pack(json.loads(request.raw_state.json))
        )

    def ReadDataSource(self, request, context):
        """The arguments, with samples for what the source would read."""
        block, kind = self.provider.data[request.type_name], request.type_name
        value = filled(block, unpack(request.config), partial(sample, kind))
        return pb.ReadDataSource.Response(state=pack(value))

    def StopProvider(self, request, context):
        """Nothing to stop."""
        return pb.StopProvider.Response()


def unpack(value: pb.DynamicValue) -> Any:
    """A value of the protocol as Python's."""
    return msgpack.unpackb(value.msgpack, ext_hook=msgpack.ExtType, strict_map_key=False)


def pack(value: Any) -> pb.DynamicValue:
    """A Python value as the protocol's."""
    return pb.DynamicValue(msgpack=msgpack.packb(value))


def message(block: Block) -> pb.Schema:
    """A schema as the protocol's."""
    return pb.Schema(version=0, block=block_message(block))


def block_message(block: Block) -> pb.Schema.Block:
    """A block as the protocol's."""
    attributes = [attribute_message(name, found) for name, found in block.attributes.items()]
    blocks = [nested_message(name, found) for name, found in block.blocks.items()]
    return pb.Schema.Block(attributes=attributes, block_types=blocks)


def attribute_message(name: str, attribute: Attribute) -> pb.Schema.Attribute:
    """An attribute as the protocol's."""
    return pb.Schema.Attribute(
        name=name,
        type=json.dumps(attribute.type).encode(),
        required=attribute.required,
        # An attribute that nobody sets is no attribute: the bindings call it so now and then.
        optional=attribute.optional or not (attribute.required or attribute.computed),
        computed=attribute.computed,
    )


def nested_message(name: str, nested: Nested) -> pb.Schema.NestedBlock:
    """A nested block as the protocol's."""
    return pb.Schema.NestedBlock(
        type_name=name,
        block=block_message(nested.block),
        nesting=NESTING[nested.nesting],
        min_items=nested.least,
        max_items=nested.most,
    )


def filled(block: Block, value: Any, fill: Fill) -> Any:
    """The value with its absent computed attributes filled, nested blocks included."""

    def attribute(name: str, found: Attribute, held: Any) -> Any:
        return fill(name, found.type) if found.computed and held is None else held

    return walked(block, value, attribute)


def settled(block: Block, value: Any, fill: Fill) -> Any:
    """The value with what is unknown in it filled, nested blocks included."""

    def attribute(name: str, found: Attribute, held: Any) -> Any:
        return fill(name, found.type) if unknown_within(held) else held

    return walked(block, value, attribute)


def unknown_within(value: Any) -> bool:
    """Whether a value is unknown, or has something unknown in it."""
    if isinstance(value, dict):
        return any(unknown_within(member) for member in value.values())
    if isinstance(value, list):
        return any(unknown_within(member) for member in value)
    return isinstance(value, msgpack.ExtType)


def walked(block: Block, value: Any, attribute: Callable[[str, Attribute, Any], Any]) -> Any:
    """The value with each attribute of the block and of its nested ones replaced."""
    if not isinstance(value, dict):
        return value
    result = dict(value)
    for name, found in block.attributes.items():
        result[name] = attribute(name, found, result.get(name))
    for name, nested in block.blocks.items():
        inner = result.get(name)
        if isinstance(inner, list):
            result[name] = [walked(nested.block, item, attribute) for item in inner]
        else:
            result[name] = walked(nested.block, inner, attribute)
    return result


class Running:
    """A server for a provider on a socket, until it is closed."""

    def __init__(self, provider: Provider, socket: Path) -> None:
        self.server = grpc.server(ThreadPoolExecutor(max_workers=8))
        rpc.add_ProviderServicer_to_server(Servicer(provider), self.server)
        self.server.add_insecure_port(f"unix://{socket}")
        self.server.start()
        self.socket = socket

    def address(self) -> dict:
        """What TF_REATTACH_PROVIDERS says of the server."""
        return {
            "Protocol": "grpc",
            "ProtocolVersion": 6,
            "Pid": os.getpid(),
            "Test": True,
            "Addr": {"Network": "unix", "String": str(self.socket)},
        }

    def close(self) -> None:
        """Stop the server."""
        self.server.stop(grace=None)

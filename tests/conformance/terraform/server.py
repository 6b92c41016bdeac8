"""A provider made of a schema alone, which Terraform's core takes for the real one.

It speaks the plug-in protocol, so the core itself decodes, type-checks and plans the configuration.
What only the real provider could know is unknown in a plan, as it is before an apply; what a data
source would read is a plausible value of its type.
"""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import grpc
import msgpack
from tf.gen import tfplugin_pb2 as pb
from tf.gen import tfplugin_pb2_grpc as rpc

from terraform.schema import Attribute, Block, Nested, Provider

# cty's "known after apply" in MessagePack.
UNKNOWN = msgpack.ExtType(0, b"\x00")
NESTING = {"single": 1, "list": 2, "set": 3, "map": 4}
# What data sources are likely to say, where a plain sample would not do.
SAMPLES = {
    "account_id": "123456789012",
    "arn": "arn:aws:iam::123456789012:role/sample",
    "certificate_authority": "c2FtcGxl",
    "dns_suffix": "amazonaws.com",
    "json": "{}",
    "names": ["us-west-2a", "us-west-2b", "us-west-2c"],
    "partition": "aws",
    "region": "us-west-2",
    "url": "https://oidc.eks.us-west-2.amazonaws.com/id/SAMPLE",
}


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
        """The proposed values, with what the provider computes unknown."""
        block = self.provider.resources[request.type_name]
        value = planned(block, unpack(request.proposed_new_state))
        return pb.PlanResourceChange.Response(planned_state=pack(value), legacy_type_system=True)

    def ReadDataSource(self, request, context):
        """The arguments, with samples for what the source would read."""
        block = self.provider.data[request.type_name]
        return pb.ReadDataSource.Response(state=pack(sampled(block, unpack(request.config))))

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


def planned(block: Block, value: Any) -> Any:
    """The value with the computed attributes that are absent unknown, nested blocks included."""
    return filled(block, value, lambda _name, _type: UNKNOWN)


def sampled(block: Block, value: Any) -> Any:
    """The value with samples for the computed attributes that are absent."""
    return filled(block, value, sample)


def filled(block: Block, value: Any, fill) -> Any:
    """The value with its absent computed attributes filled."""
    if not isinstance(value, dict):
        return value
    result = dict(value)
    for name, attribute in block.attributes.items():
        if attribute.computed and result.get(name) is None:
            result[name] = fill(name, attribute.type)
    for name, nested in block.blocks.items():
        inner = result.get(name)
        if isinstance(inner, list):
            result[name] = [filled(nested.block, item, fill) for item in inner]
        elif nested.nesting == "single":
            result[name] = filled(nested.block, inner, fill)
    return result


def sample(name: str, kind: Any) -> Any:
    """A plausible value of a type."""
    if name in SAMPLES and isinstance(SAMPLES[name], str) == (kind == "string"):
        return SAMPLES[name]
    if isinstance(kind, str):
        return {"string": "sample", "number": 1, "bool": True}.get(kind)
    if kind[0] == "object":
        return {member: sample(member, inner) for member, inner in kind[1].items()}
    return {} if kind[0] == "map" else [sample(name, kind[1])]


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

"""A directory that `emrgen build` wrote, as the oracles see it: documents by family."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Document:
    """One value of one file; `name` is the file's path in the tree, with `#n` after the first."""

    name: str
    path: Path
    value: Any

    @property
    def kind(self) -> str:
        """The Kubernetes kind, or the empty text."""
        return self.value.get("kind", "") if isinstance(self.value, dict) else ""

    @property
    def version(self) -> str:
        """The Kubernetes group and version, or the empty text."""
        return self.value.get("apiVersion", "") if isinstance(self.value, dict) else ""


def numbered(name: str, index: int) -> str:
    """The name of the document at an index of a stream."""
    return f"{name}#{index + 1}" if index else name


class Tree:
    """The documents of an output directory; a family that is absent is empty."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()

    def files(self, pattern: str) -> list[Path]:
        """The files that match a glob below the root, in order."""
        return sorted(path for path in self.root.glob(pattern) if path.is_file())

    def name(self, path: Path) -> str:
        """A file's path in the tree, with slashes."""
        return path.relative_to(self.root).as_posix()

    def yaml(self, pattern: str) -> Iterator[Document]:
        """The documents of the YAML files that match, read by YAML 1.1 as kubectl does."""
        for path in self.files(pattern):
            with path.open("rb") as stream:
                for index, value in enumerate(yaml.load_all(stream, LOADER)):
                    yield Document(numbered(self.name(path), index), path, value)

    def json(self, pattern: str) -> Iterator[Document]:
        """The documents of the JSON files that match."""
        for path in self.files(pattern):
            yield Document(self.name(path), path, json.loads(path.read_bytes()))

    @functools.cached_property
    def manifests(self) -> list[Document]:
        """The Kubernetes objects, kustomizations aside, in the order of their paths."""
        found = self.yaml("kubernetes/**/*.yaml")
        return [document for document in found if document.kind != "Kustomization"]

    @functools.cached_property
    def pod_templates(self) -> list[Document]:
        """The driver's and executor's pod templates of the jobs."""
        return list(self.yaml("emr/**/*pod-template.yaml"))

    @functools.cached_property
    def requests(self) -> list[Document]:
        """The requests to EMR on EKS."""
        return list(self.json("emr/**/*.json"))

    @functools.cached_property
    def policies(self) -> list[Document]:
        """The trust and permission policies of the roles."""
        return list(self.json("iam/*/*policy.json"))

    @functools.cached_property
    def associations(self) -> list[Document]:
        """The EKS Pod Identity associations of the roles."""
        return list(self.json("iam/*/*association*.json"))

    @property
    def terraform(self) -> list[Path]:
        """The directories that hold a Terraform configuration."""
        return sorted({path.parent for path in self.files("terraform/**/*.tf.json")})

    @property
    def scripts(self) -> list[Path]:
        """The shell scripts."""
        return self.files("scripts/**/*.sh")

    @property
    def kustomizations(self) -> list[Path]:
        """The directories that `kubectl kustomize` takes."""
        return sorted(path.parent for path in self.files("kubernetes/**/kustomization.yaml"))

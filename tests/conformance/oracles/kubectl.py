"""The real `kubectl apply`, against an API server that holds objects in memory.

The kustomization and the stream for `kubectl apply -f -` must each go through in one pass, so an
object comes after its namespace; they must hold the same objects; and applying them again must
change nothing.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import yaml
from api_server import ApiServer
from context import Context
from tree import LOADER, Document, Tree
from verdict import Verdict, settle

NAME = "kubectl"
HOW_TO = "put kubectl on PATH (https://kubernetes.io/docs/tasks/tools/)"


def version(context: Context) -> str:
    """kubectl's release."""
    command = [context.program("kubectl"), "version", "--client", "-o", "json"]
    said = subprocess.run(command, capture_output=True, check=True)
    return json.loads(said.stdout)["clientVersion"]["gitVersion"].removeprefix("v")


def missing(context: Context) -> str | None:
    """Why this oracle cannot run, if it cannot."""
    return None if context.program("kubectl") else "needs kubectl"


def judge(tree: Tree, context: Context) -> list[Verdict]:
    """Judge each kustomization, and the stream beside the tree, `<tree>.stream.yaml`."""
    verdicts = [
        settle(tree.name(path / "kustomization.yaml"), list(kustomization(tree, path, context)))
        for path in tree.kustomizations
    ]
    stream = tree.root.parent / f"{tree.root.name}.stream.yaml"
    if stream.exists():
        verdicts.append(settle(stream.name, list(piped(tree, stream, context))))
    return verdicts


def kustomization(tree: Tree, path: Path, context: Context) -> Iterator[str]:
    """What is wrong with a kustomization: its build, its objects, or their application."""
    built = run(context, ["kustomize", str(path)])
    if built.returncode:
        yield f"kubectl kustomize: {built.stderr}"
        return
    below = [d for d in tree.manifests if path in d.path.parents]
    yield from differences(below, built.stdout)
    yield from applied(tree, context, ["-k", str(path)], None)


def piped(tree: Tree, stream: Path, context: Context) -> Iterator[str]:
    """What is wrong with the stream."""
    text = stream.read_text()
    yield from differences(tree.manifests, text)
    yield from applied(tree, context, ["-f", "-"], text)


def differences(documents: list[Document], text: str) -> Iterator[str]:
    """The objects that the tree has and the text lacks, or the reverse."""
    stated = {identity(d.value) for d in documents}
    found = {identity(value) for value in yaml.load_all(text, LOADER) if value}
    yield from (f"lacks {' '.join(map(str, name))}" for name in sorted(stated - found))
    yield from (f"adds {' '.join(map(str, name))}" for name in sorted(found - stated))


def identity(value: dict) -> tuple[str, str, str]:
    """What tells an object from any other."""
    metadata = value.get("metadata", {})
    return value["kind"], metadata.get("namespace", "-"), metadata["name"]


def applied(tree: Tree, context: Context, options: list[str], text: str | None) -> Iterator[str]:
    """What `kubectl apply` says, the first time and the second."""
    api = ApiServer(tree.manifests, context.kubernetes)
    try:
        command = ["apply", "--server", api.url, "--validate=false", *options]
        for time in ("", "again "):
            said = run(context, command, text)
            if said.returncode:
                yield f"kubectl apply {time}: {said.stderr}"
                return
        changed = [line for line in said.stdout.splitlines() if not line.endswith(" unchanged")]
        yield from (f"the second apply: {re.sub(r' +', ' ', line)}" for line in changed)
    finally:
        api.close()


def run(context: Context, arguments: list[str], text: str | None = None):
    """Run kubectl without this machine's configuration."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(context.scratch("kubectl")),
        "KUBECONFIG": os.devnull,
        "NO_PROXY": "127.0.0.1",
    }
    command = [context.program("kubectl"), *arguments]
    return subprocess.run(command, env=environment, input=text, capture_output=True, text=True)

"""The Prometheus operator's objects against the models that are made from its Go types.

The models' validators check types, enumerations and required fields; the TypeScript compiler finds
fields that the types do not have, which the API server would drop in silence.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

from context import Context
from tree import Document, Tree
from verdict import Verdict, settle

NAME = "prometheus-models"
HOW_TO = "tests/conformance/setup.sh, with npm"

PACKAGE = "@kubernetes-models/prometheus-operator"
GROUP = "monitoring.coreos.com/v1"
SCRIPT = Path(__file__).resolve().parents[1] / "prometheus_models.mjs"
COMPILE = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2022"]
ERROR = re.compile(r"^object(\d+)\.ts\(.*?\): error (.*)$", re.M)


def version(context: Context) -> str:
    """The release of the models."""
    return json.loads((modules(context) / PACKAGE / "package.json").read_text())["version"]


def missing(context: Context) -> str | None:
    """Why this oracle cannot run, if it cannot."""
    absent = [] if context.program("node") else ["node"]
    absent += [] if (modules(context) / PACKAGE).is_dir() else [PACKAGE]
    return f"needs {', '.join(absent)}" if absent else None


def modules(context: Context) -> Path:
    """Where the set-up installed the models."""
    return context.tools / "node" / "node_modules"


def judge(tree: Tree, context: Context) -> list[Verdict]:
    """Judge the operator's objects of the tree, all in one run of each tool."""
    documents = [d for d in tree.manifests if d.version == GROUP]
    if not documents:
        return []
    work = context.scratch("prometheus")
    (work / "node_modules").symlink_to(modules(context))
    said = [
        v + c for v, c in zip(validated(documents, work), compiled(documents, work), strict=True)
    ]
    return [settle(d.name, findings) for d, findings in zip(documents, said, strict=True)]


def validated(documents: list[Document], work: Path) -> list[list[str]]:
    """What the models' validators say of each object."""
    script = shutil.copy(SCRIPT, work)
    values = json.dumps([document.value for document in documents])
    command = ["node", script]
    said = subprocess.run(command, input=values, capture_output=True, text=True, check=True)
    return json.loads(said.stdout)


def compiled(documents: list[Document], work: Path) -> list[list[str]]:
    """What the TypeScript compiler says of each object, written as a literal of its type."""
    for index, document in enumerate(documents):
        module = f"{PACKAGE}/{GROUP}/{document.kind}"
        literal = json.dumps(document.value)
        (work / f"object{index}.ts").write_text(
            f'import {{ I{document.kind} }} from "{module}";\n'
            f"export const value: I{document.kind} = {literal};\n"
        )
    command = ["node", "node_modules/typescript/bin/tsc", *COMPILE]
    files = [f"object{index}.ts" for index in range(len(documents))]
    said = subprocess.run([*command, *files], cwd=work, capture_output=True, text=True)
    errors = [(int(index), text) for index, text in ERROR.findall(said.stdout)]
    return [[text for at, text in errors if at == index] for index in range(len(documents))]

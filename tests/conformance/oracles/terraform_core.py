"""Terraform configurations by Terraform's own core, offline: from `init` to `destroy`.

The providers are stood in for by servers that hold the real providers' schemas (see `terraform`),
so unknown and missing arguments, wrong types, blocks in the wrong number, references without a
target, cycles and function calls are judged by Terraform itself. Applied, the configuration must
want no second change, and the IAM policies that it then holds are put to the linters as well.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from context import Context
from terraform.configuration import Configuration, admits
from terraform.session import Finding, Session
from tree import Tree
from verdict import Verdict, settle

from oracles import iam_cfn_lint, iam_parliament, iam_policy_sentry

NAME = "terraform"
HOW_TO = "tests/conformance/setup.sh, with npm and the terraform binary on PATH"

LINTERS = [iam_cfn_lint, iam_parliament, iam_policy_sentry]
# Where resources hold policies, and what the linters call such a policy.
POLICIES = {
    "aws_iam_role": {"assume_role_policy": "trust-policy.json"},
    "aws_iam_role_policy": {"policy": "permissions-policy.json"},
    "aws_iam_policy": {"policy": "permissions-policy.json"},
}
REGISTRY = "registry.terraform.io"
# A local state in place of whatever backend is configured, so that `plan` needs no network.
LOCAL_STATE = '{"terraform": {"backend": {"local": {}}}}'


def version(context: Context) -> str:
    """The core's release."""
    command = [context.program("terraform"), "version", "-json"]
    said = subprocess.run(command, capture_output=True, check=True)
    return json.loads(said.stdout)["terraform_version"]


def missing(context: Context) -> str | None:
    """Why this oracle cannot run, if it cannot."""
    absent = [name for name in ("tf", "grpc", "msgpack") if not find_spec(name)]
    absent += [] if context.program("terraform") else ["terraform"]
    absent += [] if list((context.tools / "npm").glob("*.tgz")) else ["the providers' schemas"]
    return f"needs {', '.join(absent)}" if absent else None


def judge(tree: Tree, context: Context) -> list[Verdict]:
    """Judge every directory that holds a configuration; each of its files gets a verdict."""
    return [verdict for path in tree.terraform for verdict in verdicts(tree, path, context)]


def verdicts(tree: Tree, path: Path, context: Context) -> list[Verdict]:
    """Judge one configuration; what names no file is said of the first."""
    configuration, work = Configuration(path), context.scratch("terraform")
    shutil.copytree(path, work / "configuration")
    (work / "configuration" / "conformance_override.tf.json").write_text(LOCAL_STATE)
    found: dict[str, list[str]] = {}
    for file, message in errors(configuration, work, tree, context):
        found.setdefault(file or configuration.files[0].name, []).append(message)
    return [settle(tree.name(file), found.get(file.name, [])) for file in configuration.files]


def errors(configuration: Configuration, work: Path, tree: Tree, context: Context) -> list[Finding]:
    """What Terraform, and then the linters, say of a configuration."""
    problems, addresses = [], {}
    with contextlib.ExitStack() as stack:
        for name, (source, constraint) in configuration.providers().items():
            archive = schemas(context, source, constraint)
            if archive is None:
                problems.append(("", f"no schemas here of {source} {constraint}"))
            else:
                addresses[f"{REGISTRY}/{source}"] = serve(stack, configuration, name, archive, work)
        program, directory = context.program("terraform"), work / "configuration"
        session = Session(program, directory, addresses, configuration.variables())
        return problems or lived(session, work, tree, context)


def lived(session: Session, work: Path, tree: Tree, context: Context) -> list[Finding]:
    """The errors of a platform's life: created, looked at, destroyed."""
    found = session.create()
    if found:
        return found
    if context.outputs:
        outputs = context.outputs / f"{tree.root.name}.json"
        outputs.write_text(json.dumps(session.values("output")))
    return policy_errors(session, work, context) + session.destroy()


def schemas(context: Context, source: str, constraint: str) -> Path | None:
    """The package with the schemas of a provider in a version that the constraint admits."""
    from terraform.schema import release

    owner, _, name = source.rpartition("/")
    packages = (context.tools / "npm").glob(f"cdktf-provider-{name}-*.tgz")
    fitting = [path for path in sorted(packages) if admits(constraint, release(path)[1])]
    return fitting[-1] if fitting and owner.endswith("hashicorp") else None


def serve(stack, configuration: Configuration, name: str, archive: Path, work: Path) -> dict:
    """Start a server with the schemas that the configuration needs, until the stack is left."""
    from terraform.schema import read
    from terraform.server import Running

    kinds = (configuration.types(kind, name) for kind in ("resource", "data"))
    running = Running(read(archive, *kinds), work / f"{name}.sock")
    stack.callback(running.close)
    return running.address()


def policy_errors(session: Session, work: Path, context: Context) -> list[Finding]:
    """What the linters say of the IAM policies in the state."""
    tree = Tree(work / "policies")
    for resource in session.values("show")["values"]["root_module"].get("resources", []):
        for attribute, name in POLICIES.get(resource["type"], {}).items():
            path = tree.root / "iam" / resource["address"] / name
            write_policy(path, resource["values"][attribute])
    judges = [oracle for oracle in LINTERS if not oracle.missing(context)]
    found = [verdict for oracle in judges for verdict in oracle.judge(tree, context)]
    return [("", f"{v.document}: {v.message}") for v in found if v.accepted is False]


def write_policy(path: Path, text: str | None) -> None:
    """Write a policy where the linters look for one; `{}` is a data source's sample."""
    if text and text != "{}":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

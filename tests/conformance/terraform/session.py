"""Terraform's commands in one directory, with servers in the place of the providers."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

# A file and what is said of it; the file is empty where none is named.
Finding = tuple[str, str]


class Session:
    """The commands of a configuration, one after another on one state."""

    def __init__(
        self, program: str, directory: Path, addresses: dict, variables: list[str]
    ) -> None:
        self.program, self.directory = program, directory
        self.given = ["-input=false", "-json", *variables]
        self.environment = {
            **os.environ,
            "CHECKPOINT_DISABLE": "1",
            "TF_CLI_CONFIG_FILE": os.devnull,
            "TF_REATTACH_PROVIDERS": json.dumps(addresses),
        }

    def create(self) -> list[Finding]:
        """Initialise, validate, plan, apply, and plan again; the first errors end it."""
        for step in (
            ["init", "-input=false", "-no-color"],
            ["validate", "-json"],
            ["plan", "-refresh=false", *self.given],
            ["apply", "-auto-approve", *self.given],
            ["plan", "-detailed-exitcode", *self.given],
        ):
            found = self.errors(step)
            if found:
                return found
        return []

    def destroy(self) -> list[Finding]:
        """Destroy everything."""
        return self.errors(["destroy", "-auto-approve", *self.given])

    def values(self, *command: str) -> dict:
        """What a command prints as JSON."""
        return json.loads(self.run([*command, "-json"]).stdout)

    def errors(self, step: list[str]) -> list[Finding]:
        """The errors of one command; a second plan that wants changes is one."""
        said = self.run(step)
        found = list(diagnostics(said.stdout)) if "-json" in step else []
        if said.returncode == 2 and "-detailed-exitcode" in step:
            return [("", f"a second apply would change something: {said.stdout[-500:]}")]
        if said.returncode:
            return found or [("", f"terraform {step[0]}: {said.stderr or said.stdout}")]
        return []

    def run(self, step: list[str]) -> subprocess.CompletedProcess:
        """Run one command."""
        return subprocess.run(
            [self.program, *step],
            cwd=self.directory,
            env=self.environment,
            capture_output=True,
            text=True,
        )


def diagnostics(text: str) -> Iterator[Finding]:
    """The errors in the answer of `validate`, or in the stream of another command."""
    try:
        found = json.loads(text)["diagnostics"]
    except (ValueError, KeyError):
        lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
        found = [line["diagnostic"] for line in lines if "diagnostic" in line]
    for item in found:
        if item["severity"] == "error":
            message = f"{item.get('address', '')} {item['summary']}: {item.get('detail', '')}"
            yield item.get("range", {}).get("filename", ""), message.strip()

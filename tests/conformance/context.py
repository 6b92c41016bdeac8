"""What the oracles need besides a tree: the tools, the targeted releases, the scratch space."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]

# What emrgen builds for; a tree is judged by its own target unless `--every-release` asks for all.
KUBERNETES = ["1.29", "1.30", "1.31", "1.32", "1.33", "1.34", "1.35"]


def tools_directory() -> Path:
    """Where the set-up installed the tools: below cargo's target directory."""
    target = os.environ.get("CARGO_TARGET_DIR", str(REPOSITORY / "target"))
    return Path(target).resolve() / "conformance"


@dataclass
class Context:
    """The tools and targets of one run; `outputs` is where to write what Terraform puts out."""

    kubernetes: str = "1.33"
    karpenter: str = "1.6"
    tools: Path = field(default_factory=tools_directory)
    upstream: Path = REPOSITORY.parent / "shared" / "upstream"
    outputs: Path | None = None

    def __post_init__(self) -> None:
        self._scratch = tempfile.mkdtemp(prefix="conformance-")
        atexit.register(shutil.rmtree, self._scratch, ignore_errors=True)

    def scratch(self, name: str) -> Path:
        """A new directory that lives as long as the run."""
        return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=self._scratch))

    def program(self, name: str) -> str | None:
        """The path of a program: the set-up's own first, then the machine's."""
        own = self.tools / "venv" / "bin" / name
        return str(own) if own.exists() else shutil.which(name)

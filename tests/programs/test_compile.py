"""Every Python file of the repository compiles, and the jobs' ones on EMR's oldest Python."""

from __future__ import annotations

import ast
import py_compile
import tempfile
import unittest
from pathlib import Path

from .support import BLUEPRINT, ROOT

# The oldest release with a job of the blueprint's kind, emr-6.7, runs Python 3.7.
OLDEST_PYTHON = (3, 7)

OUTSIDE = {"target", "out", ".git"}


def python_files() -> list[Path]:
    """The repository's Python files, without what builds wrote."""
    found = sorted(ROOT.rglob("*.py"))
    return [path for path in found if path.relative_to(ROOT).parts[0] not in OUTSIDE]


class Compile(unittest.TestCase):
    def test_every_python_file_compiles(self) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            for path in python_files():
                with self.subTest(path=path.relative_to(ROOT)):
                    py_compile.compile(str(path), cfile=f"{scratch}/compiled", doraise=True)

    def test_the_jobs_programs_parse_on_the_oldest_python(self) -> None:
        programs = sorted((BLUEPRINT / "scripts").glob("*.py"))
        self.assertEqual(len(programs), 3)
        for path in programs:
            with self.subTest(path=path.name):
                ast.parse(path.read_text(), feature_version=OLDEST_PYTHON)

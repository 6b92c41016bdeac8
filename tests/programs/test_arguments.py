"""Each job of the golden trees starts its program with arguments that the program takes."""

from __future__ import annotations

import contextlib
import io
import json
import unittest
from pathlib import Path

from .support import BLUEPRINT, ROOT, needs, program


def started() -> list[tuple[Path, str, list[str]]]:
    """The requests that start a program of the blueprint: file, program, arguments."""
    found = []
    for path in sorted(ROOT.glob("golden/*/emr/*/*/start-job-run.json")):
        driver = json.loads(path.read_text())["jobDriver"].get("sparkSubmitJobDriver", {})
        name = driver.get("entryPoint", "").rpartition("/")[2]
        if (BLUEPRINT / "scripts" / name).is_file():
            found.append((path, name, driver.get("entryPointArguments", [])))
    return found


@needs("pyspark")
class Arguments(unittest.TestCase):
    def test_the_programs_take_what_the_jobs_give(self) -> None:
        for path, name, arguments in started():
            with self.subTest(job=path.parent.name, program=name):
                errors = io.StringIO()
                try:
                    with contextlib.redirect_stderr(errors):
                        program(name).arguments(arguments)
                except SystemExit:
                    self.fail(f"{path.relative_to(ROOT)}: {errors.getvalue()}")

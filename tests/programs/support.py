"""What the tests of the programs share: the scripts as modules, and one local Spark session."""

from __future__ import annotations

import functools
import importlib.util
import os
import shutil
import sys
import tempfile
import unittest
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
BLUEPRINT = ROOT / "blueprints" / "emr-eks-karpenter"

METASTORE = "jdbc:derby:memory:emrgen;create=true"

HOW_TO = "pip install -r tests/programs/requirements.txt, with Java 17 or 11 on PATH"


def missing(*modules: str) -> str | None:
    """Why a test that needs these Python modules and Java cannot run here, if it cannot."""
    absent = [name for name in modules if importlib.util.find_spec(name) is None]
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        absent.append("java")
    return f"needs {', '.join(absent)}: {HOW_TO}" if absent else None


def needs(*modules: str):
    """Skip a test class, and say why, unless Java and these Python modules are there."""
    reason = missing(*modules)
    if reason:
        announce(reason)
    return unittest.skipIf(reason is not None, reason or "")


@functools.cache
def announce(reason: str) -> None:
    """Say once on stderr that tests are skipped, so that no one takes silence for success."""
    print(f"SKIPPED: {reason}", file=sys.stderr)


def program(name: str) -> ModuleType:
    """Load a script of the blueprint as a module; its name need not be an identifier."""
    path = BLUEPRINT / "scripts" / name
    spec = importlib.util.spec_from_file_location(path.stem.replace("-", "_"), path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class SparkTest(unittest.TestCase):
    """A test with a scratch directory and a session whose catalog lives in memory."""

    @classmethod
    def setUpClass(cls) -> None:
        from pyspark.sql import SparkSession

        os.environ["PYSPARK_PYTHON"] = sys.executable
        cls.scratch = tempfile.TemporaryDirectory()
        cls.spark = (
            SparkSession.builder.master("local[1]")
            .config("spark.ui.enabled", False)
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", 1)
            .config("spark.sql.warehouse.dir", cls.path("warehouse"))
            .config("spark.hadoop.javax.jdo.option.ConnectionURL", METASTORE)
            .config("spark.driver.extraJavaOptions", f"-Dderby.system.home={cls.path('derby')}")
            .enableHiveSupport()
            .getOrCreate()
        )
        cls.spark.sparkContext.setLogLevel("OFF")

    @classmethod
    def tearDownClass(cls) -> None:
        cls.spark.stop()
        cls.scratch.cleanup()

    @classmethod
    def path(cls, name: str) -> str:
        """A path in the scratch directory, which is removed at the end."""
        return str(Path(cls.scratch.name, name))

"""The Python programs of a tree compile."""

from __future__ import annotations

import platform
import py_compile

from context import Context
from tree import Tree
from verdict import Verdict, accept, refuse

NAME = "py_compile"
HOW_TO = "install Python 3.10 or later"


def version(_context: Context) -> str:
    """Python's release."""
    return platform.python_version()


def missing(_context: Context) -> str | None:
    """Nothing can be missing: Python runs this."""
    return None


def judge(tree: Tree, context: Context) -> list[Verdict]:
    """Compile every Python file of the tree."""
    compiled = str(context.scratch("python") / "compiled")
    verdicts = []
    for path in tree.files("**/*.py"):
        try:
            py_compile.compile(str(path), cfile=compiled, doraise=True)
            verdicts.append(accept(tree.name(path)))
        except py_compile.PyCompileError as error:
            verdicts.append(refuse(tree.name(path), error.msg))
    return verdicts

"""The oracles' own tests: each accepts the good tree and refuses every fault planted for it.

python tests/conformance/self_test.py [-v] [Faults.test_kubernetes …]
"""

from __future__ import annotations

import sys
import tempfile
import unittest
from pathlib import Path

from run import in_tools_python


class Faults(unittest.TestCase):
    """A test for each oracle, made by `test_of`."""


def test_of(name: str):
    """The test of one oracle; it skips, and says how to get the tools, where they are absent."""

    def test(self: unittest.TestCase) -> None:
        from context import Context
        from faults import FAULTS, GOOD
        from oracles import oracle
        from tree import Tree

        module, context = oracle(name), Context()
        reason = module.missing(context)
        if reason:
            self.skipTest(f"{reason}; to get it: {module.HOW_TO}")
        good = module.judge(Tree(GOOD), context)
        self.assertTrue(any(v.accepted for v in good), "the oracle judged nothing")
        self.assertEqual([v for v in good if v.accepted is False], [])
        faults = [fault for fault in FAULTS if fault.oracle == name]
        self.assertTrue(faults, "an oracle without a planted fault proves nothing")
        for fault in faults:
            with self.subTest(fault=fault), tempfile.TemporaryDirectory() as directory:
                verdicts = module.judge(Tree(fault.plant(Path(directory))), context)
                refused = [v for v in verdicts if v.accepted is False]
                self.assertTrue(refused, "not refused")
                families = {verdict.document.split("/")[0] for verdict in refused}
                self.assertIn(fault.family, families)
                self.assertIn(fault.says, " ".join(v.message for v in refused))

    return test


def add_tests() -> None:
    """Give each oracle its test."""
    from oracles import ORACLES

    for name in ORACLES:
        setattr(Faults, f"test_{name}", test_of(name))


if __name__ == "__main__":
    in_tools_python()
    add_tests()
    unittest.main(argv=sys.argv)

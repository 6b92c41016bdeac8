"""Run the tests of the programs from anywhere; the status is 0 when all of them passed."""

from __future__ import annotations

import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    found = unittest.TestLoader().discover(
        str(ROOT / "tests" / "programs"), top_level_dir=str(ROOT)
    )
    result = unittest.TextTestRunner().run(found)
    sys.exit(0 if result.wasSuccessful() else 1)

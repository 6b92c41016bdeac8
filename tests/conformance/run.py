"""Judge trees that `emrgen build` wrote by every oracle, and print the summary.

    python tests/conformance/run.py [--spec DIR] [--kubernetes 1.33] [--karpenter 1.6] TREE…

The releases that the trees target are those of the spec, unless the options name others.

Exit status 0 when nothing was refused, 1 when something was, 2 for a wrong command line.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

from context import Context, tools_directory

HEADINGS = ("oracle", "version", "judged", "refused", "skipped")


def in_tools_python() -> None:
    """Start again in the set-up's Python, unless this is it or there is none."""
    python = tools_directory() / "venv" / "bin" / "python"
    if python.exists() and Path(sys.prefix).resolve() != python.parent.parent.resolve():
        os.execv(python, [str(python), *sys.argv])


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Judge what `emrgen build` wrote by real systems.")
    parser.add_argument("trees", nargs="+", type=Path, metavar="TREE", help="output directory")
    parser.add_argument("--spec", type=Path, help="directory of the spec they were built from")
    parser.add_argument("--kubernetes", help="release that the trees target")
    parser.add_argument("--karpenter", help="release that the trees target")
    parser.add_argument("--oracle", action="append", help="run only this oracle (repeatable)")
    found = parser.parse_args()
    for tree in found.trees:
        if not tree.is_dir():
            parser.error(f"{tree} is no directory; give what `emrgen build -o` wrote")
    return found


def targets(options: argparse.Namespace) -> dict[str, str]:
    """The targeted releases: what the options say, else the spec, else emrgen's defaults."""
    import yaml

    spec = options.spec / "emrgen.yaml" if options.spec else None
    stated = next(yaml.safe_load_all(spec.read_text())).get("cluster", {}) if spec else {}
    named = {
        name: getattr(options, name) or stated.get(name) for name in ("kubernetes", "karpenter")
    }
    return {name: release for name, release in named.items() if release}


def tally(oracle: ModuleType, trees: list, context: Context) -> Counter:
    """Judge the trees by one oracle, printing each refusal and each reason for skipping once."""
    counts: Counter = Counter()
    reasons: Counter = Counter()
    for tree in trees:
        for verdict in oracle.judge(tree, context):
            counts[verdict.accepted] += 1
            if verdict.accepted is False:
                print(
                    f"REFUSED by {oracle.NAME}: {tree.root}/{verdict.document}: {verdict.message}"
                )
            elif verdict.accepted is None:
                reasons[verdict.message] += 1
    for reason, number in reasons.items():
        print(f"skipped by {oracle.NAME}: {number} documents: {reason}")
    return counts


def row(oracle: ModuleType, trees: list, context: Context) -> tuple:
    """One oracle's line of the summary."""
    reason = oracle.missing(context)
    if reason:
        print(f"SKIPPED {oracle.NAME}: {reason}; to get it: {oracle.HOW_TO}")
        return (oracle.NAME, "absent", "-", "-", "all")
    counts = tally(oracle, trees, context)
    judged = counts[True] + counts[False]
    return (oracle.NAME, oracle.version(context), judged, counts[False], counts[None])


def table(rows: list[tuple]) -> str:
    """The rows in columns, under their headings."""
    texts = [HEADINGS, *[tuple(str(cell) for cell in row) for row in rows]]
    widths = [max(len(text[column]) for text in texts) for column in range(len(HEADINGS))]
    lines = ["  ".join(c.ljust(w) for c, w in zip(text, widths)).rstrip() for text in texts]
    return "\n".join(lines)


def main() -> int:
    """Run the oracles over the trees."""
    in_tools_python()
    from oracles import ORACLES, oracle
    from tree import Tree

    options = arguments()
    context = Context(**targets(options))
    trees = [Tree(path) for path in options.trees]
    rows = [row(oracle(name), trees, context) for name in options.oracle or ORACLES]
    print(table(rows))
    return 1 if any(row[3] not in ("-", 0) for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())

"""Judge trees that `emrgen build` wrote by every oracle, and print the summary.

    python tests/conformance/run.py [--oracle NAME]… [--outputs DIR] TREE[@TARGETS]…

What follows a tree's `@` says which releases it targets: `out@1.33,1.6` names Kubernetes' and
Karpenter's, `out@spec` the directory of the spec. Without it they are emrgen's defaults.

Exit status 0 when nothing was refused, 1 when something was, 2 for a wrong command line.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from pathlib import Path
from types import ModuleType

from context import Context, tools_directory

HEADINGS = ("oracle", "version", "judged", "refused", "skipped", "seconds")


def in_tools_python() -> None:
    """Start again in the set-up's Python, unless this is it or there is none."""
    python = tools_directory() / "venv" / "bin" / "python"
    if python.exists() and Path(sys.prefix).resolve() != python.parent.parent.resolve():
        os.execv(python, [str(python), *sys.argv])


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description="Judge what `emrgen build` wrote by real systems.")
    parser.add_argument("trees", nargs="+", metavar="TREE", help="what `emrgen build` wrote")
    parser.add_argument("--outputs", type=Path, help="where to write what Terraform puts out")
    parser.add_argument("--oracle", action="append", help="run only this oracle (repeatable)")
    found = parser.parse_args()
    for tree in found.trees:
        if not Path(tree.partition("@")[0]).is_dir():
            parser.error(f"{tree} is no directory; give what `emrgen build -o` wrote")
    return found


def cases(options: argparse.Namespace) -> list[tuple]:
    """Each tree with the context of the releases that it targets."""
    from tree import Tree

    texts = [text.partition("@") for text in options.trees]
    found = [(Tree(Path(path)), targets(releases)) for path, _, releases in texts]
    return [(tree, Context(*releases, outputs=options.outputs)) for tree, releases in found]


def targets(text: str) -> list[str]:
    """The Kubernetes and the Karpenter release that a tree's `@` names, or the defaults."""
    import yaml

    spec = Path(text, "emrgen.yaml")
    if text and not spec.is_file():
        return text.split(",")
    cluster = next(yaml.safe_load_all(spec.read_text())).get("cluster", {}) if text else {}
    defaults = {"kubernetes": Context.kubernetes, "karpenter": Context.karpenter}
    return [cluster.get(name, release) for name, release in defaults.items()]


def tally(oracle: ModuleType, cases: list[tuple]) -> Counter:
    """Judge the trees by one oracle, printing each refusal and each reason for skipping once."""
    counts: Counter = Counter()
    reasons: Counter = Counter()
    for tree, context in cases:
        for verdict in oracle.judge(tree, context):
            counts[verdict.accepted] += 1
            if verdict.accepted is False:
                place = f"{tree.root}/{verdict.document}"
                print(f"REFUSED by {oracle.NAME}: {place}: {verdict.message}")
            elif verdict.accepted is None:
                reasons[verdict.message] += 1
    for reason, number in reasons.items():
        print(f"skipped by {oracle.NAME}: {number} documents: {reason}")
    return counts


def row(oracle: ModuleType, cases: list[tuple]) -> tuple:
    """One oracle's line of the summary."""
    for _, context in cases:
        reason = oracle.missing(context)
        if reason:
            print(f"SKIPPED {oracle.NAME}: {reason}; to get it: {oracle.HOW_TO}")
            return (oracle.NAME, "absent", "-", "-", "all", "-")
    start = time.monotonic()
    counts = tally(oracle, cases)
    judged, seconds = counts[True] + counts[False], round(time.monotonic() - start)
    return (oracle.NAME, oracle.version(cases[0][1]), judged, counts[False], counts[None], seconds)


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

    options = arguments()
    found = cases(options)
    rows = [row(oracle(name), found) for name in options.oracle or ORACLES]
    print(table(rows))
    return 1 if any(row[3] not in ("-", 0) for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())

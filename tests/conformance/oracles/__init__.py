"""The oracles: real systems, or their authors' own rules, that say whether they take a document.

Each module has `NAME`, `HOW_TO` (how to get the tools), `version(context)`, `missing(context)`
(why the oracle cannot run here, or None) and `judge(tree, context)`, which returns a verdict for
each document that is its business. An oracle is listed in `ORACLES` and has at least one fault in
`faults.py` that it must refuse: an oracle that cannot refuse proves nothing.
"""

from __future__ import annotations

import importlib
from types import ModuleType

ORACLES = [
    "botocore_model",
    "aws_cli",
    "iam_cfn_lint",
    "iam_parliament",
    "iam_policy_sentry",
    "kubernetes_schema",
    "karpenter_crd",
    "prometheus_models",
    "spark_operator",
    "kubectl",
    "terraform_core",
    "helm_values",
    "shell_scripts",
    "readers",
    "python_compile",
]


def oracle(name: str) -> ModuleType:
    """The module of an oracle."""
    return importlib.import_module(f"oracles.{name}")

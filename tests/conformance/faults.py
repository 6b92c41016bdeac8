"""Faults planted in the good tree, one at a time; the oracle named must refuse each."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

GOOD = Path(__file__).resolve().parent / "fixtures" / "good"

JOB = "emr/data-team-a/taxidata/start-job-run.json"
CLUSTER = "emr/data-team-a/virtual-cluster.json"
TRUST = "iam/emr-eks-karpenter-emr-data-team-a/trust-policy.json"
PERMISSIONS = "iam/emr-eks-karpenter-emr-data-team-a/permissions-policy.json"
CLAIM = "kubernetes/teams/data-team-a/spark-driver-pvc.yaml"
BINDINGS = "kubernetes/teams/data-team-a/rbac.yaml"
POOL = "kubernetes/pools/spark-compute-optimized.yaml"
DRIVER = "emr/data-team-a/taxidata/driver-pod-template.yaml"
VALUES = "helm/karpenter/values.yaml"
PROGRAM = "emr/data-team-a/taxidata/scripts/hello.py"
MAIN = "terraform/main.tf.json"
EMR = "terraform/emr.tf.json"
SCRIPT = "scripts/run-job.sh"
KUSTOMIZATION = "kubernetes/kustomization.yaml"
STREAM = "../tree.stream.yaml"
APPLICATION = "emr/data-team-a/pi/spark-application.yaml"
MONITOR = "kubernetes/monitoring/spark-executors.podmonitor.yaml"
ENDPOINT = "emr/data-team-a/endpoints/notebooks/create-managed-endpoint.json"


@dataclass(frozen=True)
class Fault:
    """One change of text in one file of the good tree, and a part of what the oracle says of it."""

    oracle: str
    file: str
    old: str
    new: str
    says: str

    @property
    def family(self) -> str:
        """The part of the tree that the oracle should complain about."""
        return Path(self.file).name if self.file.startswith("..") else self.file.split("/")[0]

    def plant(self, directory: Path) -> Path:
        """A copy of the good tree with the fault in it."""
        tree = Path(shutil.copytree(GOOD, directory / "tree"))
        shutil.copy(f"{GOOD}.stream.yaml", f"{tree}.stream.yaml")
        path = tree / self.file
        text = path.read_text() if path.exists() else ""
        if self.old not in text:
            raise ValueError(f"{self.file} of the good tree does not hold {self.old!r}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(self.old, self.new, 1))
        return tree


FAULTS = [
    Fault("botocore_model", JOB, '"logUri"', '"logUrl"', "logUrl"),
    Fault(
        "botocore_model",
        JOB,
        '"releaseLabel": "emr-7.9.0-latest"',
        '"releaseLabel": "emr 7.9"',
        "releaseLabel",
    ),
    Fault("botocore_model", JOB, '"ENABLED"', '"ON"', "persistentAppUI"),
    Fault("botocore_model", JOB, ":role/emr-eks", ":user/emr-eks", "executionRoleArn"),
    Fault(
        "botocore_model",
        JOB,
        '"4g", "spark.executor.memory"',
        '"", "spark.executor.memory"',
        "spark.driver.memory",
    ),
    Fault(
        "botocore_model",
        JOB,
        '"sparkSubmitJobDriver"',
        '"sparkSqlJobDriver": {}, "sparkSubmitJobDriver"',
        "exactly one",
    ),
    Fault("botocore_model", CLUSTER, '"emr-data-team-a"}}', '"Emr_Team"}}', "namespace"),
    Fault("botocore_model", ENDPOINT, '"type": "JUPYTER', '"kind": "', "type"),
    Fault(
        "aws_cli",
        JOB,
        '"entryPointArguments": [',
        '"entryPointArguments": "x", "unused": [',
        "unused",
    ),
    Fault("aws_cli", CLUSTER, '"type": "EKS",', "", "type"),
    Fault("aws_cli", TRUST, "hz5sc8w4qv5gl55e", "hz5sc8w4qv5gl55f", "Successfully updated"),
    Fault("aws_cli", TRUST, "StringLike", "StringEquals", "Successfully updated"),
    Fault(
        "aws_cli", PERMISSIONS, '"Effect": "Allow"', '"Effect": "allow"', "MalformedPolicyDocument"
    ),
    Fault("aws_cli", ENDPOINT, '"releaseLabel": "emr-7.9.0-latest",', "", "releaseLabel"),
    Fault("iam_cfn_lint", PERMISSIONS, "s3:PutObject", "s3:PutObjekt", "putobjekt"),
    Fault("iam_cfn_lint", TRUST, '"StringLike"', '"StringLikes"', "StringLikes"),
    Fault("iam_cfn_lint", TRUST, '"Action"', '"Actions"', "Actions"),
    Fault("iam_parliament", PERMISSIONS, "s3:PutObject", "s3:PutObjekt", "UNKNOWN_ACTION"),
    Fault(
        "iam_parliament",
        PERMISSIONS,
        "example-bucket/emr-data-team-a/*",
        "example-bucket",
        "RESOURCE_MISMATCH",
    ),
    Fault(
        "iam_policy_sentry", PERMISSIONS, "s3:PutObject", "s3:PutObjekt", "no action s3:PutObjekt"
    ),
    Fault(
        "iam_policy_sentry", PERMISSIONS, ':s3:::example-bucket"', ':s3:::example-bucket/"', "takes"
    ),
    Fault(
        "iam_policy_sentry", PERMISSIONS, '"Resource": "*"', '"Resource": "arn:aws:s3:::b"', "takes"
    ),
    Fault(
        "iam_policy_sentry",
        PERMISSIONS,
        '"Resource": "*"',
        '"Resource": "*", "Condition": {"StringLike": {"s3:prefix": "x"}}',
        "s3:prefix",
    ),
    Fault(
        "iam_policy_sentry",
        TRUST,
        "emr-data-team-a:",
        "emr-data-team-a:" + 2000 * "x",
        "at most 2048",
    ),
    Fault("kubernetes_schema", CLAIM, "storageClassName", "storageClass", "storageClass"),
    Fault("kubernetes_schema", CLAIM, "v1", "v1beta1", "no PersistentVolumeClaim in v1beta1"),
    Fault(
        "kubernetes_schema",
        BINDINGS,
        "kind: Role\n  name: emr-containers\nsub",
        "kind: Role\nsub",
        "'name' is a required",
    ),
    Fault("kubernetes_schema", DRIVER, "operator: Exists", "operator: true", "True is not"),
    Fault("karpenter_crd", POOL, "weight: 100", "weight: 101", "101 is greater"),
    Fault("karpenter_crd", POOL, "consolidateAfter: 1m", "consolidateAfter: soon", "soon"),
    Fault("karpenter_crd", POOL, "  limits:", "  limit:", "limit"),
    Fault("karpenter_crd", POOL, '["2"]', '["2", "3"]', "single positive integer"),
    Fault("karpenter_crd", POOL, "instance-family", "instance-familly", "karpenter.k8s.aws"),
    Fault("karpenter_crd", POOL, "alias: al2023@v20250807", "alias: al2023", "alias"),
    Fault("karpenter_crd", POOL, "  role: emr-eks-karpenter-node\n", "", "role"),
    Fault("karpenter_crd", POOL, "kind: NodePool", "kind: NodePoool", "has no NodePoool"),
    Fault(
        "readers", VALUES, "clusterName: emr-eks-karpenter", "clusterName: on", "'on' by YAML 1.2"
    ),
    Fault(
        "readers", VALUES, "clusterName: emr-eks-karpenter", "clusterName: 0o14", "12 by YAML 1.2"
    ),
    Fault("readers", VALUES, "clusterName: emr-eks-karpenter", "clusterName: 12:30:45", "45045 by"),
    Fault(
        "readers",
        VALUES,
        "clusterName: emr-eks-karpenter",
        "clusterName: 2024-01-01",
        "no JSON value",
    ),
    Fault("readers", VALUES, "interruptionQueue", "clusterName", "duplicate"),
    Fault("readers", VALUES, "interruptionQueue", "2", "is no text"),
    Fault("readers", CLUSTER, '"name":', '"name": "x", "name":', "duplicate keys"),
    Fault("python_compile", PROGRAM, "print(", "print((", "was never closed"),
    Fault("terraform_core", MAIN, '"cidr_block": "10', '"cidr_blok": "10', "cidr_blok"),
    Fault("terraform_core", MAIN, '"role_arn": "${aws_iam_role.cluster.arn}",', "", "role_arn"),
    Fault("terraform_core", MAIN, '"count": 2', '"count": "two"', "number is required"),
    Fault(
        "terraform_core", MAIN, "aws_iam_role.cluster.arn", "aws_iam_role.node.arn", "undeclared"
    ),
    Fault(
        "terraform_core",
        MAIN,
        '"name": "cluster"',
        '"name": "${aws_eks_cluster.this.name}"',
        "Cycle",
    ),
    Fault("terraform_core", MAIN, "names, 0, 2", "names, 0, 1", "Invalid index"),
    Fault("terraform_core", MAIN, '"version": "~> 5.95"', '"version": "~> 4.0"', "no schemas here"),
    Fault("terraform_core", MAIN, "base64decode", "base64encoded", "no function"),
    Fault("terraform_core", EMR, "identity[0]", "identities[0]", "identities"),
    Fault(
        "terraform_core", EMR, '"eks_info": {"namespace"', '"eks_info": {"name_space"', "name_space"
    ),
    Fault(
        "terraform_core",
        EMR,
        "aws_emrcontainers_virtual_cluster",
        "aws_emr_virtual_cluster",
        "resource type",
    ),
    Fault(
        "terraform_core", EMR, '"metadata": {"name"', '"metadata": 7, "unused": {"name"', "metadata"
    ),
    Fault("shell_scripts", SCRIPT, "done", "", "syntax error"),
    Fault("shell_scripts", SCRIPT, '--id "$run"', "--id $run", "SC2086"),
    Fault("shell_scripts", SCRIPT, "--states", "--state-of", "Unknown options"),
    Fault(
        "shell_scripts",
        SCRIPT,
        "list-virtual-clusters",
        "list-virtual-cluster",
        "no virtual cluster",
    ),
    Fault("shell_scripts", SCRIPT, "--states RUNNING", "--states WALKING --bad", "Unknown options"),
    Fault("shell_scripts", SCRIPT, "state=PENDING", "read -r state", "status 1"),
    Fault("shell_scripts", SCRIPT, "== COMPLETED ]]", "== FAILED ]]", "status 1"),
    Fault(
        "shell_scripts",
        SCRIPT,
        "--namespace emr",
        "--namespace '<your namespace>' emr",
        "not replaced",
    ),
    Fault("shell_scripts", SCRIPT, "--namespace emr", "--namespace '' emr", "empty argument"),
    Fault("kubectl", KUSTOMIZATION, "rbac.yaml", "rbac.yml", "rbac.yml"),
    Fault("kubectl", KUSTOMIZATION, "  - teams/data-team-a/rbac.yaml\n", "", "lacks Role"),
    Fault("kubectl", STREAM, "emr-data-team-a", "emr-team-a", "lacks Namespace"),
    Fault("kubectl", STREAM, "name: emr-containers", "name: on", "cannot unmarshal"),
    Fault("spark_operator", APPLICATION, "mainClass:", "mainClas:", "mainClas"),
    Fault("spark_operator", APPLICATION, "instances: 2", 'instances: "2"', "instances"),
    Fault("spark_operator", APPLICATION, "  type: Scala", "  kind: Scala", "spec.kind"),
    Fault("spark_operator", APPLICATION, "v1beta2", "v1beta1", "v1beta1"),
    Fault("spark_operator", APPLICATION, "      key: team", "      kee: team", "kee"),
    Fault("prometheus_models", MONITOR, "path:", "paths:", "paths"),
    Fault("prometheus_models", MONITOR, "port: spark-ui", "port: 4040", "must be string"),
    Fault("prometheus_models", MONITOR, "interval: 30s", "interval: often", "interval"),
    Fault("prometheus_models", MONITOR, "  selector:", "  selectors:", "selector"),
    Fault("prometheus_models", MONITOR, "kind: PodMonitor", "kind: PodMonitors", "PodMonitors"),
    Fault(
        "terraform_core",
        MAIN,
        '"cidr_block": "10.1',
        '"tags": {"at": "${timestamp()}"}, "cidr_block": "10.1',
        "second apply",
    ),
    Fault(
        "terraform_core",
        MAIN,
        "${data.aws_iam_policy_document.cluster.json}",
        "${jsonencode({Version = 1})}",
        "Statement",
    ),
    Fault("helm_values", VALUES, "settings:", "setings:", "no setings"),
    Fault(
        "helm_values",
        VALUES,
        "interruptionQueue",
        "interruptionQueueName",
        "settings.interruptionQueueName",
    ),
]

"""Plausible values for what only a real provider could know."""

from __future__ import annotations

from typing import Any

ISSUER = "oidc.eks.us-west-2.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE"

# By attribute, where a plain sample would not do.
NAMED = {
    "account_id": "123456789012",
    "certificate_authority": "c2FtcGxl",
    "data": "c2FtcGxl",
    "dns_name": "fs-0123456789abcdef0.fsx.us-west-2.amazonaws.com",
    "dns_suffix": "amazonaws.com",
    "issuer": f"https://{ISSUER}",
    "json": "{}",
    "mount_name": "samplefs",
    "names": ["us-west-2a", "us-west-2b", "us-west-2c"],
    "partition": "aws",
    "region": "us-west-2",
    "url": ISSUER,
}

ACCOUNT = "us-west-2:123456789012"

# ARNs by resource; any other is a role's.
ARNS = {
    "aws_cloudwatch_log_group": f"arn:aws:logs:{ACCOUNT}:log-group:/sample",
    "aws_eks_cluster": f"arn:aws:eks:{ACCOUNT}:cluster/sample",
    "aws_iam_openid_connect_provider": f"arn:aws:iam::123456789012:oidc-provider/{ISSUER}",
    "aws_iam_policy": "arn:aws:iam::123456789012:policy/sample",
    "aws_kms_key": f"arn:aws:kms:{ACCOUNT}:key/01234567-89ab-cdef-0123-456789abcdef",
    "aws_prometheus_workspace": f"arn:aws:aps:{ACCOUNT}:workspace/ws-sample",
    "aws_s3_bucket": "arn:aws:s3:::sample",
    "aws_secretsmanager_secret": f"arn:aws:secretsmanager:{ACCOUNT}:secret:sample-AbCdEf",
    "aws_sqs_queue": f"arn:aws:sqs:{ACCOUNT}:sample",
}

# The ids of resources whose form others check.
IDENTIFIERS = {
    "aws_emrcontainers_virtual_cluster": "4ucrncg6z4nd19vh1lidna2b3",
    "aws_fsx_lustre_file_system": "fs-0123456789abcdef0",
    "aws_security_group": "sg-0123456789abcdef0",
    "aws_subnet": "subnet-0123456789abcdef0",
    "aws_vpc": "vpc-0123456789abcdef0",
}


def sample(resource: str, name: str, kind: Any) -> Any:
    """A value of a type for an attribute of a resource or a data source."""
    if name == "id" and resource in IDENTIFIERS:
        return IDENTIFIERS[resource]
    if name == "arn":
        return ARNS.get(resource, "arn:aws:iam::123456789012:role/sample")
    if name in NAMED and isinstance(NAMED[name], str) == (kind == "string"):
        return NAMED[name]
    if isinstance(kind, str):
        return {"string": "sample", "number": 1, "bool": True}.get(kind)
    if kind[0] == "object":
        return {member: sample(resource, member, inner) for member, inner in kind[1].items()}
    return {} if kind[0] == "map" else [sample(resource, name, kind[1])]

"""The real `aws` commands that a user runs on the emitted files, against a local endpoint.

Roles and policies are created, virtual clusters created, job runs started from their files,
described, listed and cancelled, and everything is deleted. `update-role-trust-policy`, the CLI's
own writer of trust policies, must find nothing to add to emrgen's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib import metadata
from importlib.util import find_spec

from context import Context
from endpoint import CliError, Endpoint
from tree import Document, Tree
from verdict import Verdict, refuse, settle

NAME = "aws-cli"
HOW_TO = "tests/conformance/setup.sh"

REGION = "us-west-2"
# `system:serviceaccount:<namespace>:emr-containers-sa-*-*-<account>-<base36 of the role's name>`
SUBJECT = re.compile(r"system:serviceaccount:([^:]+):emr-containers-sa-")


def version(_context: Context) -> str:
    """The releases of the CLI and of the endpoint."""
    return f"{metadata.version('awscli')}, moto {metadata.version('moto')}"


def missing(_context: Context) -> str | None:
    """Why this oracle cannot run, if it cannot."""
    absent = [name for name in ("awscli", "moto", "flask") if not find_spec(name)]
    return f"needs {', '.join(absent)}" if absent else None


def judge(tree: Tree, _context: Context) -> list[Verdict]:
    """Play the tree's life on a fresh endpoint: roles, clusters, jobs, endpoints, clean-up."""
    aws = Endpoint(region_of(tree))
    return [*roles(aws, tree), *trusts(aws, tree), *associations(aws, tree), *teams(aws, tree)]


def region_of(tree: Tree) -> str:
    """The region of the tree's log groups or bound issuers; the reference platform's if none is named."""
    for document in tree.policies:
        found = re.search(r"arn:[\w-]+:logs:([\w-]+):|oidc\.eks\.(?!unbound)([\w-]+)\.", str(document.value))
        if found:
            return found[1] or found[2]
    return REGION


def attempt(document: Document, action: Callable[[], list[str]]) -> Verdict:
    """Accept if the action finds nothing; a command that fails is a refusal in its words."""
    try:
        return settle(document.name, action())
    except CliError as error:
        return refuse(document.name, error)


def named(tree: Tree, name: str) -> list[Document]:
    """The documents of the files of this name."""
    found = [*tree.policies, *tree.requests]
    return [document for document in found if document.path.name == name]


def roles(aws: Endpoint, tree: Tree) -> Iterator[Verdict]:
    """Create each role from its trust policy, then put its permission policy on it."""
    for document in named(tree, "trust-policy.json"):
        file, role = f"file://{document.path}", document.path.parent.name
        create = ["create-role", "--role-name", role, "--assume-role-policy-document", file]
        yield attempt(document, lambda: silent(aws.text("iam", *create)))
    for document in named(tree, "permissions-policy.json"):
        file, role = f"file://{document.path}", document.path.parent.name
        put = ["put-role-policy", "--role-name", role, "--policy-name", "job"]
        yield attempt(document, lambda: silent(aws.text("iam", *put, "--policy-document", file)))


def silent(_output: str) -> list[str]:
    """No findings: a command that ended well has nothing against the file."""
    return []


def trusts(aws: Endpoint, tree: Tree) -> Iterator[Verdict]:
    """Ask the CLI to add the trust that each role of a team should have already."""
    for document in named(tree, "trust-policy.json"):
        for number, subject in enumerate(subjects(document)):
            cluster = f"{document.path.parent.name}-{number}"
            yield attempt(document, lambda: trust(aws, document, cluster, *subject))


def subjects(document: Document) -> Iterator[tuple[str, str, str]]:
    """The account, the issuer and the namespace of each of EMR's service accounts it trusts."""
    for statement in document.value.get("Statement", []):
        provider = str(statement.get("Principal", {}).get("Federated", ""))
        for condition in statement.get("Condition", {}).values():
            for key, value in condition.items():
                texts = value if isinstance(value, list) else [value]
                for found in filter(None, map(SUBJECT.match, texts)):
                    yield provider.split(":")[4], key.rpartition(":")[0], found[1]


def trust(aws: Endpoint, document: Document, cluster: str, *subject: str) -> list[str]:
    """What the CLI would have to add to the policy for a cluster of this account and issuer."""
    account, issuer, namespace = subject
    aws.eks_cluster(cluster, account, issuer)
    update = ["update-role-trust-policy", "--cluster-name", cluster, "--namespace", namespace]
    said = aws.text("emr-containers", *update, "--role-name", document.path.parent.name)
    return [] if "already exists" in said else [f"update-role-trust-policy: {said}"]


def associations(aws: Endpoint, tree: Tree) -> Iterator[Verdict]:
    """Send each Pod Identity association."""
    for document in tree.associations:
        yield attempt(
            document, lambda: sent(aws, document, "eks", "create-pod-identity-association")
        )


def teams(aws: Endpoint, tree: Tree) -> Iterator[Verdict]:
    """Create each team's virtual cluster, run its jobs, create its endpoints, and clean up."""
    for document in named(tree, "virtual-cluster.json"):
        file, team = f"file://{document.path}", document.path.parent
        try:
            created = aws.json("emr-containers", "create-virtual-cluster", "--cli-input-json", file)
        except CliError as error:
            yield refuse(document.name, error)
            continue
        cluster = created["id"]
        yield attempt(document, lambda: described(aws, document, cluster))
        for request in tree.requests:
            if team in request.path.parents:
                yield from submitted(aws, request, cluster)
        yield attempt(document, lambda: deleted(aws, cluster))


def described(aws: Endpoint, document: Document, cluster: str) -> list[str]:
    """What the described virtual cluster lacks of the request; it must also be listed."""
    answer = aws.json("emr-containers", "describe-virtual-cluster", "--id", cluster)
    listed = aws.json("emr-containers", "list-virtual-clusters")["virtualClusters"]
    absent = [] if cluster in [entry["id"] for entry in listed] else ["not listed"]
    return absent + differences(document, answer["virtualCluster"])


def submitted(aws: Endpoint, document: Document, cluster: str) -> Iterator[Verdict]:
    """Start a job from its file, or send the request for an endpoint."""
    if document.path.name == "start-job-run.json":
        yield attempt(document, lambda: run(aws, document, cluster))
    elif document.path.name == "create-managed-endpoint.json":
        yield attempt(
            document, lambda: sent(aws, document, "emr-containers", "create-managed-endpoint")
        )


def sent(aws: Endpoint, document: Document, *command: str) -> list[str]:
    """Send a request that moto does not serve: its 404 shows that the CLI took the file."""
    try:
        aws.text(*command, "--cli-input-json", f"file://{document.path}")
    except CliError as error:
        if "An error occurred (404) when calling" not in str(error):
            raise
    return []


def run(aws: Endpoint, document: Document, cluster: str) -> list[str]:
    """Start the job, find it described as asked and listed, and cancel it."""
    on = ["--virtual-cluster-id", cluster]
    file = f"file://{document.path}"
    job = aws.json("emr-containers", "start-job-run", "--cli-input-json", file, *on)["id"]
    answer = aws.json("emr-containers", "describe-job-run", "--id", job, *on)["jobRun"]
    listed = aws.json("emr-containers", "list-job-runs", *on)["jobRuns"]
    absent = [] if job in [entry["id"] for entry in listed] else ["not listed"]
    cancelled = aws.json("emr-containers", "cancel-job-run", "--id", job, *on)
    absent += [] if cancelled["id"] == job else ["not cancelled"]
    return absent + differences(document, answer)


def differences(document: Document, answer: dict) -> list[str]:
    """The members of the request that the service describes with another value."""
    kept = {name: value for name, value in document.value.items() if name in answer}
    kept.pop("virtualClusterId", None)
    return [f"{name} became {answer[name]}" for name in kept if answer[name] != kept[name]]


def deleted(aws: Endpoint, cluster: str) -> list[str]:
    """Delete the virtual cluster, and find it terminated."""
    aws.text("emr-containers", "delete-virtual-cluster", "--id", cluster)
    answer = aws.json("emr-containers", "describe-virtual-cluster", "--id", cluster)
    state = answer["virtualCluster"]["state"]
    return [] if state == "TERMINATED" else [f"{state} after its deletion"]

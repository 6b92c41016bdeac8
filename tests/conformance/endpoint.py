"""The real AWS CLI against moto's server, a local stand-in for AWS; both in this process."""

from __future__ import annotations

import atexit
import contextlib
import functools
import io
import json
import os
import shutil
import tempfile
import urllib.request
from typing import Any

ACCOUNT = "123456789012"
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "conformance",
    "AWS_SECRET_ACCESS_KEY": "conformance",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_PAGER": "",
    "NO_PROXY": "127.0.0.1",
    "no_proxy": "127.0.0.1",
}


class CliError(Exception):
    """The CLI ended with another status than 0; the text is what it wrote to stderr."""


class Endpoint:
    """A running server and the CLI that talks to it."""

    def __init__(self, region: str) -> None:
        self.region = region
        self.url = server_url()
        request = urllib.request.Request(f"{self.url}/moto-api/reset", method="POST")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        opener.open(request).close()

    def text(self, *arguments: str) -> str:
        """Run an `aws` command and return what it wrote to stdout."""
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = run_cli([*arguments, "--region", self.region])
        for stream in (out, err):
            stream.seek(0)
        if status:
            raise CliError(err.read().strip() or f"status {status}")
        return out.read()

    def json(self, *arguments: str) -> Any:
        """Run an `aws` command and return what it answered."""
        text = self.text(*arguments, "--output", "json")
        return json.loads(text) if text.strip() else None

    def eks_cluster(self, name: str, account: str, issuer: str) -> None:
        """Create an EKS cluster of an account with an OpenID Connect issuer (no `https://`)."""
        from moto.eks.models import eks_backends

        role = ["--role-arn", f"arn:aws:iam::{ACCOUNT}:role/cluster"]
        network = ["--resources-vpc-config", "subnetIds=subnet-1,subnet-2"]
        self.text("eks", "create-cluster", "--name", name, *role, *network)
        cluster = eks_backends[ACCOUNT][self.region].clusters[name]
        cluster.identity = {"oidc": {"issuer": f"https://{issuer}"}}
        cluster.arn = cluster.arn.replace(ACCOUNT, account)


def run_cli(arguments: list[str]) -> int:
    """The CLI's exit status; its argument parser ends by raising."""
    try:
        return driver().main(arguments)
    except SystemExit as end:
        return int(end.code or 0)


@functools.cache
def driver():
    """The CLI, which takes one command after another, on the server's address."""
    from awscli.clidriver import create_clidriver

    # No command may touch this machine's own files: `eks update-kubeconfig` would.
    home = tempfile.mkdtemp(prefix="conformance-home-")
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    os.environ.update(ENVIRONMENT, AWS_ENDPOINT_URL=server_url())
    os.environ.update(HOME=home, KUBECONFIG=f"{home}/kubeconfig")
    return create_clidriver()


@functools.cache
def server_url() -> str:
    """Start the server on a free port of the loopback interface, once."""
    import logging

    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    os.environ.setdefault("MOTO_ACCOUNT_ID", ACCOUNT)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    return f"http://{host}:{port}"

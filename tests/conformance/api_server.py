"""As much of a Kubernetes API server as `kubectl apply` needs: discovery, and objects in memory.

It refuses what every real server refuses before it looks at an object's content: an object in a
namespace that is not there (yet), an object that is there already, an unknown kind.
"""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tree import Document

CLUSTER_SCOPED = {
    "ClusterRole", "ClusterRoleBinding", "CSIDriver", "CustomResourceDefinition", "EC2NodeClass",
    "IngressClass", "Namespace", "NodeOverlay", "NodePool", "PersistentVolume", "PriorityClass",
    "RuntimeClass", "StorageClass", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding",
    "VolumeAttributesClass",
}  # fmt: skip
# Kubernetes' own, and those that the add-ons' charts make before anything is applied.
NAMESPACES = ("default", "kube-system", "kube-prometheus-stack", "yunikorn", "emr-spark-operator")


class Refusal(Exception):
    """What the server says no to, with the status that it answers."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class ApiServer:
    """A server on a free port of the loopback interface, until it is closed."""

    def __init__(self, documents: list[Document], release: str) -> None:
        self.kinds = sorted({(d.version, d.kind) for d in documents})
        self.release = release
        self.objects: dict[str, dict] = {
            f"/api/v1/namespaces/{name}": named("Namespace", name) for name in NAMESPACES
        }
        self.changes: list[str] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler(self))
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server.server_port}"

    def close(self) -> None:
        """Stop the server."""
        self.server.shutdown()
        self.server.server_close()

    def get(self, path: str) -> dict:
        """Discovery, or an object."""
        if path in self.objects:
            return self.objects[path]
        found = self.discovery(path)
        if found is None:
            raise Refusal(404, f"{path.rpartition('/')[2]} not found")
        return found

    def discovery(self, path: str) -> dict | None:
        """The answers that tell kubectl which kinds there are."""
        if path == "/version":
            major, minor = self.release.split(".")
            return {"major": major, "minor": minor, "gitVersion": f"v{self.release}.0"}
        if path == "/api":
            return {"kind": "APIVersions", "versions": ["v1"]}
        if path == "/apis":
            return {"kind": "APIGroupList", "apiVersion": "v1", "groups": self.groups()}
        version = path.removeprefix("/apis/").removeprefix("/api/")
        kinds = [kind for found, kind in self.kinds if found == version]
        resources = [resource(kind) for kind in kinds] if kinds or version == "v1" else None
        return resources and {
            "kind": "APIResourceList",
            "groupVersion": version,
            "resources": resources,
        }

    def groups(self) -> list[dict]:
        """The API groups of the kinds, each with its versions."""
        found: dict[str, list[dict]] = {}
        for version in sorted({version for version, _ in self.kinds if "/" in version}):
            group, _, release = version.partition("/")
            found.setdefault(group, []).append({"groupVersion": version, "version": release})
        return [{"name": g, "versions": v, "preferredVersion": v[0]} for g, v in found.items()]

    def post(self, path: str, value: dict) -> dict:
        """Create an object in a collection."""
        namespace = path.partition("/namespaces/")[2].partition("/")[0]
        if namespace and f"/api/v1/namespaces/{namespace}" not in self.objects:
            raise Refusal(404, f'namespaces "{namespace}" not found')
        if (value["apiVersion"], value["kind"]) not in self.kinds:
            raise Refusal(404, "the server could not find the requested resource")
        key = f"{path}/{value['metadata']['name']}"
        if key in self.objects:
            raise Refusal(409, f"{key} already exists")
        self.objects[key] = value
        return value

    def patch(self, path: str, value: dict) -> dict:
        """Note that an apply would change an object which it has just made."""
        self.changes.append(f"{path}: {json.dumps(value)[:200]}")
        return self.get(path)


def named(kind: str, name: str) -> dict:
    """An object that is always there."""
    return {"apiVersion": "v1", "kind": kind, "metadata": {"name": name}}


def resource(kind: str) -> dict:
    """A kind in the answer of discovery."""
    verbs = ["create", "delete", "get", "list", "patch", "update", "watch"]
    name = f"{kind.lower()}s".replace("classs", "classes").replace("policys", "policies")
    scope = kind not in CLUSTER_SCOPED
    return {"name": name, "singularName": "", "namespaced": scope, "kind": kind, "verbs": verbs}


def handler(api: ApiServer) -> type[BaseHTTPRequestHandler]:
    """The class that answers requests for a server."""

    class Handler(BaseHTTPRequestHandler):
        """One connection."""

        protocol_version = "HTTP/1.1"

        def respond(self, action) -> None:
            """Answer what the action returns, or its refusal as a Status."""
            try:
                status, value = 200, action()
            except Refusal as refusal:
                status, value = refusal.status, failure(refusal)
            body = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def body(self) -> Any:
            """The request's object."""
            return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

        def path_only(self) -> str:
            """The path without its query."""
            return self.path.partition("?")[0]

        def do_GET(self) -> None:
            """Read."""
            self.respond(lambda: api.get(self.path_only()))

        def do_POST(self) -> None:
            """Create."""
            value = self.body()
            self.respond(lambda: api.post(self.path_only(), value))

        def do_PATCH(self) -> None:
            """Change."""
            value = self.body()
            self.respond(lambda: api.patch(self.path_only(), value))

        def log_message(self, *arguments) -> None:
            """Say nothing."""

    return Handler


def failure(refusal: Refusal) -> dict:
    """A refusal as Kubernetes words it."""
    reason = {404: "NotFound", 409: "AlreadyExists"}[refusal.status]
    return {
        "kind": "Status",
        "apiVersion": "v1",
        "status": "Failure",
        "message": str(refusal),
        "reason": reason,
        "code": refusal.status,
    }

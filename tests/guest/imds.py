"""The instance metadata service, version 2: a token first, then what the lab's EC2 says.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
"""

from __future__ import annotations

import secrets
import socket
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from lab.metadata import Tree, read

ADDRESS, PORT = "169.254.169.254", 80
TOKEN_PATH = "/latest/api/token"
ROOT = "/latest/meta-data/"
LIFETIME, TOKEN = "X-aws-ec2-metadata-token-ttl-seconds", "X-aws-ec2-metadata-token"


class Imds(ThreadingHTTPServer):
    """Serves `tree`, which may be replaced at any time, and keeps the paths it was asked for.

    `before_answer` is called with each of them, and may replace the tree.
    """

    daemon_threads = True

    def __init__(self, listening: socket.socket, tree: Tree) -> None:
        super().__init__((ADDRESS, PORT), _Handler, bind_and_activate=False)
        self.socket.close()
        self.socket = listening
        self.tree = tree
        self.tokens: set[str] = set()
        self.asked: list[str] = []
        self.before_answer: Callable[[str], None] = lambda _: None
        Thread(target=self.serve_forever, args=(0.05,), name="imds", daemon=True).start()

    def close(self) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: Imds

    def do_PUT(self) -> None:
        if self.path != TOKEN_PATH or not self.headers.get(LIFETIME, "").isdigit():
            return self._answer(HTTPStatus.BAD_REQUEST)
        token = secrets.token_urlsafe(24)
        self.server.tokens.add(token)
        return self._answer(HTTPStatus.OK, token)

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.before_answer(self.path)
        if self.headers.get(TOKEN) not in self.server.tokens:
            return self._answer(HTTPStatus.UNAUTHORIZED)
        text = read(self.server.tree, self.path[len(ROOT) :]) if self._known() else None
        return self._answer(HTTPStatus.NOT_FOUND if text is None else HTTPStatus.OK, text or "")

    def _known(self) -> bool:
        return self.path.startswith(ROOT)

    def _answer(self, status: HTTPStatus, text: str = "") -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        """Nothing on standard error; `asked` has it all."""

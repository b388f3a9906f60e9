"""The lab served over HTTP: moto's dispatcher, closed connections, and the control API."""

from __future__ import annotations

import json
import logging
import socket
import threading
import traceback
from collections.abc import Iterable
from io import BytesIO
from socketserver import BaseServer
from typing import Any

from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.exceptions import ClientDisconnected
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from lab import control
from lab.context import Lab
from lab.pipeline.calls import DISPOSITION, Disposition

log = logging.getLogger(__name__)

OPERATOR_KEY = "test"


class LabServer:
    """One lab on one port; requests run in a thread each."""

    def __init__(self, lab: Lab, host: str = "127.0.0.1", port: int = 0) -> None:
        self.lab = lab
        self._server = make_server(
            host, port, _Application(lab), threaded=True, request_handler=_QuietHandler
        )
        self.url = f"http://{host}:{self._server.server_port}"

    def start(self) -> LabServer:
        """Serve; from now on Lambda processes find the lab at `lab.endpoint`."""
        self.lab.endpoint = self.url
        self._thread = threading.Thread(
            # Not werkzeug's own, which closes the socket at its end.
            target=lambda: BaseServer.serve_forever(self._server, poll_interval=0.05),
            name="lab-server",
            daemon=True,
        )
        self._thread.start()
        return self

    def pause(self) -> None:
        """Accept no connection until the next `start`; the address stays taken."""
        self._server.shutdown()
        self._thread.join()

    def stop(self) -> None:
        self.pause()
        self._server.server_close()

    @property
    def environment(self) -> dict[str, str]:
        """Points Terraform, the AWS CLI and boto3 at the lab; nothing else is needed."""
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_ACCESS_KEY_ID": OPERATOR_KEY,
            "AWS_SECRET_ACCESS_KEY": OPERATOR_KEY,
            "AWS_REGION": self.lab.region,
            "AWS_DEFAULT_REGION": self.lab.region,
            "AWS_EC2_METADATA_DISABLED": "true",
        }


class _Application:
    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._moto = DomainDispatcherApplication(create_backend_app)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if not _has_come_whole(environ):
            return Response(status=400)(environ, start_response)  # to nobody
        path = environ.get("PATH_INFO", "")
        if path.startswith(control.PREFIX):
            return control.respond(self._lab, environ)(environ, start_response)
        return self._answer(environ, path)(environ, start_response)

    def _answer(self, environ: dict[str, Any], path: str) -> Response:
        disposition = Disposition()
        environ[DISPOSITION] = disposition
        try:
            answer = Response.from_app(self._moto, environ, buffered=True)
        except Exception:
            return self._gap(environ, traceback.format_exc())
        if not disposition.passed and not path.startswith("/moto-api"):
            return self._gap(environ, "moto has no such operation")
        if disposition.disconnect:
            # Writing the answer fails on the closed socket, and the client sees none at all.
            environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
        return answer

    def _gap(self, environ: dict[str, Any], what: str) -> Response:
        """It never reached the call pipeline. Never a 5xx: clients would retry for minutes."""
        where = f"{environ.get('REQUEST_METHOD')} {environ.get('PATH_INFO')}"
        with self._lab.lock:
            self._lab.gaps.add(self._lab.clock.now(), where, what)
        return Response(
            json.dumps({"__type": "NotModelled", "message": f"{where}: {what}"}),
            status=400,
            content_type="application/json",
            headers={"x-amzn-errortype": "NotModelled"},
        )


def _has_come_whole(environ: dict[str, Any]) -> bool:
    """Read the request's body. A process that is killed while it sends leaves a part of it."""
    try:
        body = Request(environ).get_data()
    except (ClientDisconnected, ConnectionError):
        return False
    environ["wsgi.input"] = BytesIO(body)
    return True


class _QuietHandler(MotoRequestHandler):
    """The record tells what was called; no line per request on stderr."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        log.debug("%s %s %s", self.requestline, code, size)

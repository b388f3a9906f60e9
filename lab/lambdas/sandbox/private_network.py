"""Sockets of a function to anywhere but loopback: there the lab says who answers, if anybody.

A blocking `connect` asks the lab each time, and leads to a server on loopback. Where nobody is, or
a security group is in the way, nothing comes back, as in a VPC. Time-outs of these sockets follow
the lab's clock; those of all others stay with real time, like everything that waits in C.
"""

import json
import socket
import threading
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit
from weakref import WeakSet

import lab_time

_LOOPBACK = "127.0.0.1"
_PROTOCOLS = {socket.SOCK_STREAM: "tcp", socket.SOCK_DGRAM: "udp"}

_connect = socket.socket.connect
_set_timeout = socket.socket.settimeout


class _Network:
    """Whom to ask, for which function; and the sockets that were led by the answers."""

    endpoint = ""
    function = ""
    led: WeakSet[socket.socket]
    nobody: socket.socket  # takes what is sent, and answers nothing


_network = _Network()


def enter(endpoint: str, function: str) -> None:
    """From now on the sockets of this process are that function's."""
    _network.endpoint, _network.function, _network.led = endpoint, function, WeakSet()
    _network.nobody = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    _network.nobody.bind((_LOOPBACK, 0))
    socket.socket.connect = _lead  # type: ignore[assignment, method-assign]
    socket.socket.settimeout = _follow  # type: ignore[assignment, method-assign]


def _lead(sock: socket.socket, address: Any) -> None:
    """In the place of `connect`."""
    protocol = _PROTOCOLS.get(sock.type)
    if sock.family != socket.AF_INET or protocol is None or address[0] == _LOOPBACK:
        _connect(sock, address)
        return
    if sock not in _network.led:
        _network.led.add(sock)
        _follow(sock, sock.gettimeout())
    port = _port_for(address[0], protocol, address[1])
    if port is not None:
        _connect(sock, (_LOOPBACK, port))
    elif protocol == "udp":
        _connect(sock, _network.nobody.getsockname())
    else:
        threading.Event().wait(sock.gettimeout())
        raise TimeoutError("timed out")


def _follow(sock: socket.socket, seconds: float | None) -> None:
    """In the place of `settimeout`."""
    led = sock in _network.led
    _set_timeout(sock, lab_time.in_real_time(seconds) if led and seconds else seconds)


def _port_for(address: str, protocol: str, port: int) -> int | None:
    asked = {"function": _network.function, "address": address, "protocol": protocol, "port": port}
    lab = urlsplit(_network.endpoint)
    connection = HTTPConnection(str(lab.hostname), lab.port)
    try:
        connection.request("GET", f"/lab/guest?{urlencode(asked)}")
        found: int | None = json.load(connection.getresponse())
    finally:
        connection.close()
    return found

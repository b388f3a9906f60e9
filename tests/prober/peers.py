"""Peers on this machine's loopback that behave as a test says, each in a thread of its own."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

ADDRESS = "127.0.0.1"
DRIBBLE_SECONDS = 0.01  # between two octets
PATIENCE_SECONDS = 30.0  # after which no peer goes on

Behaviour = Callable[[socket.socket, threading.Event], None]


@contextmanager
def stream(behave: Behaviour) -> Iterator[int]:
    """A TCP server; what it does with its one connection. Its port.

    The event is set when the test is over.
    """
    over = threading.Event()

    def serve() -> None:
        with suppress(OSError):
            connection, _ = listening.accept()
            with connection, suppress(OSError):
                behave(connection, over)

    with socket.create_server((ADDRESS, 0)) as listening:
        yield from _served(serve, listening, over)


@contextmanager
def datagrams(behave: Behaviour) -> Iterator[int]:
    """A UDP server; what it does with its socket. Its port."""
    over = threading.Event()

    def serve() -> None:
        with suppress(OSError):
            behave(bound, over)

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bound:
        bound.bind((ADDRESS, 0))
        yield from _served(serve, bound, over)


def _served(
    serve: Callable[[], None], bound: socket.socket, over: threading.Event
) -> Iterator[int]:
    bound.settimeout(PATIENCE_SECONDS)
    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield bound.getsockname()[1]
    finally:
        over.set()
        thread.join(PATIENCE_SECONDS)


def silent(_: socket.socket, over: threading.Event) -> None:
    """Takes the connection and says nothing."""
    over.wait(PATIENCE_SECONDS)


def says(answer: bytes) -> Behaviour:
    """Says one thing, and keeps the connection."""

    def behave(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(answer)
        over.wait(PATIENCE_SECONDS)

    return behave


def dribbles(answer: bytes) -> Behaviour:
    """Says one thing, then an octet now and then: no read waits for long."""

    def behave(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(answer)
        while not over.wait(DRIBBLE_SECONDS):
            connection.sendall(b"a")

    return behave


def endless(answer: bytes) -> Behaviour:
    """Says one thing, and does not stop."""

    def behave(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(answer)
        while not over.is_set():
            connection.sendall(b"a" * 65536)

    return behave


def half_closes(connection: socket.socket, over: threading.Event) -> None:
    """Says that it will say nothing, and listens on."""
    connection.shutdown(socket.SHUT_WR)
    over.wait(PATIENCE_SECONDS)


def resets(connection: socket.socket, _: threading.Event) -> None:
    """Breaks the connection off."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

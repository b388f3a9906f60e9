"""Run within a namespace: opens one socket and hands it to the process outside.

A socket stays in the network it was opened in, whoever holds it. Standard library only.
"""

import socket
import sys


def main() -> None:
    """Arguments: descriptor to send it by, kind, address, port, device (may be empty)."""
    channel, kind, address, port, device = sys.argv[1:]
    opened = socket.socket(socket.AF_INET, socket.SocketKind(int(kind)))
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    if device:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, device.encode())
    opened.bind((address, int(port)))
    if opened.type == socket.SOCK_STREAM:
        opened.listen()
    with socket.socket(fileno=int(channel)) as outside:
        socket.send_fds(outside, [b"."], [opened.fileno()])


if __name__ == "__main__":
    main()

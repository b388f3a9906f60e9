"""DHCP as a VPC's subnet gives it (RFC 2131, 2132): one interface, one address, by its MAC."""

from __future__ import annotations

import contextlib
import socket
import struct
from ipaddress import IPv4Interface
from threading import Thread

SERVER_PORT, CLIENT_PORT = 67, 68
FIXED = struct.Struct("!4B L 2H 4s 4s 4s 4s 16s 64s 128s 4s")
COOKIE = bytes([99, 130, 83, 99])
DISCOVER, OFFER, REQUEST, ACK = 1, 2, 3, 5
ANSWERS = {DISCOVER: OFFER, REQUEST: ACK}
SUBNET_MASK, ROUTER, LEASE_SECONDS, MESSAGE_TYPE, SERVER, END = 1, 3, 51, 53, 54, 255
# AWS leases for an hour.
LEASE = struct.pack("!L", 3600)


class Dhcp:
    """Answers on one link until closed; the router of the subnet is the server."""

    def __init__(self, link: socket.socket, mac: str, leased: IPv4Interface) -> None:
        self._link, self._open = link, True
        self._mac = bytes.fromhex(mac.replace(":", ""))
        self._leased = leased
        Thread(target=self._serve, name=f"dhcp {leased}", daemon=True).start()

    def close(self) -> None:
        self._open = False

    def _serve(self) -> None:
        self._link.settimeout(0.1)
        with self._link:
            while self._open:
                with contextlib.suppress(TimeoutError):
                    if answer := self._answer(self._link.recv(2048)):
                        self._link.sendto(answer, ("255.255.255.255", CLIENT_PORT))

    def _answer(self, asked: bytes) -> bytes | None:
        fields = list(FIXED.unpack_from(asked))
        kind = ANSWERS.get(_options(asked[FIXED.size :])[MESSAGE_TYPE][0])
        if kind is None or not fields[11].startswith(self._mac):
            return None
        router = (self._leased.network.network_address + 1).packed
        fields[0] = 2  # a reply
        fields[8] = self._leased.ip.packed  # yiaddr
        options = {
            MESSAGE_TYPE: bytes([kind]),
            SERVER: router,
            LEASE_SECONDS: LEASE,
            SUBNET_MASK: self._leased.netmask.packed,
            ROUTER: router,
        }
        coded = b"".join(bytes([code, len(data)]) + data for code, data in options.items())
        return FIXED.pack(*fields) + coded + bytes([END])


def _options(data: bytes) -> dict[int, bytes]:
    found, at = {}, 0
    while at < len(data) and data[at] != END:
        if data[at] == 0:  # padding
            at += 1
            continue
        size = data[at + 1]
        found[data[at]] = data[at + 2 : at + 2 + size]
        at += 2 + size
    return found

"""Questions to a real Linux kernel, in a network namespace that lives for these questions only.

Needs ``unshare`` (util-linux), ``ip`` (iproute2) and a kernel that lets this user make a namespace.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from ipaddress import IPv4Interface, IPv6Interface
from typing import Any

OWN_NAMESPACE = ("unshare", "--user", "--map-root-user", "--net", "sh", "-e")
SETTLED = ("ip link set lo up", "echo 1 > /proc/sys/net/ipv4/ip_forward")


class NoNamespaceError(Exception):
    """The kernel, or a program, did not do what was asked for; the text is its own."""


def interfaces(
    addresses: Mapping[str, Sequence[IPv4Interface | IPv6Interface]],
) -> list[str]:
    """Commands that make Ethernet interfaces with a carrier and these addresses."""
    commands = list(SETTLED)
    for name, its in addresses.items():
        commands += [
            f"ip link add {name} type veth peer name {name}-peer",
            # At once, without asking the link whether somebody has an IPv6 address already.
            f"echo 0 > /proc/sys/net/ipv6/conf/{name}/accept_dad",
            *(f"ip address add {address} dev {name}" for address in its),
            f"ip link set {name}-peer up",
            f"ip link set {name} up",
        ]
    return commands


def ask(commands: Sequence[str], questions: Sequence[str]) -> list[dict[str, Any]]:
    """Each question's answer by ``ip route get``, after the commands; raises NoNamespaceError."""
    asked = [f"ip -json route get {question}" for question in questions]
    script = "\n".join([*commands, *asked, ""])
    done = subprocess.run(OWN_NAMESPACE, input=script, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NoNamespaceError(f"{' '.join(OWN_NAMESPACE)}: {done.stderr.strip()}\n{script}")
    return [json.loads(line)[0] for line in done.stdout.splitlines()]

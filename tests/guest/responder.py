"""The responder of examples/amazon_linux on a guest, and peers that ask it."""

from __future__ import annotations

import socket
from contextlib import closing

from tests.guest.site import Site
from tests.guest.user_data import EXAMPLES, cloud_config

TEMPLATE = EXAMPLES / "amazon_linux" / "responder.yaml.tftpl"
UNIT = "/etc/systemd/system/responder@.service"


def start(site: Site, address: str, port: int) -> None:
    """The files of the user data and the command of its unit, for one address."""
    for file in cloud_config(TEMPLATE, addresses=[address], port=port)["write_files"]:
        site.guest.write(file["path"], file["content"])
    unit = site.guest.read(UNIT).replace("%i", address)
    [command] = [line for line in unit.splitlines() if line.startswith("ExecStart=")]
    site.guest.start("python3", *command.removeprefix("ExecStart=").split())
    bound = f"{address}:{port}"
    site.guest.until(lambda: bound in site.guest.space.run("ss", "-uln"), "the responder")


def answer(
    site: Site, peer: str, address: str, port: int, patience_seconds: float = 2
) -> tuple[str, int] | None:
    """Where the answer to a peer's datagram to the address came from; None when none came."""
    with closing(site.vpc.net.socket(socket.SOCK_DGRAM, peer, 0)) as asking:
        asking.settimeout(patience_seconds)
        asking.sendto(b"OPTIONS", (address, port))
        try:
            found: tuple[str, int] = asking.recvfrom(2048)[1]
        except TimeoutError:
            return None
        return found

"""The demo's responder, as its user data writes it, answers from the VIP wherever the peer is.

Between guest and peers the VPC drops what EC2's source/destination check would drop.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.guest import net_utils
from tests.guest.net_utils import LIKE_AMAZON_LINUX
from tests.guest.site import Site, running
from tests.guest.user_data import EXAMPLES, cloud_config
from tests.guest.vpc import PEERS

TEMPLATE = EXAMPLES / "amazon_linux" / "responder.yaml.tftpl"
VIP_ADDRESS = "10.16.10.20"
BOUND, UNBOUND = 5060, 5061


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An instance with the VIP and the responder: as written, and once bound to no address."""
    image = LIKE_AMAZON_LINUX
    with running(image.systemd, tmp_path_factory.mktemp("guest")) as site:
        net_utils.boot(site, image)
        net_utils.plug(site)
        for address, port in ((VIP_ADDRESS, BOUND), ("0.0.0.0", UNBOUND)):
            start(site, address, port)
        yield site


def start(site: Site, address: str, port: int) -> None:
    """The files of the user data and the command of its unit."""
    config = cloud_config(TEMPLATE, address=address, port=port)
    for file in config["write_files"]:
        site.guest.write(file["path"], file["content"])
    unit = site.guest.read("/etc/systemd/system/responder.service")
    [command] = [line for line in unit.splitlines() if line.startswith("ExecStart=")]
    site.guest.start("python3", *command.removeprefix("ExecStart=").split())
    site.guest.until(lambda: f":{port}" in site.guest.space.run("ss", "-uln"), "the responder")


def answer(site: Site, peer: str, port: int) -> tuple[str, int] | None:
    """Where the answer to a peer's datagram came from; None when none came."""
    with closing(site.vpc.net.socket(socket.SOCK_DGRAM, peer, 0)) as asking:
        asking.settimeout(2 if port == BOUND else 0.3)
        asking.sendto(b"OPTIONS", (VIP_ADDRESS, port))
        try:
            return asking.recvfrom(2048)[1]
        except TimeoutError:
            return None


@pytest.mark.parametrize("peer", PEERS.values(), ids=PEERS)
def test_it_answers_from_the_vip(site: Site, peer: str) -> None:
    assert answer(site, peer, BOUND) == (VIP_ADDRESS, BOUND)


@pytest.mark.parametrize("peer", PEERS.values(), ids=PEERS)
def test_bound_to_no_address_it_would_not(site: Site, peer: str) -> None:
    assert answer(site, peer, UNBOUND) != (VIP_ADDRESS, UNBOUND)

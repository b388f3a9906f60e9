"""The demo's responder, as its user data writes it, answers from the VIP wherever the peer is.

Between guest and peers the VPC drops what EC2's source/destination check would drop.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.guest import net_utils
from tests.guest.net_utils import LIKE_AMAZON_LINUX
from tests.guest.responder import answer, start
from tests.guest.site import Site, running
from tests.guest.vpc import PEERS

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


@pytest.mark.parametrize("peer", PEERS.values(), ids=PEERS)
def test_it_answers_from_the_vip(site: Site, peer: str) -> None:
    assert answer(site, peer, VIP_ADDRESS, BOUND) == (VIP_ADDRESS, BOUND)


@pytest.mark.parametrize("peer", PEERS.values(), ids=PEERS)
def test_bound_to_no_address_it_would_not(site: Site, peer: str) -> None:
    assert answer(site, peer, VIP_ADDRESS, UNBOUND, 0.3) != (VIP_ADDRESS, UNBOUND)

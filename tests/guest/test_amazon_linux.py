"""Amazon Linux 2023's way, really run: what net-utils and systemd-networkd make of the interfaces.

docs/appliances.md says which of the rules of the packet's way the image keeps by itself.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.guest import net_utils
from tests.guest.net_utils import IMAGES, Image
from tests.guest.site import Site, everywhere, running
from tests.guest.vpc import VIP, WAN


@pytest.fixture(scope="module", params=IMAGES.values(), ids=IMAGES)
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """Booted with the WAN interface alone, then the VIP's interface plugged in."""
    image: Image = request.param
    with running(image.systemd, tmp_path_factory.mktemp("guest")) as site:
        net_utils.boot(site, image)
        assert site.ways() == everywhere(WAN)
        net_utils.plug(site)
        yield site


def test_udev_starts_the_unit_that_the_tests_run(site: Site) -> None:
    added = [
        line
        for line in site.guest.read("/usr/lib/udev/rules.d/99-vpc-policy-routes.rules").splitlines()
        if 'ACTION=="add"' in line
    ]
    assert ["policy-routes@$name.service" in line for line in added] == [True]


def test_the_vip_is_on_its_interface(site: Site) -> None:
    assert site.guest.addresses(VIP) == ["10.16.10.20/24"]
    assert site.guest.addresses(WAN) == [str(site.wan.address)]


def test_what_carries_the_vip_leaves_by_its_interface_to_every_peer(site: Site) -> None:
    assert site.own_ways()["VIP"] == everywhere(VIP)
    vip_rules = [rule for rule in site.guest.rules() if rule.get("src") == "10.16.10.20"]
    assert [rule["table"] for rule in vip_rules] == ["10001"]


def test_what_carries_the_wan_address_leaves_by_the_wan_interface(site: Site) -> None:
    assert site.own_ways()["WAN"] == everywhere(WAN)


def test_left_alone_the_image_sends_everything_else_by_the_wan_interface(site: Site) -> None:
    assert site.own_ways()["not chosen"] == everywhere(WAN)
    assert site.forwarded_ways() == everywhere(WAN)


def test_the_timer_leaves_it_as_it_is(site: Site) -> None:
    before = site.own_ways(), site.guest.rules()
    net_utils.refresh(site.guest, VIP).start()
    assert (site.own_ways(), site.guest.rules()) == before

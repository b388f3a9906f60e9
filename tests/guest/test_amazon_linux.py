"""Amazon Linux 2023's way, really run: what net-utils and systemd-networkd make of the interfaces.

docs/appliances.md says which of the rules of the packet's way the image keeps by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guest import net_utils
from tests.guest.net_utils import IMAGES, Image
from tests.guest.site import FORWARDED, Site, everywhere, running
from tests.guest.user_data import APPLIANCES, carry_out, cloud_config
from tests.guest.vpc import VIP, WAN, with_device_number


@pytest.fixture(scope="module", params=IMAGES.values(), ids=list(IMAGES))
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
    assert rules_of_the_vip(site) == ["10001"]


def test_what_carries_the_wan_address_leaves_by_the_wan_interface(site: Site) -> None:
    assert site.own_ways()["WAN"] == everywhere(WAN)


def test_left_alone_the_image_sends_everything_else_by_the_wan_interface(site: Site) -> None:
    assert site.own_ways()["not chosen"] == everywhere(WAN)
    assert site.forwarded_ways() == dict.fromkeys(FORWARDED, everywhere(WAN))


def test_the_timer_leaves_it_as_it_is(site: Site) -> None:
    before = site.own_ways(), site.guest.rules()
    net_utils.refresh(site.guest, VIP).start()
    assert (site.own_ways(), site.guest.rules()) == before


@pytest.mark.parametrize("image", [net_utils.OLD, net_utils.LIKE_AMAZON_LINUX], ids=["old", "now"])
def test_the_router_example_sends_it_by_the_vips_interface(image: Image, tmp_path: Path) -> None:
    with running(image.systemd, tmp_path) as site:
        net_utils.boot(site, image)
        carry_out(site.guest, cloud_config(APPLIANCES / "amazon_linux_router.yaml"))
        net_utils.settled(site.guest, WAN)
        site.guest.until(lambda: site.ways() == everywhere(WAN), "the way by the WAN interface")
        net_utils.plug(site)
        assert site.own_ways() == {
            "VIP": everywhere(VIP),
            "WAN": everywhere(WAN),
            "not chosen": everywhere(VIP),
        }
        assert site.forwarded_ways() == dict.fromkeys(FORWARDED, everywhere(VIP))


def test_after_a_detachment_only_the_wan_is_left(tmp_path: Path) -> None:
    image = net_utils.LIKE_AMAZON_LINUX
    with running(image.systemd, tmp_path) as site:
        net_utils.boot(site, image)
        before = site.guest.routing()
        net_utils.plug(site)
        assert site.guest.routing() != before
        site.detach()
        net_utils.policy_routes(site.guest, VIP).stop()
        site.guest.until(lambda: site.guest.routing() == before, "the routing of before")
        assert site.ways() == everywhere(WAN)


@pytest.mark.parametrize(
    ("image", "near"),
    [
        pytest.param(net_utils.OLD, WAN, id="2.3.0 makes no table, for good"),
        pytest.param(net_utils.LIKE_AMAZON_LINUX, VIP, id="2.4.1 waits"),
    ],
)
def test_metadata_that_comes_late(image: Image, near: str, tmp_path: Path) -> None:
    """Metadata shows device number 0 until the attachment has propagated (net-utils' lib.sh).

    Without a table 2.3.0 leaves two default routes of one metric: only the way to the serving
    zone's WAN subnet is sure, and wrong.
    """
    with running(image.systemd, tmp_path) as site:
        net_utils.boot(site, image)
        site.attach()
        delay_device_number(site, askings=5)
        net_utils.configure(site.guest, VIP)
        site.refresh()
        net_utils.refresh(site.guest, VIP).start()
        site.guest.until(lambda: rules_of_the_vip(site) == ["10001"], "the VIP's rule")
        assert site.own_ways()["VIP"]["in the serving zone's WAN subnet"] == near
        assert (site.own_ways()["VIP"] == everywhere(VIP)) is (near == VIP)


def rules_of_the_vip(site: Site) -> list[str]:
    """The tables in which what carries the VIP is looked up, but for main."""
    address = str(site.vip.address.ip)
    return [rule["table"] for rule in site.guest.rules() if rule.get("src") == address]


def delay_device_number(site: Site, askings: int) -> None:
    """Metadata says 0 until it has been asked so often; whoever asks less never sees it change."""
    imds = site.vpc.imds
    in_time, left = imds.tree, iter(range(askings))
    imds.tree = with_device_number(in_time, site.vip.mac, "0")

    def propagate(path: str) -> None:
        if path.endswith(f"{site.vip.mac}/device-number") and next(left, None) is None:
            imds.tree = in_time

    imds.before_answer = propagate

"""Two VIPs on Amazon Linux 2023 and Debian, the first with a secondary address.

The responder of the example runs once for each address, and the peers ask it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.guest import cloud_init, net_utils
from tests.guest.net_utils import IMAGES, Image
from tests.guest.responder import answer, start
from tests.guest.site import FORWARDED, Site, everywhere, running
from tests.guest.user_data import APPLIANCES, carry_out, cloud_config
from tests.guest.vpc import OTHER_VIP, PEERS, VIP, WAN
from tests.support.project import PROJECT

ADDRESSES = {"10.16.10.20": VIP, "10.16.10.21": VIP, "10.16.20.20": OTHER_VIP}
PORT = 5060
# What docs/appliances.md shows, for Debian.
FILES = ("05-vip", "05-other-vip")
SECONDARY = """\
[Network]
Address=10.16.10.21/32
[RoutingPolicyRule]
From=10.16.10.21
Table=254
Priority=100
"""
FURTHER = """\
[Match]
Name=ens7
[Link]
RequiredForOnline=no
[Network]
DHCP=ipv4
[DHCPv4]
RouteTable=101
[RoutingPolicyRule]
From=10.16.20.20
Table=101
Priority=100
"""


@pytest.fixture(scope="module", params=IMAGES.values(), ids=list(IMAGES))
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """Booted with the WAN interface alone, then each VIP's interface plugged in, in their order."""
    image: Image = request.param
    scratch = tmp_path_factory.mktemp("guest")
    with running(image.systemd, scratch, instance_type="c5.large") as site:
        net_utils.boot(site, image)
        attach_both(site)
        yield site


def prepared(site: Site) -> tuple[str, str]:
    """Both VIPs' interfaces in the lab, with all their addresses."""
    site.world.ec2.assign_private_ip_addresses(
        NetworkInterfaceId=site.vip_id, PrivateIpAddresses=["10.16.10.21"]
    )
    return site.vip_id, site.world.interface(site.world.subnet("10.16.20.0/24"), "10.16.20.20")


def attach_both(site: Site) -> None:
    """Attaches them as the handler does, the lower index first."""
    for index, interface_id in enumerate(prepared(site), 1):
        link, _ = site.attach_as(index, interface_id)
        net_utils.configure(site.guest, link.name)


def test_each_address_is_on_its_interface(site: Site) -> None:
    assert sorted(site.guest.addresses(VIP)) == ["10.16.10.20/24", "10.16.10.21/32"]
    assert site.guest.addresses(OTHER_VIP) == ["10.16.20.20/24"]


@pytest.mark.parametrize(("address", "interface"), ADDRESSES.items())
def test_what_carries_an_address_leaves_by_its_interface_to_every_peer(
    site: Site, address: str, interface: str
) -> None:
    assert site.ways(source=address) == everywhere(interface)


def test_the_wan_address_and_what_has_none_leave_by_the_wan_interface(site: Site) -> None:
    assert site.ways(source=str(site.wan.address.ip)) == everywhere(WAN)
    assert site.ways() == everywhere(WAN)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_responder_on_each_address_answers_every_peer_from_it(site: Site, address: str) -> None:
    start(site, address, PORT)
    answers = {who: answer(site, peer, address, PORT) for who, peer in PEERS.items()}
    assert answers == dict.fromkeys(PEERS, (address, PORT))


def test_the_router_example_serves_two_vips_as_it_is(tmp_path: Path) -> None:
    """Its rule names the first VIP; net-utils has one of its own for each further address."""
    image = net_utils.LIKE_AMAZON_LINUX
    with running(image.systemd, tmp_path, instance_type="c5.large") as site:
        net_utils.boot(site, image)
        carry_out(site.guest, cloud_config(APPLIANCES / "amazon_linux_router.yaml"))
        net_utils.settled(site.guest, WAN)
        site.guest.until(lambda: site.ways() == everywhere(WAN), "the way by the WAN interface")
        attach_both(site)
        assert_a_router(site)


def test_debian_needs_a_file_for_each_further_vip(tmp_path: Path) -> None:
    """And the secondary addresses in them: DHCP gives the first one alone."""
    page = (PROJECT / "docs" / "appliances.md").read_text()
    assert SECONDARY in page
    assert FURTHER in page
    with running("trixie", tmp_path, instance_type="c5.large") as site:
        cloud_init.boot(site.guest)
        config = cloud_config(APPLIANCES / "debian_router.yaml")
        config["write_files"] += [
            {"path": "/etc/systemd/network/05-vip.network.d/secondary.conf", "content": SECONDARY},
            {"path": "/etc/systemd/network/05-other-vip.network", "content": FURTHER},
        ]
        carry_out(site.guest, config)
        site.guest.until(lambda: site.guest.is_configured(WAN, "05-wan"), "the WAN interface")
        for index, (interface_id, file) in enumerate(zip(prepared(site), FILES, strict=True), 1):
            link, _ = site.attach_as(index, interface_id)
            configured = partial(site.guest.is_configured, link.name, file)
            site.guest.until(configured, link.name)
        assert_a_router(site)


def assert_a_router(site: Site) -> None:
    """What carries an address leaves by its interface, everything else by the first VIP's.

    networkd calls an interface configured that has a fixed address; DHCP's may come after it.
    """
    expected = {address: everywhere(name) for address, name in ADDRESSES.items()}
    site.guest.until(
        lambda: {address: site.ways(source=address) for address in ADDRESSES} == expected,
        "each address's way by its own interface",
    )
    assert site.ways(source=str(site.wan.address.ip)) == everywhere(WAN)
    assert site.ways() == everywhere(VIP)
    assert site.forwarded_ways(OTHER_VIP) == dict.fromkeys(FORWARDED, everywhere(VIP))

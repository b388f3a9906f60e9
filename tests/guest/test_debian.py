"""A plain Debian, really run: its systemd-networkd with the user data of our example."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.guest.site import Site, everywhere, running
from tests.guest.user_data import APPLIANCES, carry_out, cloud_config
from tests.guest.vpc import VIP, WAN

# What is there when user data is carried out: cloud-init has had netplan write DHCP for the one
# interface it saw. On EC2 it is matched by its permanent MAC, which a veth does not have.
NETPLAN = f"[Match]\nName={WAN}\n[Network]\nDHCP=ipv4\n[DHCP]\nUseMTU=true\n"


@pytest.fixture(scope="module", params=["bookworm", "trixie"])
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """Booted with the WAN interface alone, then the VIP's interface plugged in."""
    with running(request.param, tmp_path_factory.mktemp("guest")) as site:
        guest = site.guest
        netplan = f"10-netplan-{WAN}"
        guest.write(f"/run/systemd/network/{netplan}.network", NETPLAN)
        guest.start_networkd()
        guest.until(lambda: guest.is_configured(WAN, netplan), "the WAN interface at first")
        carry_out(guest, cloud_config(APPLIANCES / "debian_router.yaml"))
        guest.until(lambda: guest.is_configured(WAN, "05-wan"), "the WAN interface")
        assert site.ways() == everywhere(WAN)
        site.attach()
        guest.until(lambda: guest.is_configured(VIP, "05-vip"), "the VIP's interface")
        yield site


def test_the_vip_is_on_its_interface(site: Site) -> None:
    assert site.guest.addresses(VIP) == ["10.16.10.20/24"]
    assert site.guest.addresses(WAN) == [str(site.wan.address)]


def test_everything_leaves_by_the_vips_interface_but_what_carries_the_wan_address(
    site: Site,
) -> None:
    assert site.own_ways() == {
        "VIP": everywhere(VIP),
        "WAN": everywhere(WAN),
        "not chosen": everywhere(VIP),
    }
    assert site.forwarded_ways() == everywhere(VIP)

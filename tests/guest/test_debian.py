"""A plain Debian, really run: cloud-init, netplan, systemd-networkd, and our user data."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.guest import cloud_init
from tests.guest.site import FORWARDED, Site, everywhere, running
from tests.guest.user_data import APPLIANCES, carry_out, cloud_config
from tests.guest.vpc import VIP, WAN


@pytest.fixture(scope="module", params=["bookworm", "trixie"])
def booted(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A first boot with the WAN interface alone."""
    with running(request.param, tmp_path_factory.mktemp("guest")) as site:
        cloud_init.boot(site.guest)
        yield site


@pytest.fixture(scope="module")
def site(booted: Site) -> Site:
    """The user data is carried out, then the VIP's interface plugged in."""
    guest = booted.guest
    carry_out(guest, cloud_config(APPLIANCES / "debian_router.yaml"))
    guest.until(lambda: guest.is_configured(WAN, "05-wan"), "the WAN interface")
    guest.until(lambda: booted.ways() == everywhere(WAN), "the way by the WAN interface")
    booted.attach()
    guest.until(lambda: guest.is_configured(VIP, "05-vip"), "the VIP's interface")
    return booted


def test_left_alone_nothing_configures_the_new_interface(booted: Site) -> None:
    booted.attach()
    booted.guest.until(lambda: booted.guest.is_unmanaged(VIP), "networkd's look at it")
    assert cloud_init.hotplug(booted.guest) == "disabled"
    assert booted.guest.addresses(VIP) == []
    booted.detach()


def test_the_vip_is_on_its_interface(site: Site) -> None:
    assert site.guest.addresses(VIP) == ["10.16.10.20/24"]
    assert site.guest.addresses(WAN) == [str(site.wan.address)]


def test_only_what_carries_the_wan_address_leaves_by_the_wan_interface(site: Site) -> None:
    assert site.own_ways() == {
        "VIP": everywhere(VIP),
        "WAN": everywhere(WAN),
        "not chosen": everywhere(VIP),
    }
    assert site.forwarded_ways() == dict.fromkeys(FORWARDED, everywhere(VIP))

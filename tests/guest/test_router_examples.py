"""What the router examples have in common: networkd configures the WAN interface once for them.

Of two configurations that overlap systemd 252 now and then removes the address that the second one
has just set: the instance has no WAN address then until its lease is renewed.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.guest import cloud_init, net_utils
from tests.guest.site import everywhere, running
from tests.guest.user_data import APPLIANCES, carry_out, cloud_config
from tests.guest.vpc import WAN


@pytest.mark.parametrize("codename", ["bookworm", "trixie"])
def test_debian_configures_the_wan_interface_once(codename: str, tmp_path: Path) -> None:
    with running(codename, tmp_path) as site:
        cloud_init.boot(site.guest)
        before = site.guest.configurations(WAN)
        carry_out(site.guest, cloud_config(APPLIANCES / "debian_router.yaml"))
        site.guest.until(lambda: site.guest.is_configured(WAN, "05-wan"), "the WAN interface")
        assert site.guest.configurations(WAN) == before + 1


def test_amazon_linux_configures_the_wan_interface_once(tmp_path: Path) -> None:
    image = net_utils.LIKE_AMAZON_LINUX
    with running(image.systemd, tmp_path) as site:
        net_utils.boot(site, image)
        before = site.guest.configurations(WAN)
        carry_out(site.guest, cloud_config(APPLIANCES / "amazon_linux_router.yaml"))
        site.guest.until(lambda: site.ways() == everywhere(WAN), "the way by the WAN interface")
        net_utils.settled(site.guest, WAN)
        assert site.guest.configurations(WAN) == before + 1

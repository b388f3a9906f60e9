"""Amazon Linux 2023's way on a guest: systemd-networkd and amazon-ec2-net-utils.

Amazon Linux has systemd 252 and a net-utils of 2.4.0 or later; neither is packaged for anything but
Amazon Linux. Debian 12 has that systemd, Debian 13 such a net-utils (2.4.1), both from the same
source, so one image takes net-utils' files from the other release.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.guest.guest import TREES, Guest
from tests.guest.site import Site
from tests.guest.units import Unit
from tests.guest.vpc import INTERFACES, VIP, WAN

FILES = (
    "usr/bin/setup-policy-routes",
    "usr/share/amazon-ec2-net-utils/lib.sh",
    "usr/lib/systemd/network/80-ec2.network",
)
# net-utils' own .network is for the drivers of EC2's interfaces; here they are pairs of veth.
DRIVER = "[Match]\nDriver=\nDriver=veth\n"


@dataclass(frozen=True)
class Image:
    """Which Debian release systemd comes from, and which one net-utils."""

    systemd: str
    net_utils: str


OLD = Image("bookworm", "bookworm")
LIKE_AMAZON_LINUX = Image("bookworm", "trixie")
NEW = Image("trixie", "trixie")
IMAGES = {
    "net-utils 2.3.0 on systemd 252": OLD,
    "net-utils 2.4.1 on systemd 252": LIKE_AMAZON_LINUX,
    "net-utils 2.4.1 on systemd 257": NEW,
}


def boot(site: Site, image: Image) -> None:
    """The first boot: DHCP on the WAN interface, then what udev starts for it."""
    guest = site.guest
    if image.net_utils != image.systemd:
        for path in FILES:
            (guest.root / path).write_bytes((TREES / image.net_utils / path).read_bytes())
    for name in ("80-ec2", *(f"70-{interface}" for interface in INTERFACES)):
        guest.write(f"/etc/systemd/network/{name}.network.d/00-driver.conf", DRIVER)
    guest.start_networkd()
    configure(guest, WAN)


def plug(site: Site) -> None:
    """The VIP's interface is attached to the running instance, and udev starts its unit."""
    site.attach()
    configure(site.guest, VIP)


def configure(guest: Guest, device: str) -> None:
    """What udev's rule starts for a new interface, until the kernel has what was asked for."""
    policy_routes(guest, device).start()
    settled(guest, device)


def settled(guest: Guest, device: str) -> None:
    """Waits until the interface is as net-utils' file says."""
    guest.until(lambda: guest.is_configured(device, f"70-{device}"), f"{device}'s configuration")


def policy_routes(guest: Guest, device: str) -> Unit:
    """The unit udev starts when an interface appears and stops when it is gone."""
    return Unit(guest, "policy-routes@", device)


def refresh(guest: Guest, device: str) -> Unit:
    """The unit its timer starts every minute."""
    return Unit(guest, "refresh-policy-routes@", device)

"""Debian's way on a guest: cloud-init writes netplan's configuration, netplan systemd-networkd's.

cloud-init itself runs, as on the first boot of an image, but for its search of a datasource: it
does not take a container for an EC2 instance, so the instance's id is seeded (NoCloud). What it
makes of one interface is the same: DHCP, matched by its MAC.
"""

from __future__ import annotations

from tests.guest.guest import Guest
from tests.guest.vpc import WAN

CONFIGURED = f"10-netplan-{WAN}"
# What the installation of libc-bin and ca-certificates leaves behind.
INSTALLED = (
    "ldconfig; mkdir -p /etc/ssl/certs; "
    "cat /usr/share/ca-certificates/mozilla/*.crt > /etc/ssl/certs/ca-certificates.crt"
)
# A veth has no permanent MAC; its name is matched all the same.
ANY_MAC = "[Match]\nPermanentMACAddress=\n"


def boot(guest: Guest) -> None:
    """The first boot, up to a configured WAN interface."""
    guest.space.run("sh", "-c", INSTALLED)
    guest.write("/etc/cloud/cloud.cfg.d/90-seed.cfg", "datasource_list: [NoCloud]\n")
    guest.write("/var/lib/cloud/seed/nocloud/meta-data", "instance-id: i-0123456789abcdef0\n")
    guest.write("/var/lib/cloud/seed/nocloud/user-data", "#cloud-config\n{}\n")
    guest.write(f"/etc/systemd/network/{CONFIGURED}.network.d/00-mac.conf", ANY_MAC)
    guest.space.run("cloud-init", "init", "--local")
    guest.start_networkd()
    guest.until(lambda: guest.is_configured(WAN, CONFIGURED), "the WAN interface")


def hotplug(guest: Guest) -> str:
    """`enabled` or `disabled`: whether cloud-init acts upon a new interface."""
    return guest.space.run("cloud-init", "devel", "hotplug-hook", "-s", "net", "query").strip()

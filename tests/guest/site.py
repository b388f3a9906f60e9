"""One instance of the lab, and the guest that runs for it: what EC2 does, the guest sees."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lab.metadata import metadata
from tests.guest.guest import Guest
from tests.guest.vpc import PEERS, VIP, Link, Vpc, links
from tests.support.worlds.ec2 import Ec2World, small_world

# Whose packets the guest forwards. A rule for its own packets must not catch the second's.
FORWARDED = {"a host behind it": "192.168.77.9", "one with an address like the WAN's": "10.16.2.88"}


class Site:
    """A running instance with its WAN interface; the VIP's interface waits in the lab."""

    def __init__(self, world: Ec2World, codename: str, scratch: Path) -> None:
        self.world = world
        self.instance_id = world.running()
        self.vpc = Vpc(metadata(world.ec2, self.instance_id))
        self.vip_id = world.vip()
        self._attachment_id = ""
        [self.wan] = links(self.vpc.imds.tree)
        self.guest = Guest(self.vpc.net, codename, scratch)
        self.vpc.plug(self.wan, self.guest.space, checked=True)

    def attach(self) -> Link:
        """The lab attaches the VIP's interface, and the guest sees a new one."""
        self.vip, self._attachment_id = self.attach_as(1, self.vip_id)
        return self.vip

    def attach_as(self, index: int, interface_id: str) -> tuple[Link, str]:
        """The same for an interface of the lab; what the guest sees, and the attachment's id."""
        attachment_id = self.world.attach(interface_id, self.instance_id, index)
        self.world.pass_time(60)
        self.refresh()
        link = links(self.vpc.imds.tree)[index]
        self.vpc.plug(link, self.guest.space, checked=False)
        return link, attachment_id

    def detach(self) -> None:
        """The lab detaches it, and it is gone from the guest."""
        self.world.ec2.detach_network_interface(AttachmentId=self._attachment_id)
        self.world.pass_time(60)
        self.refresh()
        self.vpc.unplug(self.vip)

    def refresh(self) -> None:
        """Metadata says what the lab's EC2 shows now."""
        self.vpc.imds.tree = metadata(self.world.ec2, self.instance_id)

    def ways(self, **asked: str) -> dict[str, str]:
        """By which interface a packet to each peer leaves; see `Guest.way`."""
        return {who: self.guest.way(peer, **asked).split()[0] for who, peer in PEERS.items()}

    def own_ways(self) -> dict[str, dict[str, str]]:
        """The same for each source that the guest's own packets can have."""
        return {
            "VIP": self.ways(source=str(self.vip.address.ip)),
            "WAN": self.ways(source=str(self.wan.address.ip)),
            "not chosen": self.ways(),
        }

    def forwarded_ways(self, arriving: str = VIP) -> dict[str, dict[str, str]]:
        """The same for packets that come by an interface from hosts behind the guest."""
        self.guest.space.run("sh", "-c", "echo 1 > /proc/sys/net/ipv4/conf/all/forwarding")
        return {
            whose: self.ways(source=source, arriving=arriving)
            for whose, source in FORWARDED.items()
        }

    def close(self) -> None:
        self.guest.close()
        self.vpc.close()


def everywhere(interface: str) -> dict[str, str]:
    """To every peer by this one interface."""
    return dict.fromkeys(PEERS, interface)


@contextmanager
def running(codename: str, scratch: Path, **options: Any) -> Iterator[Site]:
    """The site, ended with all that runs in it; `small_world` takes the options."""
    with small_world(**options) as world:
        site = Site(world, codename, scratch)
        try:
            yield site
        finally:
            site.close()

"""The ground guests stand on: metadata wants a token, the check drops what EC2 would drop."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.guest.site import Site, running
from tests.guest.vpc import PEERS, VIP, WAN

ASK = """
import sys, urllib.error, urllib.request as http
base = "http://169.254.169.254/latest/"
def said(path, **options):
    try:
        return http.urlopen(http.Request(base + path, **options), timeout=5).read().decode()
    except urllib.error.HTTPError as error:
        return error.code
ttl = {"X-aws-ec2-metadata-token-ttl-seconds": "60"}
token = {"X-aws-ec2-metadata-token": said("api/token", method="PUT", headers=ttl)}
print(said("meta-data/mac"), said("meta-data/none", headers=token), said("api/token", method="PUT"))
print(said("meta-data/mac", headers=token))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Both interfaces, set by hand; nothing of the guest's own runs."""
    with running("bookworm", tmp_path_factory.mktemp("guest")) as site:
        site.attach()
        for link in (site.wan, site.vip):
            ip = ["ip", "address", "add", str(link.address), "dev", link.name]
            site.guest.space.run(*ip)
            site.guest.space.run("ip", "link", "set", link.name, "up")
        yield site


def test_metadata_is_read_with_a_token_only(site: Site) -> None:
    said = site.vpc.net.run(sys.executable, "-c", ASK).splitlines()
    assert said == ["401 404 400", site.wan.mac]


@pytest.mark.parametrize(
    ("source", "device", "arrives"),
    [("WAN", WAN, True), ("VIP", WAN, False), ("VIP", VIP, True), ("WAN", VIP, True)],
)
def test_the_check_drops_what_leaves_by_the_wan_with_another_source(
    site: Site, source: str, device: str, arrives: bool
) -> None:
    link = {"WAN": site.wan, "VIP": site.vip}[source]
    router = {WAN: site.wan, VIP: site.vip}[device].router
    peer = PEERS["on the internet"]
    site.guest.space.run("ip", "route", "replace", peer, "via", str(router), "dev", device)
    with (
        closing(site.vpc.net.socket(socket.SOCK_DGRAM, peer, 4000)) as listening,
        closing(site.guest.net.socket(socket.SOCK_DGRAM, str(link.address.ip), 0)) as sending,
    ):
        sending.sendto(b"hello", (peer, 4000))
        listening.settimeout(0.5)
        try:
            assert (listening.recvfrom(99)[1][0], arrives) == (str(link.address.ip), True)
        except TimeoutError:
            assert not arrives


def test_a_guest_sees_nothing_of_the_machine(site: Site) -> None:
    assert (site.guest.root / "etc/machine-id").read_text().startswith("0123456789abcdef")
    assert not (site.guest.root / str(Path(__file__).relative_to("/"))).exists()
    names = {each["ifname"] for each in site.guest.space.ip("link")}
    assert names == {"lo", WAN, VIP}

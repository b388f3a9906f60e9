"""Real servers of each protocol: running, hung, gone on, killed, restarted.

EC2 sees no difference between a server that runs and one that hangs.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.prober.machine import machine_of
from tests.prober.servers.charon import charon
from tests.prober.servers.kamailio import kamailio
from tests.prober.servers.knot import knot
from tests.prober.servers.nginx import nginx
from tests.prober.servers.server import Server
from tools.setup.servers import TREES

SERVERS = {
    "kamailio": kamailio(),
    "charon": charon(),
    "charon without a connection": charon(""),
    "knot": knot(),
    "nginx": nginx(),
}
RELEASES = [tree.codename for tree in TREES]
SILENT, REFUSED = "no answer within 1 s", "connection refused"


@pytest.mark.parametrize("codename", RELEASES)
@pytest.mark.parametrize("server", SERVERS.values(), ids=SERVERS)
def test_the_verdict_is_what_the_server_does(server: Server, codename: str, tmp_path: Path) -> None:
    with machine_of(server, codename, tmp_path) as serving:
        serving.start()
        serving.hang()
        # The kernel answers for a process that hangs, up to the connection itself.
        connected = {each["name"] for each in server.checks if each["type"] == "tcp"}
        hung = {each["name"]: SILENT for each in server.checks}
        assert serving.ask() == hung | dict.fromkeys(connected, "")
        serving.go_on()
        serving.kill()
        assert set(serving.ask().values()) == {REFUSED}
        serving.start()


@pytest.mark.parametrize("codename", RELEASES)
def test_charon_does_not_tire_of_it(codename: str, tmp_path: Path) -> None:
    """Of half-open SAs it takes five from one address, and is deaf to it then."""
    with machine_of(charon(timeout_seconds=10), codename, tmp_path) as serving:
        serving.start()
        assert [serving.ask() for _ in range(6)] == [serving.expected] * 6

"""The instance: a Debian release's systemd-networkd and what else of it the test starts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from tests.support.namespaces.machine import Machine
from tests.support.namespaces.namespace import Namespace
from tools.setup.places import checkout_root

TREES = checkout_root() / ".tools" / "guests"
BUS = Path(__file__).parent / "bus.conf"


class Guest(Machine):
    """A running guest."""

    def __init__(self, within: Namespace, codename: str, scratch: Path) -> None:
        super().__init__(within, TREES / codename, scratch)

    def start_networkd(self) -> None:
        """The system bus, then systemd-networkd, as its unit would start it."""
        self.write("/run/dbus/bus.conf", BUS.read_text())
        self.start("/usr/bin/dbus-daemon", "--config-file=/run/dbus/bus.conf", "--nofork")
        bus = self.root / "run/dbus/system_bus_socket"
        self.until(bus.exists, "the system bus")
        self.start("/usr/lib/systemd/systemd-networkd")
        self.until(lambda: "org.freedesktop.network1" in self._bus_names(), "systemd-networkd")

    def _bus_names(self) -> str:
        return self.space.run("busctl", "--system", "list", "--no-pager", check=False)

    def addresses(self, device: str) -> list[str]:
        """The IPv4 addresses of an interface, with their prefix."""
        links = self.space.ip("-4", "address", "show", "dev", device)
        found = [each for link in links for each in link.get("addr_info", [])]
        return [f"{each['local']}/{each['prefixlen']}" for each in found]

    def is_configured(self, device: str, by: str) -> bool:
        """Whether the interface is as this file (and its drop-ins) says, and has its address."""
        shown = self.space.run("networkctl", "status", "--no-pager", device, check=False)
        done = "(configured)" in shown and f"/{by}.network" in shown
        return done and bool(self.addresses(device))

    def configurations(self, device: str) -> int:
        """How often networkd has begun to configure the interface."""
        return len(re.findall(rf"^{device}: (?:Rec|C)onfiguring with", self.log(), re.MULTILINE))

    def is_unmanaged(self, device: str) -> bool:
        """Whether networkd has seen the interface and leaves it alone."""
        return "(unmanaged)" in self.space.run("networkctl", "status", "--no-pager", device)

    def rules(self) -> list[dict[str, Any]]:
        """The routing policy, without the three rules every Linux has."""
        return [each for each in self.space.ip("rule") if 0 < each["priority"] < 32766]

    def routing(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Every IPv4 route of every table, and the rules."""
        return self.space.ip("-4", "route", "show", "table", "all"), self.rules()

    def way(self, to: str, source: str = "", arriving: str = "") -> str:
        """`ens6 via 10.0.0.1`: where the kernel sends a packet; a refusal in its own words.

        `arriving` names the interface a forwarded packet came in by.
        """
        asked = ["ip", "route", "get", to, *(["from", source] if source else [])]
        asked += ["iif", arriving] if arriving else []
        words = self.space.run(*asked, check=False).splitlines()[0].split()
        if "dev" not in words:
            return " ".join(words)
        via = f" via {words[words.index('via') + 1]}" if "via" in words else ""
        return words[words.index("dev") + 1] + via

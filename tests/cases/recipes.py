"""The recipes of docs/operations.md on a deployment in simulated time, and how long each takes.

`python -m tests.cases.recipes` prints the figures of the page's table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median

from lab.context import current
from lab.in_process import client, simulated
from tests.cases import commands
from tests.support.deployment import ZONES, Deployment
from tests.support.outage import Outage

# As the page calls them; the last where there is only one.
OLD, NEW, ANY = "i-0aaaaaaaaaaaaaaaa", "i-0bbbbbbbbbbbbbbbb", "i-0123456789abcdef0"
MINUTE = 60.0
RUNS = 10

WORK = "Work on the guest"
SWITCH = "Switch to a new instance and keep the old one"
END = "End the old one"
BACK = "Switch back to the old one"
MAINTENANCE = "In maintenance"
REPLACE = "Replace the instance now"
REST = "Take the service down and bring it back"


class Operator:
    """Somebody with the page open, and a deployment in service in front of him."""

    def __init__(self, deployed: Deployment) -> None:
        self.deployed = deployed
        self.clock = deployed.lab.clock
        deployed.lab.groups.force_az = ZONES[0]
        self.old = deployed.warm_up()
        self.new = ""
        self.clock.advance(8 * MINUTE)
        deployed.make_alarms()
        self.clock.advance(2 * MINUTE)
        self._mailed = len(deployed.mailed())
        self._outage = Outage(deployed)

    def types(self, heading: str, block: int = 0) -> None:
        """Run the commands of one shell block under that heading."""
        names = {OLD: self.old, ANY: self.old} | ({NEW: self.new} if self.new else {})
        commands.run(commands.blocks(heading)[block], names, client, self.clock.advance)

    def waits(self, seconds: float = 3 * MINUTE) -> None:
        """Let audits, handlers and leavers finish."""
        self.clock.advance(seconds)

    def switches(self, zone: str = ZONES[0]) -> None:
        """The switch, until the VIP has moved."""
        self.deployed.lab.groups.force_az = zone
        self.types(SWITCH)
        self.new = self.deployed.in_service(other_than=self.old, limit_seconds=300)
        self.waits()

    def replaces(self, zone: str = ZONES[0], block: int = 0) -> None:
        """The planned replacement, until the new one serves."""
        self.deployed.lab.groups.force_az = zone
        self.types(REPLACE, block)
        self.new = self.deployed.in_service(other_than=self.old, limit_seconds=600)
        self.waits()

    def away(self) -> float:
        """Seconds without the VIP since the last time that this was asked."""
        seconds, self._outage.seconds = self._outage.seconds, 0.0
        return seconds

    def read(self) -> list[tuple[str, str]]:
        """Subject and body of what was mailed since the last time that this was asked."""
        mails = self.deployed.mailed()[self._mailed :]
        self._mailed += len(mails)
        return mails

    def states(self) -> dict[str, str]:
        """Lifecycle states by instance."""
        return {each["InstanceId"]: each["LifecycleState"] for each in self.deployed.instances()}


@contextmanager
def operator(seed: int = 1, **switches: object) -> Iterator[Operator]:
    """A fresh deployment, in service, and its operator."""
    with simulated(seed=seed) as lab:
        for name, value in switches.items():
            setattr(lab.switches, name, value)
        yield Operator(Deployment(lab))
        assert current().gaps.all == []


def switched(seed: int, zone: str) -> float:
    with operator(seed) as person:
        person.switches(zone)
        return person.away()


def switched_back(seed: int, zone: str) -> float:
    with operator(seed) as person:
        person.switches(zone)
        person.away()
        person.types(BACK)
        person.waits()
        return person.away()


def measured(way: Callable[[int, str], float]) -> str:
    """Median and longest outage, in the same zone and into another, as the page's table has it."""
    cells = []
    for says, zone in (("same zone", ZONES[0]), ("other zone", ZONES[1])):
        seconds = [way(seed, zone) for seed in range(1, RUNS + 1)]
        cells.append(f"{says} {median(seconds):.0f} ({max(seconds):.0f})")
    return ", ".join(cells)


if __name__ == "__main__":
    print("switch:", measured(switched))
    print("switch back:", measured(switched_back))

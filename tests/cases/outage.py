"""How long the persistent address was away: nobody running held it wholly."""

from __future__ import annotations

from tests.support.deployment import Deployment
from tests.support.oracle import Oracle

STEP = 0.5  # lab seconds between two looks


class Outage:
    """Looks at the deployment from its creation on. Costs no call and moves no clock."""

    def __init__(self, deployed: Deployment) -> None:
        self._oracle = Oracle(deployed)
        self._clock = deployed.lab.clock
        self.seconds = 0.0
        self._look()

    def _look(self) -> None:
        if not self._held():
            self.seconds += STEP
        self._clock.call_later(STEP, self._look, "is the VIP held?")

    def _held(self) -> bool:
        attached = self._oracle.attached()
        holders = [str(each.instance.id) for each in attached]
        states = [self._oracle.lab.ec2.state(each) for each in holders]
        return states == ["running"] and not self._oracle.wholly_on(holders[0])

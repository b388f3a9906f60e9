"""How long the persistent address was away: nobody running held it wholly."""

from __future__ import annotations

from tests.support.deployment import Deployment

STEP = 0.5  # lab seconds between two looks


class Outage:
    """Looks at the deployment from its creation on. Costs no call and moves no clock."""

    def __init__(self, deployed: Deployment) -> None:
        self._oracle = deployed.oracle
        self._clock = deployed.lab.clock
        self.seconds = 0.0
        self._look()

    def _look(self) -> None:
        if self._oracle.why_not_serving():
            self.seconds += STEP
        self._clock.call_later(STEP, self._look, "is the VIP held?")

"""A service behind the VIP that falls silent, and whatever else may befall its check."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lab.context import Lab
from tests.support.actions import end, holder, in_service, sicken, standby
from tests.support.deployment import Deployment
from tests.support.service import Service

PAUSE = 120.0  # seconds that nobody asks
# Seconds from a silence until the alarm of it has rung, if it does, and somebody was marked.
RINGS = 90.0
# So short that it does not count: seconds without an answer, seconds with one, and how often.
SILENT, ANSWERS, FLAPS = 20.0, 30.0, 3
JOINS = 20.0  # seconds until a new standby is in service
# Seconds from when a check is known to pass until an image's fault shows, and between two looks.
FAULT_SHOWS, LOOKS = 40.0, 5.0


class CheckedDeployment(Deployment):
    """One whose service is asked. check: how, as `Service` takes it."""

    def __init__(self, lab: Lab, check: dict[str, Any], **settings: Any) -> None:
        super().__init__(lab, **settings)
        self.service = Service(self, **check)
        self.service.watch()


def service_of(deployed: Deployment) -> Service | None:
    """The service that is asked; None where none is."""
    return deployed.service if isinstance(deployed, CheckedDeployment) else None


def hang(deployed: Deployment) -> None:
    """It hangs on the instance that has the VIP, or should have it."""
    if rightful := deployed.oracle.rightful_holder():
        _asked(deployed).hung.add(rightful.instance_id)


def hang_everywhere(deployed: Deployment) -> None:
    """On both: where the VIP goes, it never answered."""
    _asked(deployed).hung.update(in_service(deployed))


def hang_again_and_again(deployed: Deployment) -> None:
    """On each instance once it has served for a while: the image's fault."""
    service, clock = _asked(deployed), deployed.lab.clock
    since: dict[str, float] = {}

    def look() -> None:
        clock.call_later(LOOKS, look, "does the fault show?")
        on = service.rounds[-1].on
        if on and clock.now() - since.setdefault(on, clock.now()) > service.known_after + (
            FAULT_SHOWS
        ):
            service.hung.add(on)

    hang(deployed)
    look()


def hang_and_fail_the_checks(deployed: Deployment) -> None:
    """EC2 sees it as well."""
    sicken(deployed, holder(deployed))
    hang(deployed)


def hang_beside_a_sick_one(deployed: Deployment) -> None:
    """The standby cannot take over."""
    sicken(deployed, standby(deployed))
    hang(deployed)


def hang_beside_one_that_boots(deployed: Deployment) -> None:
    """The standby is replaced, and its replacement has just come into service."""
    end(deployed, standby(deployed))
    deployed.lab.clock.call_later(JOINS, lambda: hang(deployed), "hangs")


def hang_unseen(deployed: Deployment) -> None:
    """While nobody asks."""
    fall_blind(deployed)
    hang(deployed)


def fail_beside_a_silent_one(deployed: Deployment) -> None:
    """The VIP goes to a standby on which it never answers."""
    _asked(deployed).hung.add(standby(deployed))
    end(deployed, holder(deployed))


def fail_beside_a_silent_one_unseen(deployed: Deployment) -> None:
    """The same while nobody asks."""
    fall_blind(deployed)
    fail_beside_a_silent_one(deployed)


def flap(deployed: Deployment) -> None:
    """It hangs for too short a time to count, again and again."""
    service, clock = _asked(deployed), deployed.lab.clock
    for number in range(FLAPS):
        at = number * (SILENT + ANSWERS)
        clock.call_later(at, lambda: hang(deployed), "hangs")
        clock.call_later(at + SILENT, service.hung.clear, "answers again")


def go_wrong(deployed: Deployment) -> None:
    """The check is changed, and asks at a port where nobody answers."""
    service = _asked(deployed)
    service.put_alarm(AlarmDescription="another port")
    service.answers = False


def fall_blind(deployed: Deployment) -> None:
    """Nobody asks for a while."""
    service = _asked(deployed)

    def again() -> None:
        service.seen = True

    service.seen = False
    deployed.lab.clock.call_later(PAUSE, again, "the prober is back")


def _come_back(deployed: Deployment) -> None:
    _asked(deployed).hung.clear()


def _asked(deployed: Deployment) -> Service:
    service = service_of(deployed)
    assert service, f"nobody asks a service of {deployed.name}"
    return service


SERVICE_FAULTS: dict[str, Callable[[Deployment], None]] = {
    "service hangs": hang,
    "service comes back": _come_back,
    "service flaps": flap,
    "check goes wrong": go_wrong,
    "prober falls silent": fall_blind,
}
# Seconds from one of these until it is over, and whatever comes of it has begun.
LASTS = dict.fromkeys(SERVICE_FAULTS, RINGS) | {
    "service flaps": FLAPS * (SILENT + ANSWERS) + RINGS,
    "prober falls silent": PAUSE + RINGS,
}

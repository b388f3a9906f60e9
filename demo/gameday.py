"""The game day: fifteen faults, for people to see them heal.

Ten on top of an instance that goes, then five with a hot standby.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from demo.drills import Drill, impair, terminate
from demo.live import LiveDemo
from demo.standby_drills import STANDBY_DRILLS
from lab.pipeline.faults import Fault
from tests.support.event_shapes import LAUNCH, LIFECYCLE, TERMINATE
from tests.support.vip import Vip

Strike = Callable[[LiveDemo, Vip], None]
LATE_SECONDS = 90.0
SLOW_SECONDS = 9.0  # just within the SDK's read time-out
PAST_THE_SDKS_RETRIES = 8


def _with_fault(says: str, action: str, kind: Any, **more: Any) -> Strike:
    """One call of the handlers is struck in the heal that follows."""

    def strike(live: LiveDemo, vip: Vip) -> None:
        live.say("game day", f"{says} {action}", "struck")
        with live.lab.lock:
            live.lab.faults.inject(Fault("ec2", action, kind, caller="lambda", **more))
        terminate(live, vip)

    return strike


def _with_events(says: str, meddle: Callable[[Any], object]) -> Strike:
    """EventBridge is not what one hopes for in the heal that follows."""

    def strike(live: LiveDemo, vip: Vip) -> None:
        live.say("game day", says, "struck")
        with live.lab.lock:
            meddle(live.lab.events)
        terminate(live, vip)

    return strike


def _deaf_guest(live: LiveDemo, vip: Vip) -> None:
    live.say("game day", "no guest lets go of an interface until it is forced", "struck")
    with live.lab.lock:
        live.lab.ec2.hang_detach = True
    impair(live, vip)


def _hear_again(live: LiveDemo, _: Vip) -> None:
    with live.lab.lock:
        live.lab.ec2.hang_detach = False


def _clear(live: LiveDemo, _: Vip) -> None:
    with live.lab.lock:
        live.lab.faults.clear()


GAMEDAY = (
    Drill(
        "terminate event lost",
        "Nobody hears that the instance goes: the newcomer's launch takes over all the same.",
        _with_events("the next terminate event is lost", lambda bus: bus.drop(TERMINATE)),
    ),
    Drill(
        "launch event lost",
        "Nobody hears of the newcomer: 90 seconds after its launch the audit stands in.",
        _with_events("the next launch event is lost", lambda bus: bus.drop(LAUNCH)),
    ),
    Drill(
        "every event twice",
        "EventBridge delivers at least once: two functions do the same work side by side.",
        _with_events(
            "the next two events arrive twice",
            lambda bus: bus.duplicate(LIFECYCLE, count=2, seconds=1.0),
        ),
    ),
    Drill(
        "events in the wrong order",
        "The terminate event comes when all is over: it is stale, and changes nothing.",
        _with_events(
            "the next terminate event is late",
            lambda bus: bus.delay(TERMINATE, seconds=LATE_SECONDS),
        ),
    ),
    Drill(
        "killed after its call",
        "The function dies with the new subnet built and nothing noted: the next one goes on.",
        _with_fault("the function dies right after", "CreateSubnet", "kill", when="after"),
        mend=_clear,
    ),
    Drill(
        "killed before its call",
        "The function dies with all built and nothing attached.",
        _with_fault("the function dies right before", "AttachNetworkInterface", "kill"),
        mend=_clear,
    ),
    Drill(
        "answer lost",
        "The interface is made and the connection breaks: the SDK's retry is the same request.",
        _with_fault("the answer is lost to", "CreateNetworkInterface", "lost"),
        mend=_clear,
    ),
    Drill(
        "throttled",
        "EC2 refuses for longer than the SDK is patient.",
        _with_fault("EC2 throttles", "AssociateAddress", "throttle", count=PAST_THE_SDKS_RETRIES),
        mend=_clear,
    ),
    Drill(
        "a look that is out of date",
        "One answer of several takes nine seconds: what it shows must not be torn down.",
        _with_fault(
            "slow is the answer to",
            "DescribeSubnets",
            "delay",
            when="after",
            seconds=SLOW_SECONDS,
            nth=4,
        ),
        mend=_clear,
    ),
    Drill(
        "a guest that does not release it",
        "The instance hangs and keeps the interface: it is taken by force.",
        _deaf_guest,
        mend=_hear_again,
    ),
    *STANDBY_DRILLS,
)

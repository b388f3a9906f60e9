"""The game day's last five: what befalls two instances, of which one is the hot standby."""

from __future__ import annotations

from demo.drills import Drill, impair, in_service, lose_zone, restore_zone, terminate
from demo.live import LiveDemo
from tests.support.actions import WORK
from tests.support.vip import Vip

LIMIT_SECONDS = 600.0  # lab time for what a drill begins with
SICK_AFTER_SECONDS = 60  # impaired_after_seconds, the least there is
STORM = 3  # max_replacements_per_hour, by default
GRACE_SECONDS = 90.0  # health_check_grace_seconds of the profile Custom, and a little more
MARKED = "user health-check"  # in the cause that Auto Scaling tells


def _two_that_are_watched(live: LiveDemo) -> bool:
    """Another instance besides, and whoever is sick is replaced by the handler."""
    return live.switch_the_standby_on(impaired_after_seconds=SICK_AFTER_SECONDS)


def _standby_ends(live: LiveDemo, vip: Vip) -> None:
    with live.lab.lock:
        others = [each.instance_id for each in live.recorder.members()]
    others.remove(str(vip.instance_id))
    terminate(live, Vip(instance_id=others[0]))


def _both_hang(live: LiveDemo, _: Vip) -> None:
    with live.lab.lock:
        members = [each.instance_id for each in live.recorder.members()]
    for each in members:
        impair(live, Vip(instance_id=each))


def _three_are_replaced(live: LiveDemo) -> bool:
    """So many within an hour that the next one is not replaced early."""
    while _replaced(live) < STORM:
        with live.lab.lock:
            vip = live.recorder.look()
        terminate(live, vip)
        if not live.wait("waiting for the heal", lambda: in_service(live), LIMIT_SECONDS):
            return False
        if not live.come_to_rest():
            return False
    live.wait("waiting until nobody is new", lambda: False, GRACE_SECONDS)
    return True


def _replaced(live: LiveDemo) -> int:
    """How many the group replaced because the handler, or somebody, marked them."""
    activities = live.autoscaling.describe_scaling_activities(
        AutoScalingGroupName=live.recorder.name
    )["Activities"]
    return sum(MARKED in each["Cause"] for each in activities)


def _work_begins_in_the_move(live: LiveDemo, vip: Vip) -> None:
    terminate(live, vip)
    live.wait("waiting for the move to begin", lambda: not _is_attached(live), LIMIT_SECONDS)
    live.say("demo", f"maintenance begins: {', '.join(WORK)} suspended", "struck")
    live.autoscaling.suspend_processes(
        AutoScalingGroupName=live.recorder.name, ScalingProcesses=list(WORK)
    )


def _is_attached(live: LiveDemo) -> bool:
    return live.recorder.vip.state in ("in service", "cut off")


def _work_ends(live: LiveDemo, _: Vip) -> None:
    live.autoscaling.resume_processes(
        AutoScalingGroupName=live.recorder.name, ScalingProcesses=list(WORK)
    )
    live.say("demo", "maintenance ends")


STANDBY_DRILLS = (
    Drill(
        "the standby dies",
        "An apply switches a second instance on. That one ends: the VIP stays where it is.",
        _standby_ends,
        replaced=False,
        prepare=_two_that_are_watched,
    ),
    Drill(
        "both are sick",
        "Nobody is given up for a standby that is no better: Auto Scaling replaces both in its "
        "own time.",
        _both_hang,
    ),
    Drill(
        "the zone of the holder fails",
        "The holder hangs with its zone, the standby is in another one.",
        lose_zone,
        leaves_zone=True,
        mend=restore_zone,
    ),
    Drill(
        "the storm limit is reached",
        "Three were replaced within the hour. The next one that hangs is left to Auto Scaling: "
        "what three new ones bring along, a fourth does too.",
        impair,
        prepare=_three_are_replaced,
    ),
    Drill(
        "maintenance in the midst of a move",
        "Somebody suspends the health checks while the VIP is on its way: the move is finished.",
        _work_begins_in_the_move,
        mend=_work_ends,
    ),
)

"""One call is refused for good: nothing is done twice, nothing taken away, a person told once.

Each path is played once in peace. Then each call that its handlers made is refused for good, one
at a time and from each of its turns on, as a boundary or a service control policy would refuse it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial

import pytest

from lab.in_process import simulated
from lab.pipeline.call_log import Call
from lab.pipeline.faults import Fault
from lab.pipeline.throttle import READS
from tests.heal.conftest import REFUSED
from tests.support.actions import console_user, fail, mark_unhealthy, settle
from tests.support.console_user import REPAIRS
from tests.support.deployment import ZONES, Deployment

ALWAYS = 10**6  # times
# Virtual seconds: until every handler has met the refusal, before the launch hook times out; and
# what the audits need once it is lifted, a hook that timed out in between included.
MET, MENDED = 480.0, 900.0
# Only the words of a message, or a wait that is no gate, depend on these.
HARMLESS = {"DescribeScalingActivities", "DescribeInstanceStatus", "Publish"}
REBOOTS = {"REBOOT_AFTER_ATTACH": "true"}
FIRST = {"LAUNCH_BEFORE_TERMINATE": "true"}
Act = Callable[[Deployment], object]


@dataclass(frozen=True)
class Path:
    """What happens to a deployment whose variables are `environment`; it serves before, or not."""

    act: Act
    environment: tuple[tuple[str, str], ...] = ()
    serves: bool = True


def first_launch(deployed: Deployment) -> None:
    deployed.scale(1)


def in_the_same_zone(deployed: Deployment, end: Act = fail) -> None:
    (old,) = [str(each["AvailabilityZone"]) for each in deployed.instances()]
    deployed.lab.groups.force_az = old
    end(deployed)


def in_another_zone(deployed: Deployment, end: Act = fail) -> None:
    (old,) = [str(each["AvailabilityZone"]) for each in deployed.instances()]
    deployed.lab.groups.force_az = next(zone for zone in ZONES if zone != old)
    end(deployed)


def switched_to_reboot(deployed: Deployment) -> None:
    deployed.configure(**REBOOTS)


def drifted(drift: str, deployed: Deployment) -> None:
    getattr(console_user(deployed), drift)()


def _path(act: Act, serves: bool = True, **environment: str) -> Path:
    return Path(act, tuple(environment.items()), serves)


PATHS = {
    "first launch": _path(first_launch, serves=False),
    "first launch, reboot": _path(first_launch, serves=False, **REBOOTS),
    "heal in the same zone": _path(in_the_same_zone),
    "heal in another zone": _path(partial(in_another_zone, end=mark_unhealthy)),
    "heal in another zone, reboot": _path(in_another_zone, **REBOOTS),
    "launch before terminate": _path(partial(in_another_zone, end=mark_unhealthy), **FIRST),
    "told to reboot later": _path(switched_to_reboot),
    **{f"drift: {drift}": _path(partial(drifted, drift)) for drift in REPAIRS},
}
OTHER_DRIFTS = {f"drift: {drift}" for drift in list(REPAIRS)[1:]}


class Takings:
    """Watches that no handler takes the VIP from an instance that holds it by right."""

    def __init__(self, deployed: Deployment) -> None:
        self.deployed = deployed
        self.wrong: list[str] = []
        deployed.lab.before_call = self.before

    def before(self, call: Call) -> None:
        if call.caller.kind != "lambda" or call.action != "DetachNetworkInterface":
            return
        lab = self.deployed.lab
        for eni in lab.ec2.backend.enis.values():
            if eni.attachment_id == call.params["AttachmentId"] and eni.device_index == 1:
                holder = eni.instance.id
                members = lab.groups.get(self.deployed.name).group.members
                serving = [m for m in members if m.instance_id == holder and m.in_service]
                if any(m.healthy and lab.ec2.state(holder) == "running" for m in serving):
                    self.wrong.append(holder)


def played(path: Path, *faults: Fault) -> Iterator[Deployment]:
    """The deployment, before and after the path was played on it."""
    with simulated(seed=1) as lab:
        deployed = Deployment(lab, **dict(path.environment))
        if path.serves:
            deployed.warm_up()
        settle(deployed, 200)
        deployed.make_alarms()
        settle(deployed, 100)
        yield deployed
        for fault in faults:
            lab.faults.inject(fault)
        path.act(deployed)
        settle(deployed, MET)
        yield deployed
        assert lab.gaps.all == []


@cache
def calls_of(name: str) -> Counter[tuple[str, str]]:
    """The calls that handlers make on that path in peace, and how often."""
    story = played(PATHS[name])
    before = len(next(story).lab.call_log.calls)
    calls = next(story).lab.call_log.calls[before:]
    found = Counter((each.service, each.action) for each in calls if each.caller.kind == "lambda")
    story.close()
    return found


def refusals() -> Iterator[tuple[str, str, str, int]]:
    """Path, service, action, and from which turn on it is refused.

    Reads are refused from their first turn on, and of the drifts in the first: the others are like
    it.
    """
    for name in PATHS:
        for (service, action), times in calls_of(name).items():
            read = action.startswith(READS)
            if read and name in OTHER_DRIFTS:
                continue
            turns = 1 if read else times
            for nth in range(1, turns + 1):
                yield name, service, action, nth


@pytest.mark.parametrize("name", PATHS)
def test_one_call_is_refused_for_good(name: str) -> None:
    for path, service, action, nth in refusals():
        if path == name:
            wrong = outcome(PATHS[name], service, action, nth)
            assert not wrong, f"{action} refused from its turn {nth} on: {wrong}"


def outcome(path: Path, service: str, action: str, nth: int) -> str:
    """What is wrong with how the path ends; empty when nothing is."""
    fault = Fault(
        service,
        action,
        "error",
        nth=nth,
        count=ALWAYS,
        error=REFUSED[service],
        caller="lambda",
    )
    story = played(path, fault)
    takings = Takings(next(story))
    deployed = next(story)
    told = Counter(
        subject
        for subject in (*deployed.mailed_by_handler(), *deployed.mailed_by_alarms())
        if "needs you" in subject or subject.startswith("ALARM")
    )
    reboots = max(deployed.lab.ec2.reboots.values(), default=0)
    deployed.lab.faults.clear()
    settle(deployed, MENDED)
    (only,) = [each["InstanceId"] for each in deployed.instances()]
    deployed.assert_wholly_on(only)
    story.close()
    if reboots > 1:
        return f"{reboots} reboots of one instance"
    if takings.wrong:
        return f"the VIP was taken from {takings.wrong}"
    if max(told.values(), default=0) > 1:
        return f"a person was told again and again: {told}"
    if not told and action not in HARMLESS:
        return "nobody was told"
    return ""

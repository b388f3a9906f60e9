"""How long a heal has to take: what AWS and the group took, and the calls that need one another.

Read from what happened, with the same latencies. The path leads through these, each as early as
what it needs allows:

- a look, as soon as a handler can know that the old instance leaves: when the one that was told of
  it begins, or, where nobody was told, when its hook begins;
- every call that needs the one before it, with AWS's own time until the next one may follow. The
  subnet also needs the newcomer's zone, the attachment a running instance;
- a look at the end, once the newcomer's hook is known in the same way; the answer; the group's step
  into service.

What runs beside something longer is not on the path, nor is anything the handler waits or asks for
besides. So the price of a lost event is time, and not path. What the module decided to grant is
path: the seconds until a guest that leaves is forced, an appliance's delay before its reboot, and
the time that it is given to come up again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hook_handler.timing import LEAVING_GUEST, REBOOT_SHOWS
from lab.pipeline.call_log import Call
from tests.bench.calls import ended, looks
from tests.bench.happened import Happened

# Each needs the one before it.
CHAIN = (
    "DetachNetworkInterface",
    "DeleteNetworkInterface",
    "DeleteSubnet",
    "CreateSubnet",
    "CreateNetworkInterface",
    "AttachNetworkInterface",
    "RebootInstances",
)
# What the timeline says when the next one may follow.
ARRIVED = {
    "CreateSubnet": "subnet .* available",
    "CreateNetworkInterface": "interface .* available",
    "AttachNetworkInterface": ".* attached to .*",
}


@dataclass(frozen=True)
class Step:
    """One part of the path: how long it takes, and from when it may begin whatever came before."""

    seconds: float
    not_before: float = 0.0  # lab time


def critical_path(happened: Happened, answer: Call, *, began: float, ended: float) -> float:
    """Seconds from `began` that what led to `answer`, and from there to `ended`, has to take."""
    now = began
    for step in _steps(happened, answer, ended):
        now = max(now, step.not_before) + step.seconds
    return now - began


def _steps(happened: Happened, answer: Call, end: float) -> Iterator[Step]:
    chain = [found[0] for action in CHAIN if (found := happened.accepted(action))]
    yield Step(_first_look(happened, chain[0]), _known(happened, chain[0], "terminate"))
    for call in chain:
        yield Step(_seconds(happened, call, chain), _possible(happened, call, chain))
    hook = answer.params["LifecycleHookName"].removeprefix(f"{happened.deployment.name}-")
    yield Step(_last_look(happened, answer), _known(happened, answer, hook))
    yield Step(end - answer.at)


def _known(happened: Happened, call: Call, hook: str) -> float:
    """From when the invocation of `call` could know what the hook's event says."""
    invocation = call.caller.request_id
    woken = next(each.at for each in happened.calls if each.caller.request_id == invocation)
    return min(woken, happened.told(hook))


def _possible(happened: Happened, call: Call, chain: list[Call]) -> float:
    """From when EC2 and the group allow it, whatever the handler did before."""
    newcomer = next(each for each in chain if each.action == "AttachNetworkInterface")
    instance = newcomer.params["InstanceId"]
    match call.action:
        case "CreateSubnet":
            return happened.moment(f"launches {instance} in .*")
        case "AttachNetworkInterface":
            return happened.moment(f"instance {instance} running")
    return 0.0


def _seconds(happened: Happened, call: Call, chain: list[Call]) -> float:
    """From the call's beginning until the next one of the chain may follow."""
    answered = ended(call) - call.at
    later = {each.action for each in chain}
    match call.action:
        case "DetachNetworkInterface":
            return _coming_off(happened, call, deleted="DeleteNetworkInterface" in later)
        case "RebootInstances":
            (instance,) = call.params["InstanceIds"]
            shows = happened.deployment.lab.ec2.initializing_until[instance]
            return max(answered, min(answered + REBOOT_SHOWS, shows - call.at))
    arrived = happened.moment(ARRIVED[call.action], call.at) if call.action in ARRIVED else call.at
    reboots = call.action == "AttachNetworkInterface" and "RebootInstances" in later
    delay = float(happened.deployment.environment["REBOOT_DELAY_SECONDS"]) if reboots else 0.0
    return max(answered, arrived - call.at, delay)


def _coming_off(happened: Happened, detach: Call, *, deleted: bool) -> float:
    """Until it is off, and where it is deleted, until EC2 does not call it in use any more."""
    off = happened.entry(".* detached from .*", detach.at)
    assert off is not None, "nothing came off"
    forced = happened.accepted("DetachNetworkInterface", Force=True)
    seconds = off.at - detach.at
    if forced and forced[0].at < off.at:
        seconds = ended(detach) - detach.at + LEAVING_GUEST + off.at - forced[0].at
    return seconds + (max(0.0, off.detail["in_use_until"] - off.at) if deleted else 0.0)


def _first_look(happened: Happened, call: Call) -> float:
    made = [each for each in looks(happened.calls) if each.request_id == call.caller.request_id]
    return made[0].seconds


def _last_look(happened: Happened, answer: Call) -> float:
    made = [each for each in looks(happened.calls) if each.request_id == answer.caller.request_id]
    return [each for each in made if each.ended <= answer.at][-1].seconds

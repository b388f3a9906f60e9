"""Which of the handler's calls look at the whole world, and which ask only what became of a thing.

A look ends with the instances of the group that it has read just before. Asked of by their ids
without that, subnets, interfaces and instances are polled: somebody waits for them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lab.pipeline.call_log import Call
from lab.pipeline.throttle import READS

BY_ID = {
    "DescribeSubnets": {"subnet-id"},
    "DescribeNetworkInterfaces": {"network-interface-id"},
}


@dataclass(frozen=True)
class Look:
    """One observation of everything, by one invocation. Lab times."""

    request_id: str | None
    began: float
    ended: float

    @property
    def seconds(self) -> float:
        return self.ended - self.began


def looks(calls: Iterable[Call]) -> list[Look]:
    """The looks among `calls`, in the order of their ends."""
    found, begun = [], {}
    for call in calls:
        invocation = call.caller.request_id
        if call.action == "DescribeSubnets" and not _by_id(call):
            begun[invocation] = call.at
        elif call.action == "DescribeInstances" and invocation in begun:
            found.append(Look(invocation, begun.pop(invocation), ended(call)))
    return found


def polls(calls: Iterable[Call]) -> list[Call]:
    """The polls among `calls`."""
    found, read_group = [], set()
    for call in calls:
        invocation = call.caller.request_id
        if call.action == "DescribeAutoScalingGroups":
            read_group.add(invocation)
        elif call.action == "DescribeInstances" and invocation in read_group:
            read_group.remove(invocation)
        elif _by_id(call) or call.action in ("DescribeInstances", "DescribeInstanceStatus"):
            found.append(call)
    return found


def changes(calls: Iterable[Call]) -> list[Call]:
    """Those that want to change something, refused or not."""
    return [call for call in calls if not call.action.startswith(READS)]


def ended(call: Call) -> float:
    """Lab time of its answer."""
    assert call.finished_at is not None, f"{call.name} is still under way"
    return call.finished_at


def _by_id(call: Call) -> bool:
    names = {each["Name"] for each in call.params.get("Filters", ())}
    return names == BY_ID.get(call.action)

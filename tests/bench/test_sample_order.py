"""The sample's order of calls and sleeps, as it was published."""

from __future__ import annotations

from itertools import pairwise

from lab.pipeline.call_log import Call
from tests.bench.calls import ended
from tests.bench.ground import at_rest
from tests.bench.happened import Happened
from tests.bench.sample import sample
from tests.support.actions import mark_unhealthy, settle

TERMINATE = [
    "DescribeInstances",
    "DescribeSubnets",
    "DescribeNetworkInterfaces",
    "DescribeNetworkInterfaces",
    *("DetachNetworkInterface", 60),
    "DescribeNetworkInterfaces",
    "DisassociateAddress",
    "DeleteNetworkInterface",
    "DescribeRouteTables",
    "DisassociateRouteTable",
    "DeleteSubnet",
    "CompleteLifecycleAction",
]
LAUNCH = [
    "CreateSubnet",
    *("AssociateRouteTable", 10),
    "CreateNetworkInterface",
    "AssociateAddress",
    "AttachNetworkInterface",
    "ModifyNetworkInterfaceAttribute",
    *("ModifyNetworkInterfaceAttribute", 30),
    *("RebootInstances", 120),
    "CompleteLifecycleAction",
]


def test_a_heal_in_its_order() -> None:
    with at_rest(3, sample, FUNCTION_TIMEOUT_SECONDS="300", REBOOT_AFTER_ATTACH="true") as deployed:
        happened = Happened(deployed)
        old = mark_unhealthy(deployed)
        deployed.in_service(other_than=old)
        settle(deployed, 10)
        deployed.assert_wholly_on(deployed.instances()[0]["InstanceId"])
        terminate, launch = _by_invocation(happened.calls)
    assert _with_sleeps(terminate) == TERMINATE
    tries = [call for call in launch if call.error]
    assert {call.error for call in tries} == {"InvalidSubnet.Conflict"}
    assert _with_sleeps(launch)[: 1 + 2 * len(tries)] == [
        "DescribeInstances",
        *["CreateSubnet", 10] * len(tries),
    ]
    assert _with_sleeps(launch)[1 + 2 * len(tries) :] == LAUNCH


def _by_invocation(calls: list[Call]) -> list[list[Call]]:
    """In order of their first calls."""
    found: dict[str | None, list[Call]] = {}
    for call in calls:
        found.setdefault(call.caller.request_id, []).append(call)
    return list(found.values())


def _with_sleeps(calls: list[Call]) -> list[str | int]:
    """Actions, and the whole seconds that pass between one and the next."""
    found: list[str | int] = []
    for call, following in pairwise(calls):
        slept = round(following.at - ended(call), 3)
        found += [call.action, int(slept)] if slept else [call.action]
    return [*found, calls[-1].action]

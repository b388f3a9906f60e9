"""Which calls are looks, and which are polls."""

from __future__ import annotations

from lab.pipeline.call_log import Call
from lab.pipeline.principals import Caller
from tests.bench.calls import changes, looks, polls

HANDLER = [Caller("lambda", "sbc-hook-handler", request, None) for request in ("r1", "r2")]
SUBNETS, GROUPS, INSTANCES = (
    "DescribeSubnets",
    "DescribeAutoScalingGroups",
    "DescribeInstances",
)


def calls(*made: tuple[int, str, str]) -> list[Call]:
    """Of (which invocation, action, name of its filter); each takes half a second."""
    return [
        Call(
            number,
            float(number),
            HANDLER[invocation],
            "ec2",
            action,
            {"Filters": [{"Name": name, "Values": ["x"]}]} if name else {},
            finished_at=number + 0.5,
        )
        for number, (invocation, action, name) in enumerate(made)
    ]


def test_a_look_ends_with_its_instances() -> None:
    made = calls((0, SUBNETS, "vpc-id"), (0, GROUPS, ""), (0, INSTANCES, "instance-id"))
    assert [(each.began, each.ended, each.seconds) for each in looks(made)] == [(0, 2.5, 2.5)]
    assert polls(made) == []


def test_looks_of_two_invocations_are_told_apart() -> None:
    made = calls(
        *((0, SUBNETS, "vpc-id"), (1, SUBNETS, "vpc-id"), (0, GROUPS, ""), (1, GROUPS, "")),
        *((0, INSTANCES, "instance-id"), (1, INSTANCES, "instance-id")),
    )
    found = [(each.request_id, each.began, each.ended) for each in looks(made)]
    assert found == [("r1", 0, 4.5), ("r2", 1, 5.5)]
    assert polls(made) == []


def test_what_is_asked_by_its_id_is_a_poll() -> None:
    made = calls(
        *((0, SUBNETS, "subnet-id"), (0, "DescribeNetworkInterfaces", "network-interface-id")),
        *((0, GROUPS, ""), (0, INSTANCES, "instance-id"), (0, INSTANCES, "instance-id")),
        *((0, "DescribeInstanceStatus", ""), (0, "DescribeNetworkInterfaces", "subnet-id")),
    )
    assert [call.number for call in polls(made)] == [0, 1, 4, 5]
    assert looks(made) == []


def test_a_change_is_no_describe() -> None:
    made = calls((0, "DeleteSubnet", ""), (0, SUBNETS, "vpc-id"))
    assert [call.action for call in changes(made)] == ["DeleteSubnet"]

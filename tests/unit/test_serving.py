"""The wait at the end of an apply: when it ends, and what it says when nothing serves in time."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from common.runtime import Runtime
from warmup.serving import NotServingError, WaitClients, WaitRequest, parse, wait

SENTENCE = json.dumps({"level": "ERROR", "message": "obstacle", "sentence": "No free address."})
EVENT = {
    "source": "persistent-vnf.wait",
    "seconds": 300,
    "group_name": "sbc",
    "handler": "arn:handler",
    "log_group": "/aws/lambda/sbc-hook-handler",
    "version": None,
}


class World:
    """A group whose instance serves from a moment on, and what a handler logged until then."""

    def __init__(self, serves_at: float, lines: tuple[str, ...] = (), version: str = "1") -> None:
        self.now = 1000.0
        self.serves_at = 1000.0 + serves_at
        self.lines, self.version = lines, version
        self.audits = 0

    def describe_auto_scaling_groups(self, **_: Any) -> dict[str, Any]:
        state = "InService" if self.now >= self.serves_at else "Pending:Wait"
        launched = {"Version": self.version}
        instance = {"InstanceId": "i-1", "LifecycleState": state, "LaunchTemplate": launched}
        return {"AutoScalingGroups": [{"DesiredCapacity": 1, "Instances": [instance]}]}

    def describe_scaling_activities(self, **_: Any) -> dict[str, Any]:
        activity = {"Description": "Launching a new EC2 instance", "StatusCode": "InProgress"}
        return {"Activities": [activity]}

    def invoke(self, **asked: Any) -> dict[str, Any]:
        assert asked["FunctionName"] == "arn:handler"
        self.audits += 1
        return {"Payload": io.BytesIO(json.dumps({"outcome": self.outcome}).encode())}

    outcome = "held"

    def get_paginator(self, name: str) -> World:
        assert name == "filter_log_events"
        return self

    def paginate(self, **asked: Any) -> Iterator[dict[str, Any]]:
        assert asked["startTime"] == 1000 * 1000
        yield {"events": [{"message": line} for line in self.lines]}

    def clients(self) -> WaitClients:
        def sleep(seconds: float) -> None:
            self.now += seconds

        def one_by_one(calls: Any) -> list[object]:
            return [call() for call in calls]

        runtime = Runtime(lambda: self.now, sleep, lambda: 0.5, lambda: 900.0, one_by_one)
        return WaitClients(self, self, self, runtime)  # type: ignore[arg-type]


def asked(**changes: Any) -> WaitRequest:
    return parse(EVENT | changes)


def refusal(world: World, **changes: Any) -> str:
    with pytest.raises(NotServingError) as error:
        wait(asked(**changes), world.clients())
    return str(error.value)


@pytest.mark.parametrize("outcome", ["held", "moved", "repaired"])
def test_it_ends_when_the_instance_serves(outcome: str) -> None:
    world = World(serves_at=63)
    world.outcome = outcome
    assert wait(asked(), world.clients()) == {"outcome": "serves", "seconds": 65}
    assert world.audits == 1  # while a launch is under way its handler is not disturbed


def test_in_vain_it_says_what_was_said_last() -> None:
    world = World(serves_at=9999, lines=("START RequestId", '"text"', SENTENCE, "{}"))
    assert refusal(world) == (
        "sbc does not serve after 300 seconds: i-1 is Pending:Wait. The handler said last: "
        "No free address. The group's last activity: Launching a new EC2 instance (InProgress). "
        "It is tried on, without Terraform. Once the cause is gone, apply again to wait again."
    )
    assert world.now == 1300.0


def test_the_audit_has_the_last_word() -> None:
    world = World(serves_at=0)
    world.outcome = "not held"
    assert 'the handler\'s audit says "not held"' in refusal(world)


def test_an_instance_of_the_old_template_does_not_count() -> None:
    world = World(serves_at=0, version="1")
    assert "i-1 is of version 1 of the launch template, not 2" in refusal(world, version="2")
    assert wait(asked(version="1"), world.clients())["outcome"] == "serves"


def of_two(state: str, version: str) -> list[dict[str, Any]]:
    """A group whose second instance is in that state and of that version."""
    both = [("i-1", "InService", "2"), ("i-2", state, version)]
    instances = [
        {"InstanceId": each, "LifecycleState": seen, "LaunchTemplate": {"Version": launched}}
        for each, seen, launched in both
    ]
    return [{"DesiredCapacity": 2, "Instances": instances}]


@pytest.mark.parametrize(
    ("state", "version", "missing"),
    [
        ("Pending:Wait", "2", "i-1 is InService, i-2 is Pending:Wait"),
        ("InService", "1", "i-2 is of version 1 of the launch template, not 2"),
    ],
)
def test_a_standby_is_waited_for_too(state: str, version: str, missing: str) -> None:
    world = World(serves_at=0)
    world.describe_auto_scaling_groups = lambda **_: {"AutoScalingGroups": of_two(state, version)}  # type: ignore[method-assign]
    assert missing in refusal(world, version="2")
    world.describe_auto_scaling_groups = lambda **_: {"AutoScalingGroups": of_two("InService", "2")}  # type: ignore[method-assign]
    assert wait(asked(version="2"), world.clients())["outcome"] == "serves"


@pytest.mark.parametrize(
    ("groups", "missing"),
    [
        ([], "there is no group sbc"),
        ([{"DesiredCapacity": 0, "Instances": []}], "no instance (desired capacity 0)"),
    ],
)
def test_without_an_instance(groups: list[Any], missing: str) -> None:
    world = World(serves_at=0)
    world.describe_auto_scaling_groups = lambda **_: {"AutoScalingGroups": groups}  # type: ignore[method-assign]
    assert missing in refusal(world)


def test_an_aws_that_does_not_answer_is_asked_again() -> None:
    world = World(serves_at=0)
    answer: Callable[..., dict[str, Any]] = world.describe_auto_scaling_groups

    def first_not(**given: Any) -> dict[str, Any]:
        if world.now < 1010:
            raise EndpointConnectionError(endpoint_url="https://autoscaling")
        return answer(**given)

    world.describe_auto_scaling_groups = first_not  # type: ignore[method-assign]
    assert wait(asked(), world.clients())["seconds"] == 10
    assert "AWS does not answer" in refusal(silent())


def silent() -> World:
    world = World(serves_at=0)

    def never(**_: Any) -> dict[str, Any]:
        raise EndpointConnectionError(endpoint_url="https://autoscaling")

    for name in ("describe_auto_scaling_groups", "describe_scaling_activities", "paginate"):
        setattr(world, name, never)
    return world

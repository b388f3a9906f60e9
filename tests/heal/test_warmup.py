"""Warm-up: nothing is launched before everything that has to exist exists."""

from __future__ import annotations

import json

import pytest

from lab.errors import AwsError
from lab.in_process import client
from lab.pipeline.faults import Fault
from tests.heal.conftest import Deploy
from tests.support.deployment import Deployment
from tests.support.event_shapes import WARMUP_EVENT
from warmup.handler import Clients, Config, run

SCHEDULE = "sbc-warmup"
REFUSED = AwsError("AuthorizationError", "not authorized to perform: SNS:Publish", status=403)


@pytest.fixture
def cold(deploy: Deploy) -> Deployment:
    """Deployed, at 0, with the warm-up's schedule."""
    return scheduled(deploy())


@pytest.fixture
def cold_pair(deploy: Deploy) -> Deployment:
    """The same, to be with a standby."""
    return scheduled(deploy(STANDBY="hot"))


def scheduled(deployment: Deployment) -> Deployment:
    client("events").put_rule(Name=SCHEDULE, ScheduleExpression="rate(1 minute)")
    return deployment


def warm_up(deployment: Deployment, **changes: object) -> dict[str, object]:
    values = {
        "group_name": deployment.name,
        "launch_hook_name": "sbc-launch",
        "terminate_hook_name": "sbc-terminate",
        "hooks_rule_name": "sbc-hooks",
        "hook_function_arn": deployment.function_arn,
        "warmup_rule_name": SCHEDULE,
        "eip_allocation_ids": (deployment.allocation,),
        "warmup_grace_seconds": 120,
        "standby": deployment.environment["STANDBY"],
        "topic_arn": deployment.topic,
        "metrics_namespace": "PersistentVnf",
        "owner_tag_value": deployment.name,
    }
    clients = Clients(
        client("autoscaling"),
        client("ec2"),
        client("events"),
        client("sns"),
        deployment.lab.clock.now(),
    )
    return run(WARMUP_EVENT, Config(**(values | changes)), clients)  # type: ignore[arg-type]


def desired(deployment: Deployment) -> int:
    (group,) = deployment.autoscaling.describe_auto_scaling_groups(
        AutoScalingGroupNames=[deployment.name]
    )["AutoScalingGroups"]
    return int(group["DesiredCapacity"])


def schedule_state() -> str:
    return str(client("events").describe_rule(Name=SCHEDULE)["State"])


def test_a_message_that_sns_refuses_is_counted(
    cold: Deployment, capsys: pytest.CaptureFixture[str]
) -> None:
    """The group is raised all the same."""
    cold.lab.clock.advance(120)
    cold.lab.faults.inject(Fault("sns", "Publish", "error", error=REFUSED))
    assert warm_up(cold) == {"outcome": "warmed up"}
    line = json.loads(capsys.readouterr().out)
    assert (line["Name"], line["MessagesLost"]) == ("sbc", 1)


def test_after_the_grace_time_the_group_is_raised_and_the_schedule_ends(cold: Deployment) -> None:
    cold.lab.clock.advance(120)
    assert warm_up(cold) == {"outcome": "warmed up"}
    assert (desired(cold), schedule_state()) == (1, "DISABLED")
    assert cold.mailed()[-1][0] == "sbc is warming up"
    cold.assert_wholly_on(cold.in_service())


def test_a_standby_joins_the_first_instance_once_that_serves(cold_pair: Deployment) -> None:
    cold_pair.lab.clock.advance(120)
    waits = {"outcome": "not yet", "missing": ["an instance in service, which the standby joins"]}
    assert warm_up(cold_pair) == waits
    assert (desired(cold_pair), schedule_state()) == (1, "ENABLED")
    assert warm_up(cold_pair) == waits
    first = cold_pair.in_service()
    assert warm_up(cold_pair) == {"outcome": "warmed up"}
    assert (desired(cold_pair), schedule_state()) == (2, "DISABLED")
    cold_pair.in_service(other_than=first)
    assert [subject for subject, _ in cold_pair.mailed() if "warming up" in subject] == [
        "sbc is warming up"
    ]


def test_a_standby_joins_no_group_that_has_no_room_or_rests(cold_pair: Deployment) -> None:
    """An apply that turns it on changes the group before the schedule, but who knows."""
    cold_pair.warm_up()
    group = {"AutoScalingGroupName": "sbc"}
    cold_pair.autoscaling.update_auto_scaling_group(**group, MaxSize=1)
    cold_pair.autoscaling.suspend_processes(**group, ScalingProcesses=["Launch"])
    assert warm_up(cold_pair)["missing"] == [
        "the process Launch, which is suspended",
        "room for a standby: the maximum is 1",
    ]
    assert (desired(cold_pair), schedule_state()) == (1, "ENABLED")


@pytest.mark.parametrize("standby", ["none", "hot"])
def test_a_group_that_somebody_raised_is_left_as_it_is(cold_pair: Deployment, standby: str) -> None:
    cold_pair.scale(2)
    assert warm_up(cold_pair, standby=standby) == {"outcome": "warmed up"}
    assert (desired(cold_pair), schedule_state()) == (2, "DISABLED")


def test_within_the_grace_time_it_waits(cold: Deployment) -> None:
    cold.lab.clock.advance(100)
    assert warm_up(cold)["missing"] == ["20 seconds of the grace time"]
    assert (desired(cold), schedule_state()) == (0, "ENABLED")


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"group_name": "gone"}, "the group gone"),
        ({"terminate_hook_name": "gone"}, "the hook gone"),
        ({"hooks_rule_name": "gone"}, "the rule gone with its target"),
        ({"hook_function_arn": "arn:gone"}, "the rule sbc-hooks with its target"),
        ({"eip_allocation_ids": ("eipalloc-gone",)}, "the Elastic IP eipalloc-gone"),
    ],
)
def test_whatever_is_missing_is_waited_for(
    cold: Deployment, changes: dict[str, object], missing: str
) -> None:
    cold.lab.clock.advance(120)
    assert warm_up(cold, **changes)["missing"] == [missing]
    assert (desired(cold), schedule_state()) == (0, "ENABLED")


def test_a_group_that_somebody_put_to_rest_is_not_woken(cold: Deployment) -> None:
    cold.lab.clock.advance(120)
    group = {"AutoScalingGroupName": "sbc"}
    cold.autoscaling.update_auto_scaling_group(**group, MaxSize=0)
    cold.autoscaling.suspend_processes(**group, ScalingProcesses=["Launch"])
    assert warm_up(cold)["missing"] == [
        "the process Launch, which is suspended",
        "room for an instance: the maximum is 0",
    ]
    cold.autoscaling.update_auto_scaling_group(**group, MaxSize=1)
    cold.autoscaling.resume_processes(**group, ScalingProcesses=["Launch"])
    assert warm_up(cold) == {"outcome": "warmed up"}


def test_a_disabled_rule_is_a_missing_one(cold: Deployment) -> None:
    cold.lab.clock.advance(120)
    client("events").disable_rule(Name="sbc-hooks")
    assert warm_up(cold)["missing"] == ["the rule sbc-hooks with its target"]


def test_a_group_that_somebody_raised_already_only_ends_the_schedule(cold: Deployment) -> None:
    cold.scale(1)
    assert warm_up(cold) == {"outcome": "warmed up"}
    assert schedule_state() == "DISABLED"
    assert cold.mailed() == []


def test_anything_else_is_refused(cold: Deployment) -> None:
    cold.lab.clock.advance(120)
    assert run({"source": "other"}, None, None) == {"outcome": "refused"}  # type: ignore[arg-type]
    assert run("text", None, None) == {"outcome": "refused"}  # type: ignore[arg-type]

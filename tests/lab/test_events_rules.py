"""EventBridge's rules: what PutRule replaces and refuses, and events of instances that match."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lab.context import Lab
from lab.ec2.event_shapes import SOURCE, STATE_CHANGE
from lab.in_process import client, simulated
from lab.switches import Switches
from tests.support.worlds.ec2 import Ec2World, small_world

RULE = "state-changes"


def pattern(*instance_ids: str, states: tuple[str, ...] = ("stopping", "shutting-down")) -> str:
    return json.dumps(
        {
            "source": [SOURCE],
            "detail-type": [STATE_CHANGE],
            "detail": {"instance-id": list(instance_ids), "state": list(states)},
        }
    )


def put(**changes: Any) -> None:
    client("events").put_rule(**{"Name": RULE, "EventPattern": pattern("i-1")} | changes)


def refused(**changes: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as error:
        put(**changes)
    said = error.value.response["Error"]
    return said["Code"], said["Message"]


@pytest.fixture
def lab() -> Iterator[Lab]:
    with simulated(seed=3) as active:
        yield active
        active.gaps.check()


@pytest.fixture
def world() -> Iterator[Ec2World]:
    with small_world() as made:
        yield made


def told_of(world: Ec2World, instance_id: str) -> list[str]:
    """States of an instance, as events said them."""
    return [
        event["detail"]["state"]
        for event in world.lab.events.published
        if event["detail-type"] == STATE_CHANGE and event["detail"]["instance-id"] == instance_id
    ]


def queue(world: Ec2World) -> str:
    """What the rule matches lands here."""
    name = "told"
    arn = world.lab.arn("sqs", name)
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": arn,
    }
    url = client("sqs").create_queue(
        QueueName=name, Attributes={"Policy": json.dumps({"Statement": [statement]})}
    )["QueueUrl"]
    client("events").put_targets(Rule=RULE, Targets=[{"Id": "queue", "Arn": arn}])
    return str(url)


def received(url: str) -> list[tuple[str, str]]:
    answer = client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)
    details = [json.loads(each["Body"])["detail"] for each in answer.get("Messages", [])]
    return [(each["instance-id"], each["state"]) for each in details]


@pytest.mark.behaviour("state-changes-as-events")
def test_each_change_of_state_is_an_event(world: Ec2World) -> None:
    instance_id = world.running()
    world.ec2.stop_instances(InstanceIds=[instance_id])
    world.pass_time(60)
    world.ec2.start_instances(InstanceIds=[instance_id])
    world.pass_time(60)
    world.ec2.reboot_instances(InstanceIds=[instance_id])
    world.ec2.terminate_instances(InstanceIds=[instance_id])
    world.pass_time(120)
    assert told_of(world, instance_id) == [
        *("pending", "running", "stopping", "stopped"),
        *("pending", "running", "shutting-down", "terminated"),
    ]


@pytest.mark.behaviour("state-changes-as-events")
def test_the_event_names_the_instance_and_its_state_only(world: Ec2World) -> None:
    instance_id = world.running()
    event = world.lab.events.published[-1]
    assert event["source"] == SOURCE
    assert event["detail-type"] == STATE_CHANGE
    assert event["resources"] == [world.lab.arn("ec2", f"instance/{instance_id}")]
    assert event["detail"] == {"instance-id": instance_id, "state": "running"}


@pytest.mark.behaviour("state-changes-as-events")
def test_a_rule_of_some_instances_hears_of_no_other(world: Ec2World) -> None:
    ours, another = world.running(), world.running()
    put(EventPattern=pattern(ours, "i-0"))
    url = queue(world)
    world.ec2.terminate_instances(InstanceIds=[another])
    world.ec2.terminate_instances(InstanceIds=[ours])
    world.pass_time(120)
    assert received(url) == [(ours, "shutting-down")]


@pytest.mark.behaviour("changing-a-rule")
def test_a_rule_is_replaced_as_a_whole_but_for_targets_and_tags(world: Ec2World) -> None:
    put(Description="who dies", State="DISABLED", Tags=[{"Key": "a", "Value": "1"}])
    queue(world)
    put(EventPattern=pattern("i-2"), Tags=[{"Key": "b", "Value": "2"}])
    events = client("events")
    rule = events.describe_rule(Name=RULE)
    assert json.loads(rule["EventPattern"])["detail"]["instance-id"] == ["i-2"]
    assert rule["State"] == "ENABLED"
    assert "Description" not in rule
    targets = events.list_targets_by_rule(Rule=RULE)["Targets"]
    assert [each["Id"] for each in targets] == ["queue"]
    assert events.list_tags_for_resource(ResourceARN=rule["Arn"])["Tags"] == [
        {"Key": "a", "Value": "1"}
    ]


@pytest.mark.behaviour("changing-a-rule")
@pytest.mark.parametrize(("lag", "told"), [(0.0, ["new"]), (60.0, ["old"])])
def test_events_may_meet_the_old_rule_for_a_while(
    world: Ec2World, lag: float, told: list[str]
) -> None:
    instances = {"old": world.running(), "new": world.running()}
    put(EventPattern=pattern(instances["old"]))
    url = queue(world)
    world.lab.switches.rule_takes_effect_seconds = (lag, lag)
    put(EventPattern=pattern(instances["new"]))
    world.ec2.terminate_instances(InstanceIds=list(instances.values()))
    world.pass_time(120)
    assert received(url) == [(instances[each], "shutting-down") for each in told]


@pytest.mark.behaviour("changing-a-rule")
def test_a_new_rule_may_meet_nothing_for_a_while(world: Ec2World) -> None:
    world.lab.switches.rule_takes_effect_seconds = (60.0, 60.0)
    early, late = world.running(), world.running()
    put(EventPattern=pattern(early, late))
    url = queue(world)
    world.ec2.terminate_instances(InstanceIds=[early])
    world.pass_time(60)
    world.ec2.terminate_instances(InstanceIds=[late])
    world.pass_time(60)
    assert received(url) == [(late, "shutting-down")]


@pytest.mark.behaviour("event-patterns")
@pytest.mark.usefixtures("lab")
@pytest.mark.parametrize(
    ("written", "why"),
    [
        ({"detail": {"instance-id": []}}, "Empty arrays are not allowed"),
        ({"source": [SOURCE], "detail": {}}, "Empty objects are not allowed"),
        ({"detail": {"state": "stopped"}}, "must be an object or an array"),
    ],
    ids=str,
)
def test_a_pattern_that_could_match_nothing_is_refused(written: dict[str, Any], why: str) -> None:
    code, message = refused(EventPattern=json.dumps(written))
    assert code == "InvalidEventPatternException"
    assert why in message


@pytest.mark.behaviour("event-patterns")
@pytest.mark.parametrize("quota", [2048, 4096])
def test_a_pattern_is_as_long_as_the_accounts_quota(quota: int) -> None:
    with simulated(switches=Switches(event_pattern_characters=quota)):
        room = quota - len(pattern(""))
        put(EventPattern=pattern("i" * room))
        code, _ = refused(EventPattern=pattern("i" * (room + 1)))
        assert code == "LimitExceededException"

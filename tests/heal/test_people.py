"""When the handler cannot: what people find, and that what they are told to do heals."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lab.context import ACCOUNT, REGION
from lab.errors import AwsError
from lab.in_process import client
from lab.pipeline.faults import Fault
from tests.heal.conftest import Deploy
from tests.support.actions import invoke, settle
from tests.support.deployment import Deployment
from tests.support.event_shapes import AUDIT, LAUNCH, LIFECYCLE

FULL = AwsError("NetworkInterfaceLimitExceeded", "The maximum number has been reached")
QUEUE = "sbc-failed-events"


def with_a_queue(deployment: Deployment, *, retries: int = 2) -> None:
    """Let events that fail for good go to a queue, as the module does."""
    client("sqs").create_queue(QueueName=QUEUE)
    client("lambda").put_function_event_invoke_config(
        FunctionName=deployment.function,
        MaximumRetryAttempts=retries,
        DestinationConfig={"OnFailure": {"Destination": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{QUEUE}"}},
    )


def queued() -> list[dict[str, Any]]:
    """What lies in the queue, taken out."""
    sqs = client("sqs")
    url = sqs.get_queue_url(QueueName=QUEUE)["QueueUrl"]
    found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
    return [json.loads(each["Body"]) for each in found.get("Messages", [])]


@pytest.fixture
def stuck(deploy: Deploy) -> Deployment:
    """AWS is busy, no audit runs, and the launch has failed at each of its three tries."""
    deployment = deploy()
    with_a_queue(deployment)
    deployment.lab.events.drop(AUDIT, count=1000)
    busy = Fault("ec2", "CreateNetworkInterface", "throttle", count=1000)
    deployment.lab.faults.inject(busy)
    deployment.scale(1)
    settle(deployment, 560)
    return deployment


def test_an_event_that_fails_every_time_is_queued_whole(stuck: Deployment) -> None:
    (letter,) = queued()
    assert letter["requestPayload"] == stuck.launch_event()
    assert letter["requestContext"]["approximateInvokeCount"] == 3
    assert "does not hold the VIP yet" in letter["responsePayload"]["errorMessage"]


def test_people_are_told_once_where_it_stands_and_what_to_do(deploy: Deploy) -> None:
    """Lambda tries no more: each audit does, and tells nobody again."""
    deployment = deploy()
    with_a_queue(deployment)
    full = Fault("ec2", "CreateNetworkInterface", "error", count=1000, error=FULL)
    deployment.lab.faults.inject(full)
    deployment.scale(1)
    settle(deployment, 500)
    assert queued() == []
    ((subject, body),) = deployment.mailed()
    assert subject == "VIP 10.16.10.20 needs you"
    assert "CreateInterface was refused" in body
    assert "Ask for a higher quota or remove what is not needed." in body
    assert "The group waits until its hook times out. The audit keeps trying." in body


def test_redriving_the_queue_heals(stuck: Deployment) -> None:
    (letter,) = queued()
    stuck.lab.faults.clear()
    invoke(stuck, letter["requestPayload"])
    stuck.assert_wholly_on(stuck.in_service(limit_seconds=60))


def test_redriving_an_old_event_is_harmless(deploy: Deploy) -> None:
    deployment = deploy()
    holder = deployment.warm_up()
    settle(deployment, 70)
    before = deployment.calls(mutating=True)
    invoke(deployment, deployment.launch_event())
    assert deployment.calls(mutating=True)[len(before) :] == ["RecordLifecycleActionHeartbeat"]
    deployment.assert_wholly_on(holder)


@pytest.mark.parametrize("when", ["before", "after"])
def test_the_audit_answers_a_launch_whose_answer_was_lost(deploy: Deploy, when: Any) -> None:
    """The group does not wait for the hook's whole time-out of ten minutes."""
    deployment = deploy()
    with_a_queue(deployment, retries=0)
    deployment.lab.faults.inject(
        Fault("autoscaling", "CompleteLifecycleAction", "kill", when=when, caller="lambda")
    )
    deployment.scale(1)
    holder = deployment.in_service(limit_seconds=200)
    settle(deployment, 130)
    deployment.assert_wholly_on(holder)
    assert len(queued()) == 1


def test_the_audit_heals_what_no_event_will(deploy: Deploy) -> None:
    deployment = deploy()
    deployment.lab.events.drop(LAUNCH, count=1000)
    deployment.scale(1)
    deployment.assert_wholly_on(deployment.in_service(limit_seconds=300))


def test_the_audit_lets_a_leaver_into_the_warm_pool_too(deploy: Deploy) -> None:
    """Its event is lost; without an answer it would wait there for its hook's whole time-out."""
    deployment = deploy()
    old = deployment.warm_up()
    settle(deployment, 70)
    deployment.lab.events.drop(LIFECYCLE, count=1)
    deployment.lab.groups.emit_hook_event(old, "AutoScalingGroup", "WarmPool")
    new = deployment.in_service(other_than=old, limit_seconds=300)
    settle(deployment, 130)
    deployment.assert_wholly_on(new)
    states = {each["InstanceId"]: each["LifecycleState"] for each in deployment.instances()}
    assert states.get(old) in (None, "Warmed:Stopped")

"""Lambda's asynchronous invocations on virtual time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lab.errors import Killed
from lab.in_process import client, simulated
from lab.lambdas.inline import session
from lab.pipeline.faults import Fault
from lab.switches import Switches
from tests.support.worlds.functions import FUNCTION, LOGS, FunctionWorld

EVENT = {"detail": {"EC2InstanceId": "i-1"}}
DAY = 86400.0


@pytest.fixture
def world() -> Iterator[FunctionWorld]:
    with simulated(switches=Switches(lambda_start_seconds=(0.0, 0.0))) as lab:
        yield FunctionWorld(lab)
        lab.gaps.check()


class Recorder:
    """A handler that notes when it ran and fails the first times."""

    def __init__(self, world: FunctionWorld, failures: int) -> None:
        self.world = world
        self.failures = failures
        self.runs: list[float] = []
        self.request_ids: set[str] = set()

    def __call__(self, event: Any, context: Any) -> Any:
        self.runs.append(self.world.lab.clock.now() - self.world.lab.clock.origin)
        self.request_ids.add(context.aws_request_id)
        if len(self.runs) <= self.failures:
            raise ValueError("the world is not as it should be")
        return {"seen": event}


def deploy(world: FunctionWorld, handler: Callable[[Any, Any], Any], **settings: Any) -> str:
    arn = world.function(**settings)
    world.lab.lambdas.local[FUNCTION] = handler
    return arn


def settle(world: FunctionWorld, limit_seconds: float = DAY) -> None:
    assert world.lab.clock.run_until(world.lab.lambdas.idle, limit_seconds)


def send(world: FunctionWorld, arn: str) -> str:
    request_id = world.lab.lambdas.invoke_async(arn, EVENT)
    settle(world)
    return request_id


@pytest.mark.behaviour("asynchronous-invocation")
def test_an_error_is_retried_after_one_and_two_minutes(world: FunctionWorld) -> None:
    handler = Recorder(world, failures=9)
    send(world, deploy(world, handler))
    assert handler.runs == [0, 60, 180]
    assert len(handler.request_ids) == 1  # a retry keeps the request id


@pytest.mark.behaviour("asynchronous-invocation")
def test_a_success_ends_the_retries(world: FunctionWorld) -> None:
    handler = Recorder(world, failures=1)
    send(world, deploy(world, handler))
    assert handler.runs == [0, 60]


@pytest.mark.behaviour("asynchronous-invocation")
def test_the_number_of_retries_is_set(world: FunctionWorld) -> None:
    handler = Recorder(world, failures=9)
    arn = deploy(world, handler)
    world.configure(MaximumRetryAttempts=0)
    send(world, arn)
    assert handler.runs == [0]


@pytest.mark.behaviour("asynchronous-invocation")
def test_an_event_too_old_is_not_tried_again(world: FunctionWorld) -> None:
    handler = Recorder(world, failures=9)
    arn, queue = deploy(world, handler), world.queue()
    world.configure(
        MaximumEventAgeInSeconds=100, DestinationConfig={"OnFailure": {"Destination": queue}}
    )
    send(world, arn)
    assert handler.runs == [0, 60]
    (message,) = world.messages()
    assert json.loads(message["Body"])["requestContext"]["condition"] == "EventAgeExceeded"


@pytest.mark.behaviour("destinations-of-a-function")
def test_what_failed_for_good_goes_to_the_destination(world: FunctionWorld) -> None:
    arn, queue = deploy(world, Recorder(world, failures=9)), world.queue()
    world.configure(DestinationConfig={"OnFailure": {"Destination": queue}})
    request_id = send(world, arn)
    (message,) = world.messages()
    record = json.loads(message["Body"])
    assert record["responsePayload"]["errorType"] == "ValueError"
    assert record["requestPayload"] == EVENT
    assert record["requestContext"] == {
        "requestId": request_id,
        "functionArn": f"{arn}:$LATEST",
        "condition": "RetriesExhausted",
        "approximateInvokeCount": 3,
    }
    assert record["responseContext"] == {
        "statusCode": 200,
        "executedVersion": "$LATEST",
        "functionError": "Unhandled",
    }
    assert record["timestamp"].startswith("2026-11-23T00:03:00")
    assert (world.role_arn, "sqs:SendMessage") in world.lab.iam.used


@pytest.mark.behaviour("destinations-of-a-function")
def test_the_destination_needs_the_roles_permission(world: FunctionWorld) -> None:
    arn, queue = deploy(world, Recorder(world, failures=9)), world.queue()
    world.configure(DestinationConfig={"OnFailure": {"Destination": queue}})
    world.may(LOGS)
    send(world, arn)
    assert world.messages() == []
    assert [each.action for each in world.lab.iam.denied] == ["sqs:SendMessage"]


@pytest.mark.behaviour("destinations-of-a-function")
def test_a_topic_may_be_the_destination(world: FunctionWorld) -> None:
    arn, queue = deploy(world, Recorder(world, failures=9)), world.queue()
    topic = client("sns").create_topic(Name="failures")["TopicArn"]
    client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue)
    world.may(LOGS, {"Effect": "Allow", "Action": "sns:Publish", "Resource": topic})
    world.configure(DestinationConfig={"OnFailure": {"Destination": topic}})
    send(world, arn)
    (message,) = world.messages()
    assert json.loads(json.loads(message["Body"])["Message"])["requestPayload"] == EVENT


@pytest.mark.behaviour("destinations-of-a-function")
def test_success_has_a_destination_of_its_own(world: FunctionWorld) -> None:
    arn, queue = deploy(world, Recorder(world, failures=0)), world.queue()
    world.configure(DestinationConfig={"OnSuccess": {"Destination": queue}})
    send(world, arn)
    (message,) = world.messages()
    assert json.loads(message["Body"])["responsePayload"] == {"seen": EVENT}


@pytest.mark.behaviour("destinations-of-a-function")
def test_a_dead_letter_is_the_raw_event(world: FunctionWorld) -> None:
    queue = world.queue()
    arn = deploy(world, Recorder(world, failures=9), DeadLetterConfig={"TargetArn": queue})
    request_id = send(world, arn)
    (message,) = world.messages()
    assert json.loads(message["Body"]) == EVENT
    attributes = {key: each["StringValue"] for key, each in message["MessageAttributes"].items()}
    assert attributes == {
        "RequestID": request_id,
        "ErrorCode": "200",
        "ErrorMessage": "the world is not as it should be",
    }


@pytest.mark.behaviour("asynchronous-invocation")
@pytest.mark.parametrize("whose", ["reserved", "the account's"])
def test_a_throttled_event_backs_off_without_using_an_attempt(
    world: FunctionWorld, whose: str
) -> None:
    clock = world.lab.clock
    runs = []

    def slow(_: Any, __: Any) -> None:
        runs.append(clock.now() - clock.origin)
        clock.sleep(20)

    arn = deploy(world, slow)
    if whose == "reserved":
        only_one = {"FunctionName": FUNCTION, "ReservedConcurrentExecutions": 1}
        client("lambda").put_function_concurrency(**only_one)
    else:
        world.lab.switches.lambda_concurrency = 1
    world.configure(MaximumRetryAttempts=0)
    world.lab.lambdas.invoke_async(arn, EVENT)
    send(world, arn)
    assert runs == [0, 31]  # 1 + 2 + 4 + 8 + 16 s of backing off


@pytest.mark.behaviour("concurrency-of-functions")
def test_no_concurrency_at_all_sends_events_straight_away(world: FunctionWorld) -> None:
    handler = Recorder(world, failures=0)
    arn, queue = deploy(world, handler), world.queue()
    client("lambda").put_function_concurrency(FunctionName=FUNCTION, ReservedConcurrentExecutions=0)
    world.configure(DestinationConfig={"OnFailure": {"Destination": queue}})
    send(world, arn)
    (message,) = world.messages()
    record = json.loads(message["Body"])
    assert handler.runs == []
    assert record["requestContext"]["approximateInvokeCount"] == 0
    assert "responsePayload" not in record


@pytest.mark.behaviour("time-of-a-function")
def test_a_time_out_ends_the_run_and_is_retried(world: FunctionWorld) -> None:
    clock = world.lab.clock
    reached = []

    def hanging(_: Any, __: Any) -> None:
        clock.sleep(30)
        session_client("ec2").describe_subnets()
        reached.append(clock.now())

    arn, queue = deploy(world, hanging, Timeout=10), world.queue()
    world.configure(MaximumRetryAttempts=1, DestinationConfig={"OnFailure": {"Destination": queue}})
    send(world, arn)
    assert reached == []
    (message,) = world.messages()
    error = json.loads(message["Body"])["responsePayload"]
    assert error["errorType"] == "Sandbox.Timedout"
    assert error["errorMessage"].endswith("Task timed out after 10.00 seconds")
    assert clock.now() - clock.origin == 80  # 10 s, one minute, 10 s


def session_client(service: str) -> Any:
    """A client that signs with the key of the invocation it is used in."""
    return session().client(service)


@pytest.mark.behaviour("asynchronous-invocation")
def test_a_killed_run_is_retried_and_its_calls_go_nowhere(world: FunctionWorld) -> None:
    world.may(LOGS, {"Effect": "Allow", "Action": "ec2:Describe*", "Resource": "*"})
    ec2 = session_client("ec2")
    ended = []

    def handler(_: Any, __: Any) -> None:
        try:
            ec2.describe_subnets()
            ec2.describe_instances()
        except Killed:
            ended.append("killed")
            raise
        ended.append("done")

    arn = deploy(world, handler)
    world.lab.faults.inject(Fault("ec2", "DescribeInstances", "kill", caller="lambda"))
    request_id = send(world, arn)
    assert ended == ["killed", "done"]
    calls = world.lab.call_log.of("ec2", kind="lambda")
    assert [call.action for call in calls] == [
        "DescribeSubnets",
        "DescribeInstances",
        "DescribeSubnets",
        "DescribeInstances",
    ]
    assert {(call.caller.name, call.caller.request_id) for call in calls} == {
        (FUNCTION, request_id)
    }


def test_invocations_interleave_where_they_sleep(world: FunctionWorld) -> None:
    clock, story = world.lab.clock, []

    def handler(event: Any, _: Any) -> None:
        for _ in range(2):
            story.append((event["who"], clock.now() - clock.origin))
            clock.sleep(event["pause"])

    arn = deploy(world, handler)
    world.lab.lambdas.invoke_async(arn, {"who": "launch", "pause": 3})
    world.lab.lambdas.invoke_async(arn, {"who": "terminate", "pause": 2})
    clock.run_until(lambda: len(story) == 2, 1)
    assert world.lab.lambdas.busy == 2
    settle(world)
    assert story == [("launch", 0), ("terminate", 0), ("terminate", 2), ("launch", 3)]


@pytest.mark.behaviour("policy-evaluation")
def test_the_roles_policy_holds_for_the_invocation(world: FunctionWorld) -> None:
    ec2 = session_client("ec2")
    codes = []

    def handler(_: Any, __: Any) -> None:
        try:
            ec2.describe_subnets()
        except ClientError as error:
            codes.append(error.response["Error"]["Code"])

    send(world, deploy(world, handler))
    ec2.describe_subnets()  # outside of an invocation it is the operator who asks
    assert codes == ["UnauthorizedOperation"]


@pytest.mark.behaviour("variables-of-a-function")
def test_variables_under_a_key_need_decrypt(world: FunctionWorld) -> None:
    handler = Recorder(world, failures=0)
    key = client("kms").create_key()["KeyMetadata"]["Arn"]
    arn = deploy(world, handler, KMSKeyArn=key)
    world.configure(MaximumRetryAttempts=0)
    send(world, arn)
    assert handler.runs == []
    world.may(LOGS, {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": key})
    send(world, arn)
    assert len(handler.runs) == 1


@pytest.mark.behaviour("variables-of-a-function")
@pytest.mark.parametrize(
    ("take_away", "give_back"),
    [
        (["disable_key"], ["enable_key"]),
        (["schedule_key_deletion"], ["cancel_key_deletion", "enable_key"]),
    ],
)
def test_a_key_out_of_use_keeps_the_function_from_starting(
    world: FunctionWorld, take_away: list[str], give_back: list[str]
) -> None:
    """KMSDisabledException, or KMSInvalidStateException when it is to be deleted."""
    handler, kms = Recorder(world, failures=0), client("kms")
    key = kms.create_key()["KeyMetadata"]
    arn = deploy(world, handler, KMSKeyArn=key["Arn"])
    world.configure(MaximumRetryAttempts=0)
    world.may(LOGS, {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": key["Arn"]})
    for action in take_away:
        getattr(kms, action)(KeyId=key["KeyId"])
    send(world, arn)
    assert handler.runs == []
    for action in give_back:
        getattr(kms, action)(KeyId=key["KeyId"])
    send(world, arn)
    assert len(handler.runs) == 1


def test_a_handler_sees_context_and_environment(world: FunctionWorld) -> None:
    seen = {}

    def handler(_: Any, context: Any) -> None:
        seen.update(context.environment, name=context.function_name)
        world.lab.clock.sleep(20)
        seen["left"] = context.get_remaining_time_in_millis()

    send(world, deploy(world, handler, Environment={"Variables": {"VPC_ID": "vpc-1"}}))
    assert seen == {"VPC_ID": "vpc-1", "name": FUNCTION, "left": 40_000}


@pytest.mark.behaviour("synchronous-invocation")
def test_invoke_waits_for_the_result(world: FunctionWorld) -> None:
    arn = deploy(world, lambda event, _: event["n"] + 1)
    answer = client("lambda").invoke(FunctionName=arn, Payload=b'{"n": 1}')
    assert (answer["StatusCode"], json.load(answer["Payload"])) == (200, 2)


def test_an_event_of_a_deleted_function_is_dropped(world: FunctionWorld) -> None:
    handler = Recorder(world, failures=9)
    arn = deploy(world, handler)
    world.lab.lambdas.invoke_async(arn, EVENT)
    world.lab.clock.advance(30)
    client("lambda").delete_function(FunctionName=FUNCTION)
    settle(world)
    assert handler.runs == [0]


def test_a_function_deleted_in_mid_run_takes_its_settings_along(world: FunctionWorld) -> None:
    clock = world.lab.clock
    queue = world.queue()
    arn = deploy(world, lambda *_: clock.sleep(10))
    world.configure(DestinationConfig={"OnSuccess": {"Destination": queue}})
    world.lab.lambdas.invoke_async(arn, EVENT)
    clock.advance(5)
    client("lambda").delete_function(FunctionName=FUNCTION)
    settle(world)
    assert world.messages() == []

"""The handler dies, or AWS fails it, at each of its calls: the same addresses come back.

A sample of the whole product of triggers, calls and faults: one take-over across zones.
"""

from __future__ import annotations

from itertools import pairwise

import pytest

from lab.errors import AwsError
from lab.pipeline.faults import Fault
from tests.heal.conftest import Deploy
from tests.support.actions import mark_unhealthy, messages, settle
from tests.support.deployment import ZONES, Deployment
from tests.support.event_shapes import AUDIT, LAUNCH, LIFECYCLE

CALLS = [
    "DetachNetworkInterface",
    "DeleteNetworkInterface",
    "DeleteSubnet",
    "CreateSubnet",
    "AssociateRouteTable",
    "CreateNetworkInterface",
    "AssociateAddress",
    "ModifyNetworkInterfaceAttribute",
    "AttachNetworkInterface",
    "CompleteLifecycleAction",
    "DescribeNetworkInterfaces",
]
FAULTS = {
    "killed before": {"kind": "kill", "when": "before"},
    "killed after": {"kind": "kill", "when": "after"},
    "answer lost": {"kind": "lost"},
    "throttled past the SDK's retries": {"kind": "throttle", "count": 5},
    "credentials not accepted for a moment": {
        "kind": "error",
        "count": 3,
        "error": AwsError("AuthFailure", "The credentials could not be validated", status=401),
    },
    "internal error": {
        "kind": "error",
        "count": 5,
        "error": AwsError("InternalError", "An internal error has occurred", status=500),
    },
}


@pytest.fixture
def away(deploy: Deploy) -> Deployment:
    """In service in one zone, with the next launch bound for another."""
    deployment = deploy()
    deployment.lab.groups.force_az = ZONES[0]
    deployment.warm_up()
    settle(deployment, 65)
    deployment.lab.groups.force_az = ZONES[1]
    return deployment


@pytest.mark.parametrize("action", CALLS)
@pytest.mark.parametrize("fault", FAULTS)
def test_the_first_replacement_takes_over(away: Deployment, action: str, fault: str) -> None:
    service = "autoscaling" if action.startswith("Complete") else "ec2"
    injected = Fault(service, action, caller="lambda", **FAULTS[fault])  # type: ignore[arg-type]
    away.lab.faults.inject(injected)
    old = mark_unhealthy(away)
    new = away.in_service(other_than=old, limit_seconds=900)
    settle(away, 300)
    assert injected.seen, "the fault never struck"
    assert [each["InstanceId"] for each in away.instances()] == [new]
    away.assert_wholly_on(new)
    assert not any("needs you" in subject for subject in messages(away))


def test_an_instance_that_begins_to_end_before_it_is_attached_to_calls_nobody(
    away: Deployment,
) -> None:
    """EC2 says InvalidInstanceID, without .NotFound, of one in the wrong state."""
    ends = AwsError("InvalidInstanceID", "The instance is not in a valid state for this operation")
    away.lab.faults.inject(Fault("ec2", "AttachNetworkInterface", "error", error=ends))
    old = mark_unhealthy(away)
    away.assert_wholly_on(away.in_service(other_than=old))
    assert not any("needs you" in subject for subject in messages(away))


def test_too_many_interfaces_are_no_quota(deploy: Deploy) -> None:
    deployment = deploy()
    full = AwsError("AttachmentLimitExceeded", "Interface count 2 exceeds the limit for t3.micro")
    deployment.lab.faults.inject(
        Fault("ec2", "AttachNetworkInterface", "error", count=1000, error=full)
    )
    deployment.scale(1)
    settle(deployment, 120)
    ((_, body),) = deployment.mailed()
    assert "The instance type carries no more" in body
    assert "quota" not in body


def test_out_of_time_it_extends_the_hook_and_lambdas_retry_goes_on(deploy: Deploy) -> None:
    deployment = deploy(FUNCTION_TIMEOUT_SECONDS="60")
    deployment.lab.faults.inject(Fault("ec2", "AttachNetworkInterface", "throttle", count=60))
    first = deployment.warm_up()
    deployment.assert_wholly_on(first)
    heartbeats = deployment.calls().count("RecordLifecycleActionHeartbeat")
    assert heartbeats >= 1


class TestObstacles:
    def test_a_quota_is_told_and_the_hook_is_held(self, deploy: Deploy) -> None:
        deployment = deploy()
        full = AwsError("NetworkInterfaceLimitExceeded", "The maximum number has been reached")
        deployment.lab.faults.inject(
            Fault("ec2", "CreateNetworkInterface", "error", count=1000, error=full)
        )
        deployment.scale(1)
        settle(deployment, 300)
        (instance,) = deployment.instances()
        assert instance["LifecycleState"] == "Pending:Wait"
        assert "VIP 10.16.10.20 needs you" in messages(deployment)
        deployment.lab.faults.clear()
        deployment.assert_wholly_on(deployment.in_service(limit_seconds=130))

    def test_a_stranger_on_the_cidr_is_told_after_the_attempts(self, deploy: Deploy) -> None:
        deployment = deploy(SUBNET_CREATION_ATTEMPTS="3")
        deployment.lab.events.drop(AUDIT, count=2)
        stranger = deployment.ec2.create_subnet(
            VpcId=deployment.vpc_id, CidrBlock="10.16.10.0/24", AvailabilityZone=ZONES[0]
        )["Subnet"]["SubnetId"]
        deployment.scale(1)
        settle(deployment, 90)
        assert deployment.calls().count("CreateSubnet") == 3
        assert messages(deployment)[-1] == "VIP 10.16.10.20 needs you"
        deployment.ec2.delete_subnet(SubnetId=stranger)
        deployment.assert_wholly_on(deployment.in_service(limit_seconds=300))

    def test_a_zone_that_takes_no_subnet_is_left_for_another(self, deploy: Deploy) -> None:
        deployment = deploy()
        refusal = AwsError(
            "InvalidParameterValue",
            "Value (eu-west-1a) for parameter availabilityZone is invalid. Subnets can currently "
            "only be created in the following availability zones: eu-west-1b, eu-west-1c.",
        )
        deployment.lab.faults.inject(Fault("ec2", "CreateSubnet", "error", error=refusal))
        deployment.scale(1)
        deployment.assert_wholly_on(deployment.in_service())
        assert any("abandoned" in subject for subject in messages(deployment))

    def test_a_leaver_calls_nobody_for_its_successors_zone(self, away: Deployment) -> None:
        """The terminate handler meets the obstacle first; the launch gets round it."""
        refusal = AwsError(
            "InvalidParameterValue",
            "Value (eu-west-1b) for parameter availabilityZone is invalid. Subnets can currently "
            "only be created in the following availability zones: eu-west-1a, eu-west-1c.",
        )
        away.lab.faults.inject(Fault("ec2", "CreateSubnet", "error", error=refusal, count=9))
        away.lab.events.delay(LAUNCH, seconds=90)
        away.lab.switches.delete_lag_after_detach_seconds = (0.0, 0.0)
        old = mark_unhealthy(away)
        settle(away, 100)
        away.lab.faults.clear()
        away.lab.groups.force_az = ZONES[2]
        away.assert_wholly_on(away.in_service(other_than=old))
        assert not any("needs you" in subject for subject in messages(away))

    def test_a_foreign_interface_in_the_vip_subnet_is_named(self, away: Deployment) -> None:
        (subnet,) = away.vip_subnets()
        foreign = away.ec2.create_network_interface(SubnetId=subnet["SubnetId"])
        foreign_id = foreign["NetworkInterface"]["NetworkInterfaceId"]
        old = mark_unhealthy(away)
        settle(away, 240)
        bodies = [str(body) for body in away.mailed()]
        assert any(foreign_id in body for body in bodies)
        away.ec2.delete_network_interface(NetworkInterfaceId=foreign_id)
        away.assert_wholly_on(away.in_service(other_than=old))

    def test_a_hidden_interface_in_the_vip_subnet_is_named_with_its_owner(
        self, away: Deployment
    ) -> None:
        """A service puts it there and EC2 shows it to nobody who does not ask for it."""
        (subnet,) = away.vip_subnets()
        hidden = away.ec2.create_network_interface(SubnetId=subnet["SubnetId"])
        hidden_id = hidden["NetworkInterface"]["NetworkInterfaceId"]
        away.lab.ec2.manage(hidden_id, "checks.example.amazonaws.com")
        mark_unhealthy(away)
        settle(away, 240)
        (body,) = [body for subject, body in away.mailed() if "needs you" in subject]
        assert f"{hidden_id} (managed by checks.example.amazonaws.com, hidden)" in body

    def test_who_uses_the_address_or_the_range_is_named(self, deploy: Deploy) -> None:
        deployment = deploy(SUBNET_CREATION_ATTEMPTS="1")
        stranger = deployment.ec2.create_subnet(
            VpcId=deployment.vpc_id, CidrBlock="10.16.10.0/25", AvailabilityZone=ZONES[0]
        )["Subnet"]["SubnetId"]
        deployment.scale(1)
        settle(deployment, 60)
        assert f"({stranger}) uses 10.16.10.0/24" in deployment.mailed()[-1][1]


def test_a_newcomer_that_dies_while_its_hook_waits_is_given_up_at_once(deploy: Deploy) -> None:
    deployment = deploy()
    deployment.lab.events.delay(LAUNCH, seconds=20)
    deployment.scale(1)
    settle(deployment, 40)
    (first,) = deployment.instances()
    deployment.ec2.terminate_instances(InstanceIds=[first["InstanceId"]])
    second = deployment.in_service(limit_seconds=300)
    assert second != first["InstanceId"]
    deployment.assert_wholly_on(second)


@pytest.mark.parametrize("heard", [True, False])
def test_a_newcomer_that_is_stopped_while_its_hook_waits_is_given_up(
    deploy: Deploy, heard: bool
) -> None:
    """Its hook would wait for its whole time-out: held back, it is not health-checked."""
    deployment = deploy()
    deployment.lab.faults.inject(Fault("ec2", "CreateNetworkInterface", "throttle", count=40))
    if not heard:
        deployment.lab.events.drop(LAUNCH)
    deployment.scale(1)
    settle(deployment, 60)
    (first,) = deployment.instances()
    assert first["LifecycleState"] == "Pending:Wait"
    deployment.ec2.stop_instances(InstanceIds=[first["InstanceId"]])
    second = deployment.in_service(limit_seconds=240)
    assert second != first["InstanceId"]
    deployment.assert_wholly_on(second)


def test_the_audit_too_lets_a_leaver_go_whose_forced_detach_hangs(away: Deployment) -> None:
    """Its event is lost. Ending the instance frees the interface, so it must not wait for that."""
    away.lab.events.drop(LIFECYCLE, count=100)
    away.lab.ec2.hang_detach = away.lab.ec2.hang_forced_detach = True
    old = mark_unhealthy(away)
    new = away.in_service(other_than=old, limit_seconds=400)
    settle(away)
    away.assert_wholly_on(new)
    assert [each["InstanceId"] for each in away.instances()] == [new]


def test_an_audit_leaves_a_busy_aws_alone(deploy: Deploy) -> None:
    """The tokens of the account are for those that move a VIP; the next one comes anyway."""
    deployment = deploy()
    deployment.warm_up()
    settle(deployment, 70)
    busy = Fault(
        "autoscaling", "DescribeAutoScalingGroups", "throttle", count=1000, caller="lambda"
    )
    deployment.lab.faults.inject(busy)
    before = len(deployment.calls())
    settle(deployment, 60)
    attempts_of_the_sdk = 4
    tried = deployment.calls()[before:]
    assert tried.count("DescribeAutoScalingGroups") == attempts_of_the_sdk


def test_a_busy_aws_is_left_alone_longer_each_time(deploy: Deploy) -> None:
    deployment = deploy()
    deployment.lab.events.drop(AUDIT, count=1000)
    deployment.lab.faults.inject(Fault("ec2", "DescribeSubnets", "throttle", count=24))
    deployment.scale(1)
    settle(deployment, 150)
    tried = [each.at for each in deployment.lab.call_log.calls if each.action == "DescribeSubnets"]
    pauses = [later - sooner for sooner, later in pairwise(tried[3:24:4])]
    assert pauses == sorted(pauses)
    assert pauses[-1] > 2 * pauses[0]


def test_a_refused_read_is_repeated_and_not_the_whole_look(deploy: Deploy) -> None:
    """Its other reads would empty their buckets for every VNF of the account."""
    deployment = deploy()
    deployment.lab.events.drop(AUDIT, count=1000)
    refused = 12
    deployment.lab.faults.inject(Fault("ec2", "DescribeAddresses", "throttle", count=refused))
    deployment.scale(1)
    settle(deployment, 150)
    called = deployment.calls()
    first = called.index("DescribeAddresses")
    assert called[first : first + refused + 1] == ["DescribeAddresses"] * (refused + 1)
    assert called[first + refused + 1] != "DescribeAddresses"

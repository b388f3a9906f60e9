"""Somebody changes things by hand: the audit puts them back in place."""

from __future__ import annotations

import pytest

from tests.heal.conftest import Deploy
from tests.support.actions import console_user, messages, serving, settle
from tests.support.console_user import REPAIRS
from tests.support.deployment import ZONES, Deployment


@pytest.mark.parametrize("drift", REPAIRS)
def test_is_repaired_in_place_within_two_audits_and_told(deployed: Deployment, drift: str) -> None:
    settle(deployed, 70)
    instance_id = serving(deployed)
    getattr(console_user(deployed), drift)()
    settle(deployed, 130)
    assert serving(deployed) == instance_id
    deployed.assert_wholly_on(instance_id)
    assert messages(deployed)[-1] == f"VIP 10.16.10.20 was repaired on {instance_id}"


@pytest.mark.parametrize("drift", ["move_the_elastic_ip", "check_source_and_destination"])
def test_a_repair_does_not_touch_a_healthy_data_path(deployed: Deployment, drift: str) -> None:
    settle(deployed, 70)
    before = len(deployed.calls(mutating=True))
    getattr(console_user(deployed), drift)()
    settle(deployed, 130)
    assert deployed.calls(mutating=True)[before:] == [*REPAIRS[drift], "Publish"]


def test_another_device_index_is_put_right(deploy: Deploy) -> None:
    deployment = deploy(instance_type="t3.small")  # has a third slot
    instance_id = deployment.warm_up()
    settle(deployment, 70)
    console_user(deployment).attach_at_another_index()
    settle(deployment, 130)
    deployment.assert_wholly_on(instance_id)


class TestNeighbours:
    """Another instance of the module in another VPC, with the same CIDR and the same address."""

    def test_each_heals_and_the_other_never_notices(self, deployed: Deployment) -> None:
        neighbour = Deployment(deployed.lab, name="neighbour")
        theirs = neighbour.warm_up()
        settle(deployed, 70)
        (before,) = neighbour.vip_interfaces()
        touched = len(neighbour.calls(mutating=True))
        old = serving(deployed)
        deployed.lab.groups.force_az = ZONES[2]
        deployed.ec2.terminate_instances(InstanceIds=[old])
        deployed.assert_wholly_on(deployed.in_service(other_than=old))
        settle(deployed)
        neighbour.assert_wholly_on(theirs)
        assert neighbour.vip_interfaces()[0]["Attachment"] == before["Attachment"]
        assert neighbour.calls(mutating=True)[touched:] == []

    def test_no_call_of_one_names_a_thing_of_the_other(self, deployed: Deployment) -> None:
        neighbour = Deployment(deployed.lab, name="neighbour")
        neighbour.warm_up()
        old = serving(deployed)
        deployed.ec2.terminate_instances(InstanceIds=[old])
        deployed.in_service(other_than=old)
        theirs = {neighbour.vpc_id, neighbour.allocation, neighbour.route_table}
        theirs |= {each["SubnetId"] for each in neighbour.vip_subnets()}
        theirs |= {each["NetworkInterfaceId"] for each in neighbour.vip_interfaces()}
        for call in deployed.lab.call_log.calls:
            if call.caller.name == deployed.function:
                assert not any(name in str(call.params) for name in theirs), call

    def test_the_same_tag_in_another_vpc_is_not_ours(self, deployed: Deployment) -> None:
        ec2 = deployed.ec2
        tags = [{"Key": "PersistentVnf", "Value": deployed.name}]
        elsewhere = ec2.create_vpc(CidrBlock="10.16.0.0/16")["Vpc"]["VpcId"]
        subnet = ec2.create_subnet(
            VpcId=elsewhere,
            CidrBlock="10.16.10.0/24",
            TagSpecifications=[{"ResourceType": "subnet", "Tags": tags}],
        )["Subnet"]["SubnetId"]
        interface = ec2.create_network_interface(
            SubnetId=subnet,
            PrivateIpAddress="10.16.10.20",
            TagSpecifications=[{"ResourceType": "network-interface", "Tags": tags}],
        )["NetworkInterface"]["NetworkInterfaceId"]
        settle(deployed, 130)
        deployed.assert_wholly_on(serving(deployed))
        touched = [
            call
            for call in deployed.lab.call_log.calls
            if call.caller.name == deployed.function
            and (subnet in str(call.params) or interface in str(call.params))
        ]
        assert touched == []

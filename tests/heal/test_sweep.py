"""Terraform's triggers, and the events that are let through untouched."""

from __future__ import annotations

import pytest

from tests.heal.conftest import Deploy
from tests.support.actions import invoke, serving, settle
from tests.support.deployment import ZONES, Deployment
from tests.support.event_shapes import sweep_event
from tests.support.several_vips import CORE, DESTINATION, INSTANCE_TYPE, furnish

# Seconds: two looks that agree, an interface that comes off, and one refusal.
A_FEW_LOOKS = 40.0


def sweep(deployed: Deployment, action: str, seconds: float = 100) -> None:
    invoke(deployed, sweep_event(action), seconds)


class TestSweep:
    def test_takes_down_what_a_lost_terminate_left_behind(self, deployed: Deployment) -> None:
        instance_id = serving(deployed)
        deployed.lab.events.drop({}, count=1000)
        deployed.autoscaling.delete_auto_scaling_group(
            AutoScalingGroupName=deployed.name, ForceDelete=True
        )
        settle(deployed, 100)
        assert len(deployed.vip_interfaces()) == 1
        sweep(deployed, "delete")
        deployed.assert_nothing_left()
        assert deployed.lab.ec2.state(instance_id) == "terminated"

    def test_takes_its_routes_out_of_others_tables(self, deploy: Deploy) -> None:
        """Also where the terminate has taken the interface down before, and they lead nowhere."""
        deployment = deploy(instance_type=INSTANCE_TYPE)
        others = furnish(deployment)
        (table,) = deployment.ec2.describe_route_tables(RouteTableIds=[others.table])["RouteTables"]
        deployment.warm_up()
        deployment.scale(0)
        settle(deployment, 900)
        assert deployment.oracle.leads_to(others.table, DESTINATION) is not None
        sweep(deployment, "delete")
        deployment.assert_nothing_left()
        assert deployment.ec2.describe_route_tables(RouteTableIds=[others.table])[
            "RouteTables"
        ] == [table]

    def test_in_mid_life_it_leaves_everything_alone(self, deployed: Deployment) -> None:
        """Renaming the function sends a delete as well."""
        settle(deployed, 10)  # the launch's message is sent
        before = deployed.calls(mutating=True)
        sweep(deployed, "delete", seconds=30)
        assert deployed.calls(mutating=True) == before
        deployed.assert_wholly_on(serving(deployed))

    def test_one_empty_answer_is_not_believed(self, deployed: Deployment) -> None:
        """The decision rests on not seeing something: it takes two looks."""
        deployed.lab.events.drop({}, count=1000)
        deployed.scale(0)
        settle(deployed, 900)
        sweep(deployed, "delete")
        calls = [
            call for call in deployed.lab.call_log.calls if call.caller.name == deployed.function
        ]
        first_deletion = next(call.at for call in calls if call.action.startswith("Delete"))
        last_run = calls[-1].caller.request_id
        looks = [
            call.at
            for call in calls
            if call.caller.request_id == last_run and call.action == "DescribeAutoScalingGroups"
        ]
        assert len([at for at in looks if at < first_deletion]) >= 2
        assert first_deletion - looks[0] >= 3

    def test_create_does_nothing(self, deploy: Deploy) -> None:
        deployment = deploy()
        sweep(deployment, "create", seconds=10)
        assert deployment.calls() == []

    def test_update_converges_to_a_changed_address(self, deployed: Deployment) -> None:
        instance_id = serving(deployed)
        deployed.change_vips(
            deployed.vips[0]
            | {"address": "10.16.10.99", "elastic_ips": {"10.16.10.99": deployed.allocation}}
        )
        sweep(deployed, "update")
        (interface,) = deployed.vip_interfaces()
        assert interface["PrivateIpAddress"] == "10.16.10.99"
        deployed.assert_wholly_on(instance_id)


class TestWhatRemains:
    """What keeps Terraform waiting, and nobody takes away: it is said once all of ours is gone."""

    def test_an_instance_that_was_detached_from_the_group(self, deployed: Deployment) -> None:
        instance_id = serving(deployed)
        deployed.autoscaling.detach_instances(
            AutoScalingGroupName=deployed.name,
            InstanceIds=[instance_id],
            ShouldDecrementDesiredCapacity=True,
        )
        self._group_deleted(deployed)
        said = self._refused(deployed)
        assert f"aws ec2 terminate-instances --instance-ids {instance_id}`" in said
        assert "Then run terraform destroy again." in said
        deployed.ec2.terminate_instances(InstanceIds=[instance_id])
        settle(deployed, 100)
        sweep(deployed, "delete")
        deployed.assert_nothing_left()

    def test_a_vip_subnet_without_its_tag(self, deployed: Deployment) -> None:
        (subnet,) = deployed.vip_subnets()
        tag = {"Key": "PersistentVnf", "Value": deployed.name}
        deployed.lab.events.drop({}, count=1000)
        deployed.ec2.delete_tags(Resources=[subnet["SubnetId"]], Tags=[{"Key": tag["Key"]}])
        self._group_deleted(deployed)
        command = f"aws ec2 create-tags --resources {subnet['SubnetId']} --tags "
        assert f"{command}Key={tag['Key']},Value={tag['Value']}`" in self._refused(deployed)
        deployed.ec2.create_tags(Resources=[subnet["SubnetId"]], Tags=[tag])
        sweep(deployed, "delete")
        deployed.assert_nothing_left()

    def test_a_vip_interface_without_its_tag(self, deployed: Deployment) -> None:
        (interface,) = deployed.vip_interfaces()
        tag = {"Key": "PersistentVnf", "Value": deployed.name}
        ids = [interface["NetworkInterfaceId"]]
        deployed.lab.events.drop({}, count=1000)
        deployed.ec2.delete_tags(Resources=ids, Tags=[{"Key": tag["Key"]}])
        self._group_deleted(deployed)
        assert f"The interfaces {ids[0]} in the VIP subnet" in self._refused(deployed)
        deployed.ec2.create_tags(Resources=ids, Tags=[tag])
        sweep(deployed, "delete")
        deployed.assert_nothing_left()

    def test_a_stranger_in_the_way_of_one_vip_keeps_nothing_of_the_other(
        self, deploy: Deploy
    ) -> None:
        """What can be taken down is, before anybody is told of what cannot."""
        deployed = deploy(instance_type=INSTANCE_TYPE)
        furnish(deployed)
        stranger = deployed.ec2.create_subnet(
            VpcId=deployed.vpc_id, CidrBlock=CORE["cidr"], AvailabilityZone=ZONES[0]
        )["Subnet"]["SubnetId"]
        deployed.scale(1)
        settle(deployed, 60)
        deployed.lab.events.drop({}, count=1000)
        self._group_deleted(deployed)
        assert len(deployed.vip_interfaces()) == 1
        assert f"{stranger} lies on " in self._refused(deployed)
        deployed.assert_nothing_left()

    def test_a_strangers_interface_keeps_only_its_subnet(self, deployed: Deployment) -> None:
        (subnet,) = deployed.vip_subnets()
        made = deployed.ec2.create_network_interface(SubnetId=subnet["SubnetId"])
        stranger = made["NetworkInterface"]["NetworkInterfaceId"]
        deployed.lab.events.drop({}, count=1000)
        self._group_deleted(deployed)
        began = deployed.lab.clock.now()
        assert f"The interfaces {stranger} in the VIP subnet" in self._refused(deployed)
        assert deployed.lab.clock.now() - began < A_FEW_LOOKS
        assert deployed.vip_interfaces() == []
        deployed.ec2.delete_network_interface(NetworkInterfaceId=stranger)
        sweep(deployed, "delete")
        deployed.assert_nothing_left()

    def test_while_the_group_rests_it_is_nobodys_business(self, deployed: Deployment) -> None:
        """Terraform also sends a delete when it replaces the function: the VPC stays."""
        deployed.scale(0)
        settle(deployed, 300)
        deployed.ec2.run_instances(
            ImageId=deployed.image_id, MinCount=1, MaxCount=1, SubnetId=deployed.wan[0]
        )
        sweep(deployed, "delete")
        deployed.assert_nothing_left()

    def test_in_somebody_elses_vpc_their_instances_and_subnets_are_theirs(
        self, deploy: Deploy
    ) -> None:
        deployed = deploy(OWN_VPC="false")
        deployed.warm_up()
        deployed.lab.events.drop({}, count=1000)
        deployed.ec2.run_instances(
            ImageId=deployed.image_id, MinCount=1, MaxCount=1, SubnetId=deployed.wan[0]
        )
        self._group_deleted(deployed)
        assert len(deployed.vip_subnets()) == 1
        sweep(deployed, "delete")
        deployed.assert_nothing_left()
        deployed.ec2.create_subnet(
            VpcId=deployed.vpc_id, CidrBlock=deployed.vips[0]["cidr"], AvailabilityZone=ZONES[0]
        )
        answer = deployed.lab.lambdas.invoke(deployed.function, sweep_event("delete"))
        assert answer.payload["outcome"] == "nothing left"

    def test_there_an_instance_in_our_security_group_and_a_subnet_with_our_table_are_in_the_way(
        self, deploy: Deploy
    ) -> None:
        deployed = deploy(OWN_VPC="false")
        instance_id = deployed.warm_up()
        (subnet,) = deployed.vip_subnets()
        deployed.lab.events.drop({}, count=1000)
        deployed.autoscaling.detach_instances(
            AutoScalingGroupName=deployed.name,
            InstanceIds=[instance_id],
            ShouldDecrementDesiredCapacity=True,
        )
        deployed.ec2.delete_tags(
            Resources=[subnet["SubnetId"]], Tags=[{"Key": deployed.environment["OWNER_TAG_KEY"]}]
        )
        self._group_deleted(deployed)
        said = self._refused(deployed)
        group = deployed.wan_security_group
        assert f"{instance_id} in {deployed.vpc_id} is in our security group {group}" in said
        assert f"{subnet['SubnetId']} lies on" in said
        assert "otherwise give it another route table." in said

    def _group_deleted(self, deployed: Deployment) -> None:
        deployed.autoscaling.delete_auto_scaling_group(
            AutoScalingGroupName=deployed.name, ForceDelete=True
        )
        settle(deployed, 200)

    def _refused(self, deployed: Deployment) -> str:
        answer = deployed.lab.lambdas.invoke(deployed.function, sweep_event("delete"))
        return str(answer.payload["errorMessage"])


class TestLetThrough:
    """Hook events that are not a launch into the group nor a way out of it."""

    @pytest.mark.parametrize(
        ("origin", "destination", "action"),
        [("AutoScalingGroup", "AutoScalingGroup", "ReplaceRootVolume")],
    )
    def test_a_root_volume_replacement_keeps_the_vip(
        self, deployed: Deployment, origin: str, destination: str, action: str
    ) -> None:
        instance_id = serving(deployed)
        (before,) = deployed.vip_interfaces()
        deployed.lab.groups.emit_hook_event(instance_id, origin, destination, action)
        settle(deployed)
        assert serving(deployed) == instance_id
        assert deployed.vip_interfaces()[0]["Attachment"] == before["Attachment"]

    def test_an_instance_that_goes_to_the_warm_pool_gives_the_vip_up(
        self, deployed: Deployment
    ) -> None:
        instance_id = serving(deployed)
        deployed.lab.groups.emit_hook_event(instance_id, "AutoScalingGroup", "WarmPool")
        settle(deployed)
        held = [each.get("Attachment", {}) for each in deployed.vip_interfaces()]
        assert all(each.get("InstanceId") != instance_id for each in held)

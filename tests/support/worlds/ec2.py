"""A small network in a simulated lab, for the tests of the lab's EC2."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast

from botocore.config import Config
from botocore.exceptions import ClientError

from lab.clock import SimulatedClock
from lab.context import REGION, Lab
from lab.in_process import client, simulated
from lab.switches import Switches

ZONE_A, ZONE_B = f"{REGION}a", f"{REGION}b"
TEMPLATE = "vnf"
ONE_ATTEMPT = Config(retries={"total_max_attempts": 1})  # a test sees the refusal itself


class Ec2World:
    """A VPC with a gateway, a WAN subnet in each of two zones, a group, a launch template."""

    def __init__(self, lab: Lab, instance_type: str) -> None:
        self.lab = lab
        self.ec2 = client("ec2", config=ONE_ATTEMPT)
        self.vpc_id = self.vpc("10.16.0.0/16")
        self.gateway_id = self.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        self.ec2.attach_internet_gateway(InternetGatewayId=self.gateway_id, VpcId=self.vpc_id)
        self.wan = {
            ZONE_A: self.subnet("10.16.1.0/24", ZONE_A),
            ZONE_B: self.subnet("10.16.2.0/24", ZONE_B),
        }
        self.group_id = self.group("wan", self.vpc_id)
        self.ec2.create_launch_template(
            LaunchTemplateName=TEMPLATE,
            LaunchTemplateData={
                "ImageId": "ami-12345678",
                "InstanceType": instance_type,
                "NetworkInterfaces": [{"DeviceIndex": 0, "Groups": [self.group_id]}],
            },
        )

    def vpc(self, cidr: str) -> str:
        return str(self.ec2.create_vpc(CidrBlock=cidr)["Vpc"]["VpcId"])

    def subnet(self, cidr: str, zone: str = ZONE_A, vpc_id: str | None = None) -> str:
        made = self.ec2.create_subnet(
            VpcId=vpc_id or self.vpc_id, CidrBlock=cidr, AvailabilityZone=zone
        )
        return str(made["Subnet"]["SubnetId"])

    def vip_subnet(self, zone: str = ZONE_A) -> str:
        return self.subnet("10.16.10.0/24", zone)

    def group(self, name: str, vpc_id: str) -> str:
        made = self.ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc_id)
        return str(made["GroupId"])

    def route_table(self, vpc_id: str | None = None) -> str:
        made = self.ec2.create_route_table(VpcId=vpc_id or self.vpc_id)
        return str(made["RouteTable"]["RouteTableId"])

    def interface(self, subnet_id: str, address: str | None = None, **options: Any) -> str:
        if address is not None:
            options["PrivateIpAddress"] = address
        made = self.ec2.create_network_interface(SubnetId=subnet_id, **options)
        return str(made["NetworkInterface"]["NetworkInterfaceId"])

    def vip(self, zone: str = ZONE_A) -> str:
        """The VIP's interface in its own subnet."""
        return self.interface(self.vip_subnet(zone), "10.16.10.20")

    def launch(self, zone: str = ZONE_A) -> str:
        template = {"LaunchTemplateName": TEMPLATE, "Version": "$Latest"}
        return self.lab.ec2.launch(template, self.wan[zone], {"Name": "vnf"}, "vnf")

    def running(self, zone: str = ZONE_A) -> str:
        instance_id = self.launch(zone)
        self.reach(instance_id, "running")
        return instance_id

    def reach(self, instance_id: str, state: str) -> None:
        assert self.lab.clock.run_until(lambda: self.lab.ec2.state(instance_id) == state, 600)

    def attach(self, eni_id: str, instance_id: str, index: int = 1) -> str:
        made = self.ec2.attach_network_interface(
            NetworkInterfaceId=eni_id, InstanceId=instance_id, DeviceIndex=index
        )
        return str(made["AttachmentId"])

    def attached(self, eni_id: str, instance_id: str) -> str:
        attachment_id = self.attach(eni_id, instance_id)
        self.pass_time(60)
        return attachment_id

    def eip(self) -> str:
        return str(self.ec2.allocate_address(Domain="vpc")["AllocationId"])

    def associate(self, allocation_id: str, eni_id: str, **options: Any) -> str:
        made = self.ec2.associate_address(
            AllocationId=allocation_id, NetworkInterfaceId=eni_id, **options
        )
        return str(made["AssociationId"])

    def see_interface(self, eni_id: str) -> dict[str, Any]:
        found = self.ec2.describe_network_interfaces(
            Filters=[{"Name": "network-interface-id", "Values": [eni_id]}]
        )["NetworkInterfaces"]
        return dict(found[0]) if found else {}

    def see_instance(self, instance_id: str) -> dict[str, Any]:
        found = self.ec2.describe_instances(InstanceIds=[instance_id])
        return dict(found["Reservations"][0]["Instances"][0])

    def see_address(self, allocation_id: str) -> dict[str, Any]:
        return dict(self.ec2.describe_addresses(AllocationIds=[allocation_id])["Addresses"][0])

    def pass_time(self, seconds: float) -> None:
        cast(SimulatedClock, self.lab.clock).advance(seconds)


def refusal(call: Callable[..., Any], **arguments: Any) -> tuple[str, str]:
    """Code and message with which AWS refuses the call."""
    try:
        call(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"], error.response["Error"]["Message"]
    raise AssertionError("the call was not refused")


@contextmanager
def small_world(instance_type: str = "t3.nano", **switches: Any) -> Iterator[Ec2World]:
    """The world, and at its end the assertion that the lab could do all it was asked."""
    with simulated(switches=Switches(**switches)) as lab:
        yield Ec2World(lab, instance_type)
        lab.gaps.check()

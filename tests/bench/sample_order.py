"""The original sample's published order of calls and sleeps: the measure beside the module's own.

AWS's sample `auto-healing-persistent-virtual-network-functions`, its function for the lifecycle
events, as of April 2022. The order of its calls, its sleeps and its way past a refused call (log
it, go on) are kept; the words are ours. What it makes carries this module's tags besides, for the
same oracle to find it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import ClientError

from lab.lambdas.inline import InlineContext
from tests.support.deployment import handler_client
from tests.support.environment import decode
from tests.support.event_shapes import LAUNCH_ACTION, TERMINATE_ACTION
from tests.support.oracle import VIP_TAG

# Seconds: after each try of a subnet, after the forced detachment, around the reboot.
AFTER_SUBNET, AFTER_DETACH, BEFORE_REBOOT, AFTER_REBOOT = 10, 60, 30, 120
FUNCTION_TIMEOUT_SECONDS = 300


def handle(event: Any, context: InlineContext) -> None:
    """The sample's function: one event from its first call to its answer."""
    kind = event.get("detail-type")  # it has no schedule, and hears of no audit
    if kind == LAUNCH_ACTION:
        _Order(event["detail"], context).launch()
    elif kind == TERMINATE_ACTION:
        _Order(event["detail"], context).terminate()


def _tried(call: Callable[..., Any], **arguments: Any) -> Any:
    """AWS's answer, or None when it refuses."""
    try:
        return call(**arguments)
    except ClientError:
        return None


class _Order:
    def __init__(self, detail: Mapping[str, str], context: InlineContext) -> None:
        self.detail = detail
        self.instance = detail["EC2InstanceId"]
        self.environment = context.environment
        (self.vip,) = decode(self.environment["VIPS"])
        self.sleep = context.clock.sleep
        self.ec2, self.autoscaling = handler_client("ec2"), handler_client("autoscaling")

    def launch(self) -> None:
        zone = self._zone()
        subnet = self._subnet_in(zone)
        if subnet is None:
            self._answer("ABANDON")
            return
        interface = self._interface_in(subnet)
        if interface is None:
            self._answer("ABANDON")
            self._delete_subnet(subnet)
            return
        if not self._attach(interface):
            self._answer("ABANDON")
            self._delete_interface(interface)
            return
        if self.environment["REBOOT_AFTER_ATTACH"] == "true":
            self.sleep(BEFORE_REBOOT)
            _tried(self.ec2.reboot_instances, InstanceIds=[self.instance])
            self.sleep(AFTER_REBOOT)
        self._answer("CONTINUE")

    def terminate(self) -> None:
        self._zone()
        wanted = [{"Name": "cidr-block", "Values": [self.vip["cidr"]]}]
        subnets = self.ec2.describe_subnets(Filters=wanted)["Subnets"]
        if subnets:
            interface = self._interface_of_the_address()
            if interface is not None:
                self._detach(interface)
                self._delete_interface(interface)
            self._delete_subnet(subnets[0]["SubnetId"])
        self._answer("CONTINUE")

    def _zone(self) -> str:
        """Looked for among all instances of the account."""
        reservations = self.ec2.describe_instances()["Reservations"]
        instances = [each for found in reservations for each in found["Instances"]]
        (found,) = [each for each in instances if each["InstanceId"] == self.instance]
        return str(found["Placement"]["AvailabilityZone"])

    def _subnet_in(self, zone: str) -> str | None:
        """None after the last try that met the old subnet."""
        for _ in range(int(self.environment["SUBNET_CREATION_ATTEMPTS"])):
            made = _tried(
                self.ec2.create_subnet,
                VpcId=self.environment["VPC_ID"],
                CidrBlock=self.vip["cidr"],
                AvailabilityZone=zone,
                TagSpecifications=self._tagged("subnet"),
            )
            if made:
                subnet = str(made["Subnet"]["SubnetId"])
                table = self.vip["route_table_id"]
                _tried(self.ec2.associate_route_table, SubnetId=subnet, RouteTableId=table)
            self.sleep(AFTER_SUBNET)
            if made:
                return subnet
        return None

    def _interface_in(self, subnet: str) -> str | None:
        made = _tried(
            self.ec2.create_network_interface,
            SubnetId=subnet,
            PrivateIpAddress=self.vip["address"],
            Groups=self.vip["security_group_ids"],
            TagSpecifications=self._tagged("network-interface"),
        )
        if made is None:
            return None
        interface = str(made["NetworkInterface"]["NetworkInterfaceId"])
        (allocation,) = self.vip["elastic_ips"].values()
        _tried(self.ec2.associate_address, AllocationId=allocation, NetworkInterfaceId=interface)
        return interface

    def _attach(self, interface: str) -> bool:
        attached = _tried(
            self.ec2.attach_network_interface,
            NetworkInterfaceId=interface,
            InstanceId=self.instance,
            DeviceIndex=1,
        )
        if attached is None:
            return False
        ends_with_it = {"AttachmentId": attached["AttachmentId"], "DeleteOnTermination": True}
        modify = self.ec2.modify_network_interface_attribute
        _tried(modify, NetworkInterfaceId=interface, SourceDestCheck={"Value": False})
        _tried(modify, NetworkInterfaceId=interface, Attachment=ends_with_it)
        return True

    def _interface_of_the_address(self) -> str | None:
        wanted = [{"Name": "private-ip-address", "Values": [self.vip["address"]]}]
        found = self.ec2.describe_network_interfaces(Filters=wanted)["NetworkInterfaces"]
        return str(found[0]["NetworkInterfaceId"]) if found else None

    def _described(self, interface: str) -> Mapping[str, Any]:
        wanted = [{"Name": "network-interface-id", "Values": [interface]}]
        found = self.ec2.describe_network_interfaces(Filters=wanted)["NetworkInterfaces"]
        return found[0] if found else {}

    def _detach(self, interface: str) -> None:
        attachment = self._described(interface).get("Attachment")
        if attachment is None:
            return
        detach = self.ec2.detach_network_interface
        if _tried(detach, AttachmentId=attachment["AttachmentId"], Force=True):
            self.sleep(AFTER_DETACH)

    def _delete_interface(self, interface: str) -> None:
        association = self._described(interface).get("Association")
        if association:
            _tried(self.ec2.disassociate_address, AssociationId=association["AssociationId"])
        _tried(self.ec2.delete_network_interface, NetworkInterfaceId=interface)

    def _delete_subnet(self, subnet: str) -> None:
        table = self.vip["route_table_id"]
        tables = self.ec2.describe_route_tables(RouteTableIds=[table])["RouteTables"]
        association = tables[0]["Associations"][0]["RouteTableAssociationId"]
        _tried(self.ec2.disassociate_route_table, AssociationId=association)
        _tried(self.ec2.delete_subnet, SubnetId=subnet)

    def _answer(self, result: str) -> None:
        _tried(
            self.autoscaling.complete_lifecycle_action,
            LifecycleHookName=self.detail["LifecycleHookName"],
            AutoScalingGroupName=self.detail["AutoScalingGroupName"],
            InstanceId=self.instance,
            LifecycleActionResult=result,
        )

    def _tagged(self, resource: str) -> list[dict[str, Any]]:
        environment = self.environment
        owner = {"Key": environment["OWNER_TAG_KEY"], "Value": environment["OWNER_TAG_VALUE"]}
        vip = {"Key": VIP_TAG, "Value": self.vip["key"]}
        return [{"ResourceType": resource, "Tags": [owner, vip]}]

"""A person at the console, who changes what belongs to the module."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lab.clock import Clock

LETS_GO_SECONDS = 60.0  # longer than any forced detachment, if nobody attaches again
DELETION_LAG_SECONDS = 3

_ADDRESS, _ATTRIBUTE = "AssociateAddress", "ModifyNetworkInterfaceAttribute"
_ATTACH = "AttachNetworkInterface"
# What a user may do to the VIP, by method, with the calls by which the audit undoes it in place.
REPAIRS = {
    "detach": {_ATTACH},
    "delete_the_interface": {"CreateNetworkInterface", _ADDRESS, _ATTRIBUTE, _ATTACH},
    "move_the_elastic_ip": {_ADDRESS},
    "disassociate_the_elastic_ip": {_ADDRESS},
    "drop_the_route_table": {"AssociateRouteTable"},
    "give_another_route_table": {"ReplaceRouteTableAssociation"},
    "check_source_and_destination": {_ATTRIBUTE},
    "change_the_security_groups": {_ATTRIBUTE},
}


class ConsoleUser:
    """Acts on a VIP. What it made for that, `clear_away` deletes.

    interface: the VIP interface as DescribeNetworkInterfaces shows it. lets_go_seconds: how long to
    wait for it to come off, in lab time.
    """

    def __init__(
        self,
        ec2: Any,
        clock: Clock,
        interface: dict[str, Any],
        lets_go_seconds: float = LETS_GO_SECONDS,
    ) -> None:
        self.ec2 = ec2
        self.clock = clock
        self.interface = interface
        self.lets_go_seconds = lets_go_seconds
        self.interface_id = interface["NetworkInterfaceId"]
        self._leavings: list[Callable[[], object]] = []

    def detach(self) -> None:
        self.ec2.detach_network_interface(
            AttachmentId=self.interface["Attachment"]["AttachmentId"], Force=True
        )

    def delete_the_interface(self) -> None:
        self.detach()
        self.clock.run_until(self._free, self.lets_go_seconds)
        self.clock.run_until(lambda: False, DELETION_LAG_SECONDS)
        if self._free():
            self.ec2.delete_network_interface(NetworkInterfaceId=self.interface_id)

    def delete_the_subnet(self) -> None:
        self.delete_the_interface()
        self.ec2.delete_subnet(SubnetId=self.interface["SubnetId"])

    def move_the_elastic_ip(self) -> None:
        other = self.ec2.create_network_interface(SubnetId=self._another_subnet())
        other_id = other["NetworkInterface"]["NetworkInterfaceId"]
        self.ec2.associate_address(
            AllocationId=self.interface["Association"]["AllocationId"], NetworkInterfaceId=other_id
        )
        self._leavings.append(
            lambda: self.ec2.delete_network_interface(NetworkInterfaceId=other_id)
        )

    def disassociate_the_elastic_ip(self) -> None:
        self.ec2.disassociate_address(AssociationId=self.interface["Association"]["AssociationId"])

    def drop_the_route_table(self) -> None:
        self.ec2.disassociate_route_table(AssociationId=self._association())

    def give_another_route_table(self) -> None:
        made = self.ec2.create_route_table(VpcId=self.interface["VpcId"])["RouteTable"]
        table = made["RouteTableId"]
        self.ec2.replace_route_table_association(
            AssociationId=self._association(), RouteTableId=table
        )
        self._leavings.append(lambda: self.ec2.delete_route_table(RouteTableId=table))

    def check_source_and_destination(self) -> None:
        self.ec2.modify_network_interface_attribute(
            NetworkInterfaceId=self.interface_id, SourceDestCheck={"Value": True}
        )

    def change_the_security_groups(self) -> None:
        group = self.ec2.create_security_group(
            GroupName="other", Description="other", VpcId=self.interface["VpcId"]
        )["GroupId"]
        self.ec2.modify_network_interface_attribute(
            NetworkInterfaceId=self.interface_id, Groups=[group]
        )
        self._leavings.append(lambda: self.ec2.delete_security_group(GroupId=group))

    def attach_at_another_index(self) -> None:
        self.detach()
        self.clock.run_until(self._free, self.lets_go_seconds)
        if self._free():
            self.ec2.attach_network_interface(
                NetworkInterfaceId=self.interface_id,
                InstanceId=self.interface["Attachment"]["InstanceId"],
                DeviceIndex=2,
            )

    def clear_away(self) -> None:
        """Delete what is the person's own. Only after the repair: until then it is in use."""
        for delete in self._leavings:
            delete()
        self._leavings.clear()

    def _free(self) -> bool:
        """Whether the audit has not been faster."""
        found = self.ec2.describe_network_interfaces(NetworkInterfaceIds=[self.interface_id])
        return bool(found["NetworkInterfaces"][0]["Status"] == "available")

    def _another_subnet(self) -> str:
        in_vpc = [{"Name": "vpc-id", "Values": [self.interface["VpcId"]]}]
        found = self.ec2.describe_subnets(Filters=in_vpc)["Subnets"]
        others = [each for each in found if each["SubnetId"] != self.interface["SubnetId"]]
        return str(others[0]["SubnetId"])

    def _association(self) -> str:
        filters = [{"Name": "association.subnet-id", "Values": [self.interface["SubnetId"]]}]
        (table,) = self.ec2.describe_route_tables(Filters=filters)["RouteTables"]
        (found,) = [
            each
            for each in table["Associations"]
            if each.get("SubnetId") == self.interface["SubnetId"]
        ]
        return str(found["RouteTableAssociationId"])

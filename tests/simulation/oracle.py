"""The world as it is, read from EC2's and Auto Scaling's own stores.

Independent of the handler on purpose: it has its own idea of who should hold the VIP.
"""

from __future__ import annotations

from typing import Any

from lab.autoscaling.states import Member, State
from tests.support.deployment import Deployment

RANK = {
    State.IN_SERVICE: 0,
    State.PENDING_PROCEED: 1,
    State.PENDING_WAIT: 2,
    State.PENDING: 2,
}


class Oracle:
    """What is true of one deployment right now."""

    def __init__(self, deployed: Deployment) -> None:
        self.deployed = deployed
        self.lab = deployed.lab
        self.environment = deployed.environment

    @property
    def members(self) -> list[Member]:
        engine = self.lab.groups.find(self.deployed.name)
        return list(engine.group.members) if engine else []

    def serving(self) -> list[str]:
        """Those in service, and those that only get a new root volume meanwhile."""
        return [
            each.instance_id
            for each in self.members
            if each.in_service or "RootVolume" in str(each.lifecycle_state)
        ]

    def rightful_holder(self) -> Member | None:
        """Who should hold the VIP, by the rules of the product and not by its code."""
        alive = [
            each
            for each in self.members
            if each.healthy and self.lab.ec2.state(each.instance_id) in ("pending", "running")
        ]
        holders = {each.instance.id for each in self.attached()} & set(self.serving())
        staying = [each for each in alive if each.instance_id in holders]
        able = [each for each in alive if each.lifecycle_state in RANK]
        order = sorted(able, key=lambda m: (RANK[m.lifecycle_state], -m.launched_at, m.instance_id))
        return (staying or order or [None])[0]

    def interfaces(self) -> list[Any]:
        """moto's interfaces that carry our tag in our VPC."""
        return [each for each in self.lab.ec2.backend.enis.values() if self._ours(each)]

    def subnets(self) -> list[Any]:
        zones = self.lab.ec2.backend.subnets.values()
        return [each for zone in zones for each in zone.values() if self._ours(each)]

    def address(self) -> Any | None:
        """moto's Elastic IP; None when somebody released it."""
        wanted = self.deployed.allocation
        found = self.lab.ec2.backend.addresses
        return next((each for each in found if each.allocation_id == wanted), None)

    def route_tables(self, subnet_id: str) -> list[str]:
        """The tables that the subnet is associated with explicitly."""
        return [
            str(table.id)
            for table in self.lab.ec2.backend.route_tables.values()
            for associated in table._associations.values()
            if associated == subnet_id
        ]

    def wholly_on(self, instance_id: str) -> str:
        """What is missing for the VIP to be wholly on that instance; empty when nothing is."""
        subnets, interfaces = self.subnets(), self.interfaces()
        if len(subnets) != 1 or len(interfaces) != 1:
            return f"{len(subnets)} subnets and {len(interfaces)} interfaces"
        (subnet,), (interface,) = subnets, interfaces
        eip = self.address()
        wanted = {
            "CIDR": (subnet.cidr_block, self.environment["VIP_CIDR"]),
            "address": (interface.private_ip_address, self.environment["VIP_ADDRESS"]),
            "subnet of the interface": (interface.subnet.id, subnet.id),
            "route table": (self.route_tables(subnet.id), [self.environment["VIP_ROUTE_TABLE_ID"]]),
            "source/destination check": (bool(interface.source_dest_check), False),
            "attachment": (self._attachment(interface), (instance_id, 1, "attached")),
            "security groups": (
                sorted(each.id for each in interface._group_set),
                sorted(self.environment["VIP_SECURITY_GROUP_IDS"].split(",")),
            ),
            "Elastic IP": (eip.eni.id if eip and eip.eni else None, interface.id),
        }
        for what, (found, expected) in wanted.items():
            if found != expected:
                return f"{what} is {found} and should be {expected}"
        return ""

    def nothing_left(self) -> str:
        """What of ours is left; empty when nothing is."""
        left = [each.id for each in (*self.interfaces(), *self.subnets())]
        return f"left: {', '.join(left)}" if left else ""

    def attached(self) -> list[Any]:
        """Our interfaces that hang on an instance."""
        return [each for each in self.interfaces() if each.attachment_id]

    def _attachment(self, interface: Any) -> tuple[str, int, str] | None:
        if interface.attachment_id is None:
            return None
        index = int(interface.device_index)
        return str(interface.instance.id), index, str(interface.attachment_status)

    def _ours(self, one: Any) -> bool:
        tags = self.lab.ec2.backend.tags.get(one.id, {})
        owner = tags.get(self.environment["OWNER_TAG_KEY"])
        ours = owner == self.environment["OWNER_TAG_VALUE"]
        return ours and one.vpc_id == self.deployed.vpc_id

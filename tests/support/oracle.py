"""The one oracle of all suites: whether the VIP is whole, and who should hold it.

Read from moto's own stores, and independent of the handler on purpose.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from ipaddress import ip_network
from typing import Any

from moto.events.models import events_backends

from lab.autoscaling.states import Member, State
from lab.context import Lab
from tests.support.environment import decode

VIP_TAG = "PersistentVip"
RANK = {
    State.IN_SERVICE: 0,
    State.PENDING_PROCEED: 1,
    State.PENDING_WAIT: 2,
    State.PENDING: 2,
}

# AWS takes the protection of no others, nor does it scale them in.
PROTECTABLE = (State.IN_SERVICE, State.ENTERING_STANDBY, State.STANDBY)


class Oracle:
    """What is true of one VNF right now. Callers hold the lab's lock.

    environment: that of its hook handler, which names what the VIP has to be. without: the keys of
    VIPs that nobody can have, as something is in their way.
    """

    def __init__(
        self, lab: Lab, environment: Mapping[str, str], without: Set[str] = frozenset()
    ) -> None:
        self.lab = lab
        self.environment = environment
        self.without = without

    @property
    def members(self) -> list[Member]:
        engine = self.lab.groups.find(self.environment["GROUP_NAME"])
        return list(engine.group.members) if engine else []

    @property
    def left_alone(self) -> bool:
        """Whether somebody works on the instance, and nobody else comes or goes."""
        engine = self.lab.groups.find(self.environment["GROUP_NAME"])
        calm = engine and not any(each.pending or each.leaving for each in engine.group.members)
        return bool(calm and engine and engine.group.is_suspended("ReplaceUnhealthy"))

    def serving(self) -> list[str]:
        """Those in service, and those that only get a new root volume meanwhile."""
        return [
            each.instance_id
            for each in self.members
            if each.in_service or "RootVolume" in str(each.lifecycle_state)
        ]

    def why_not_told(self) -> str:
        """Why EC2 would not tell of those in service, or of others, too; empty if it would."""
        events = events_backends[self.lab.account][self.lab.region]
        rule = events.describe_rule(self.environment["STATE_CHANGES_RULE_NAME"], None)
        told = rule.event_pattern.get_pattern()["detail"]["instance-id"]
        serving = sorted(each.instance_id for each in self.members if each.in_service)
        return f"EC2 tells of {told}, not of {serving}" if serving and told != serving else ""

    def why_not_protected(self) -> str:
        """Why another one than the holder beside others is protected; empty if he alone is.

        Without a standby he need not be.
        """
        members = [each for each in self.members if not each.leaving]
        rightful = self.rightful_holder() if len(members) > 1 else None
        wanted = {rightful.instance_id} if rightful and rightful.in_service else set()
        found = {
            each.instance_id
            for each in members
            if each.protected_from_scale_in and each.lifecycle_state in PROTECTABLE
        }
        spared = self.environment["STANDBY"] == "none" and not found
        return "" if spared or found == wanted else f"{found} are protected, and not {wanted}"

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
        order = sorted(able, key=self._preference)
        return next(iter(staying or order), None)

    def _preference(self, member: Member) -> tuple[int, bool, float, str]:
        holds = member.instance_id in {each.instance.id for each in self.attached()}
        return RANK[member.lifecycle_state], not holds, -member.launched_at, member.instance_id

    def interfaces(self) -> list[Any]:
        """moto's interfaces that carry our tag in our VPC."""
        return [each for each in self.lab.ec2.backend.enis.values() if self._ours(each)]

    def interfaces_of(self, key: str) -> list[Any]:
        """moto's interfaces of the VIP of that key."""
        return self._of(self.interfaces(), key)

    def public_addresses(self, interface: Any) -> dict[str, str]:
        """What the internet calls the interface's private addresses."""
        return {private: str(each.public_ip) for private, each in self._pointing(interface)}

    def subnets(self) -> list[Any]:
        zones = self.lab.ec2.backend.subnets.values()
        return [each for zone in zones for each in zone.values() if self._ours(each)]

    @property
    def vips(self) -> list[dict[str, Any]]:
        """What each VIP has to be, as the function is told."""
        return [
            each for each in decode(self.environment["VIPS"]) if each["key"] not in self.without
        ]

    def address(self, allocation_id: str) -> Any | None:
        """moto's Elastic IP of that id; None when somebody released it."""
        found = self.lab.ec2.backend.addresses
        return next((each for each in found if each.allocation_id == allocation_id), None)

    def route_tables(self, subnet_id: str) -> list[str]:
        """The tables that the subnet is associated with explicitly."""
        return [
            str(table.id)
            for table in self.lab.ec2.backend.route_tables.values()
            for associated in table._associations.values()
            if associated == subnet_id
        ]

    def why_not_serving(self, on: str | None = None) -> str:
        """What is missing for all VIPs to be whole, on an instance whose status checks pass.

        Nor may anything be left of what is no VIP any more.
        """
        missing = self.why_not_whole(on) or self._of_no_vip()
        if missing:
            return missing
        (holder,) = {str(each.instance.id) for each in self.attached()}
        return self._impaired(holder)

    def why_not_serving_of(self, key: str) -> str:
        """The same of one VIP alone, wherever it is."""
        (vip,) = [each for each in self.vips if each["key"] == key]
        missing = self._why_not_whole(vip, None)
        return missing or self._impaired(str(self.interfaces_of(key)[0].instance.id))

    def _impaired(self, holder: str) -> str:
        return f"{holder} is impaired" if holder in self.lab.ec2.impaired else ""

    def why_not_whole(self, on: str | None = None) -> str:
        """What is missing for all VIPs to be whole, in words; empty when nothing is.

        on: the instance that has to hold them; without, whichever the first is attached to.
        """
        for vip in self.vips:
            if missing := self._why_not_whole(vip, on):
                return f"{vip['key']}: {missing}" if len(self.vips) > 1 else missing
            (interface,) = self.interfaces_of(vip["key"])
            on = on or str(interface.instance.id)
        return ""

    def whole(self, on: str) -> set[str]:
        """The keys of the VIPs that are wholly on that instance."""
        return {vip["key"] for vip in self.vips if not self._why_not_whole(vip, on)}

    def _of_no_vip(self) -> str:
        keys = {vip["key"] for vip in self.vips}
        strange = [
            each.id
            for each in (*self.interfaces(), *self.subnets())
            if self._tags(each).get(VIP_TAG) not in keys
        ]
        return f"of no VIP: {', '.join(strange)}" if strange else ""

    def _why_not_whole(self, vip: dict[str, Any], on: str | None) -> str:
        subnets = self._of(self.subnets(), vip["key"])
        interfaces = self.interfaces_of(vip["key"])
        if len(subnets) != 1 or len(interfaces) != 1:
            return f"{len(subnets)} subnets and {len(interfaces)} interfaces"
        (subnet,), (interface,) = subnets, interfaces
        if interface.attachment_id is None:
            return "the interface is attached to no instance"
        holder = interface.instance
        place = (on or holder.id, vip["device_index"], "attached")
        facts = self._network(vip, subnet, interface) | {
            "attachment": (_attachment(interface), place),
            "zone": (subnet.availability_zone, holder.availability_zone),
            "instance": (self.lab.ec2.state(holder.id), "running"),
        }
        for what, (found, wanted) in facts.items():
            if found != wanted:
                return f"{what} is {found} and should be {wanted}"
        return ""

    def _network(
        self, vip: dict[str, Any], subnet: Any, interface: Any
    ) -> dict[str, tuple[object, object]]:
        """What the module promises of subnet and interface: what is found, and what is wanted."""
        return {
            "CIDR": (subnet.cidr_block, vip["cidr"]),
            "address": (interface.private_ip_address, vip["address"]),
            "secondary addresses": (
                sorted(_addresses(interface) - {interface.private_ip_address}),
                sorted(vip["secondary_addresses"]),
            ),
            "subnet of the interface": (interface.subnet.id, subnet.id),
            "route table": (self.route_tables(subnet.id), [vip["route_table_id"]]),
            "source/destination check": (bool(interface.source_dest_check), False),
            "security groups": (
                sorted(each.id for each in interface._group_set),
                sorted(vip["security_group_ids"]),
            ),
            "Elastic IP": (self._elastic_ips(interface), vip["elastic_ips"]),
            "IPv6 range": (_ipv6_ranges(subnet), _those_of(vip["ipv6_cidr"])),
            "IPv6 address": (list(interface.ipv6_addresses), _those_of(vip["ipv6_address"])),
            "network ACL": self._network_acl(vip, subnet.id),
            "connection tracking": _connection_tracking(vip, interface),
            "next hop": self._next_hops(vip, interface.id),
        }

    def _network_acl(self, vip: dict[str, Any], subnet_id: str) -> tuple[object, object]:
        """Where none is configured, any will do."""
        found = [
            str(acl.id)
            for acl in self.lab.ec2.backend.network_acls.values()
            for each in acl._associations.values()
            if each.subnet_id == subnet_id
        ]
        return found, _those_of(vip["network_acl_id"]) or found

    def _next_hops(
        self, vip: dict[str, Any], interface_id: str
    ) -> tuple[dict[str, str | None], dict[str, str]]:
        """Where the VIP's routes lead, by table and destination; None: there is no such route."""
        names = {
            f"{each['route_table_id']} {each['destination']}": each
            for each in vip["next_hop_routes"]
        }
        found = {name: self.leads_to(**each) for name, each in names.items()}
        return found, dict.fromkeys(names, interface_id)

    def leads_to(self, route_table_id: str, destination: str) -> str | None:
        """The interface that a route leads to; None without one, or without its table."""
        table = self.lab.ec2.backend.route_tables.get(route_table_id)
        for route in table.routes if table else ():
            if destination in (route.destination_cidr_block, route.destination_ipv6_cidr_block):
                return str(route.interface.id) if route.interface else None
        return None

    def _elastic_ips(self, interface: Any) -> dict[str, str]:
        """Allocation ids of what points to the interface, by private address."""
        return {private: str(each.allocation_id) for private, each in self._pointing(interface)}

    def _pointing(self, interface: Any) -> list[tuple[str, Any]]:
        """moto's Elastic IPs that point to the interface, each with the private address."""
        return [
            (str(each.private_ip_address), each)
            for each in self.lab.ec2.backend.addresses
            if each.eni and each.eni.id == interface.id
        ]

    def nothing_left(self) -> str:
        """What of ours is left; empty when nothing is."""
        left = [each.id for each in (*self.interfaces(), *self.subnets())]
        return f"left: {', '.join(left)}" if left else ""

    def nothing_swept_left(self) -> str:
        """The same after a sweep: then nothing of ours is in others' tables either."""
        routes = [each for vip in self.vips for each in vip["next_hop_routes"]]
        left = [each for each in routes if self.leads_to(**each)]
        return self.nothing_left() or (f"left: {left}" if left else "")

    def strangers(self, vip: Mapping[str, Any]) -> list[str]:
        """Ids of what is not ours and in the VIP's way: a subnet on its range, or an interface in
        its subnet."""
        backend = self.lab.ec2.backend
        subnets = [each for zone in backend.subnets.values() for each in zone.values()]
        own = {each.id for each in self._of(self.subnets(), vip["key"])}
        return [
            str(each.id)
            for each in subnets
            if each.vpc_id == self.environment["VPC_ID"]
            and not self._ours(each)
            and ip_network(each.cidr_block).overlaps(ip_network(vip["cidr"]))
        ] + [
            str(each.id)
            for each in backend.enis.values()
            if each.subnet.id in own and not self._ours(each)
        ]

    def attached(self) -> list[Any]:
        """Our interfaces that hang on an instance."""
        return [each for each in self.interfaces() if each.attachment_id]

    def _of(self, things: list[Any], key: str) -> list[Any]:
        """Those of them that are of the VIP of that key."""
        return [each for each in things if self._tags(each).get(VIP_TAG) == key]

    def _tags(self, one: Any) -> dict[str, str]:
        return dict(self.lab.ec2.backend.tags.get(one.id, {}))

    def _ours(self, one: Any) -> bool:
        owner = self._tags(one).get(self.environment["OWNER_TAG_KEY"])
        ours = owner == self.environment["OWNER_TAG_VALUE"]
        return ours and one.vpc_id == self.environment["VPC_ID"]


def _addresses(interface: Any) -> set[str]:
    return {str(each["PrivateIpAddress"]) for each in interface.private_ip_addresses}


def _those_of(wanted: str | None) -> list[str]:
    return [wanted] if wanted else []


def _ipv6_ranges(subnet: Any) -> list[str]:
    """Those that are there: one that comes, or goes, is none."""
    return [
        str(each["Ipv6CidrBlock"])
        for each in subnet.ipv6_cidr_block_association_set
        if each["Ipv6CidrBlockState"]["State"] == "associated"
    ]


def _connection_tracking(vip: dict[str, Any], interface: Any) -> tuple[object, object]:
    """What is configured of it; the rest is EC2's to choose."""
    names = {
        "TcpEstablishedTimeout": "tcp_established_seconds",
        "UdpStreamTimeout": "udp_stream_seconds",
        "UdpTimeout": "udp_seconds",
    }
    wanted = {
        name: vip["connection_tracking"][own]
        for name, own in names.items()
        if vip["connection_tracking"] and vip["connection_tracking"][own] is not None
    }
    found = interface.connection_tracking_configuration or {}
    return {name: found.get(name) for name in wanted}, wanted


def _attachment(interface: Any) -> tuple[str, int, str]:
    index, status = int(interface.device_index), str(interface.attachment_status)
    return str(interface.instance.id), index, status

"""Two VIPs, one of them with all that a VIP may have: brought, moved, put right."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from lab.context import Lab
from tests.heal.conftest import Deploy
from tests.support.actions import (
    MINUTE,
    alarmed,
    console_user,
    fail,
    mark_unhealthy,
    messages,
    serving,
    settle,
)
from tests.support.deployment import ZONES, Deployment
from tests.support.several_vips import (
    CORE,
    DESTINATION,
    DESTINATION6,
    INSTANCE_TYPE,
    PLAIN,
    WITH_EIP,
    Others,
    core,
    furnish,
)

Drift = Callable[[Deployment, Others], object]


class Furnished:
    """A deployment with both VIPs whole on its instance, and what others own."""

    def __init__(self, deployed: Deployment) -> None:
        self.deployed = deployed
        self.others = furnish(deployed)
        self.lab: Lab = deployed.lab
        self.lab.groups.force_az = ZONES[0]
        self.first = deployed.warm_up()

    def destinations(self) -> dict[str, str | None]:
        """Where the VIP's routes lead."""
        return {
            each: self.deployed.oracle.leads_to(self.others.table, each)
            for each in (DESTINATION, DESTINATION6)
        }

    def addresses(self) -> dict[str, str]:
        """What the internet calls the second VIP's addresses."""
        return self.deployed.oracle.public_addresses(core(self.deployed))


@pytest.fixture
def two(deploy: Deploy) -> Furnished:
    return Furnished(deploy(instance_type=INSTANCE_TYPE))


class TestHeal:
    def test_the_first_instance_gets_all_before_it_serves(self, two: Furnished) -> None:
        two.deployed.assert_wholly_on(two.first)
        assert set(two.destinations().values()) == {core(two.deployed).id}
        assert list(two.addresses()) == [WITH_EIP]

    def test_each_thing_says_whose_it_is(self, two: Furnished) -> None:
        named = {"vip", "core"}
        for found, tags in (
            (two.deployed.vip_subnets(), "Tags"),
            (two.deployed.vip_interfaces(), "TagSet"),
        ):
            told = [{tag["Key"]: tag["Value"] for tag in each[tags]} for each in found]
            assert {each["PersistentVip"] for each in told} == named
        roles = [each.get("Role") for each in told]
        assert sorted(map(str, roles)) == ["None", "core"]

    @pytest.mark.parametrize("zone", [ZONES[0], ZONES[2]])
    def test_all_comes_back_in_any_zone(self, two: Furnished, zone: str) -> None:
        before = two.addresses()
        two.lab.groups.force_az = zone
        old = fail(two.deployed)
        new = two.deployed.in_service(other_than=old)
        two.deployed.assert_wholly_on(new)
        assert two.addresses() == before
        assert {each["AvailabilityZone"] for each in two.deployed.vip_subnets()} == {zone}

    def test_it_is_told_once_for_all(self, two: Furnished) -> None:
        old = fail(two.deployed)
        new = two.deployed.in_service(other_than=old)
        settle(two.deployed)
        subject, body = two.deployed.mailed()[-1]
        assert subject.startswith(f"VIPs vip 10.16.10.20, core 10.16.11.20 are on {new}")
        assert f"Now on {new} ({INSTANCE_TYPE}) in " in body
        # Whose handler attached which is chance: the leaver's may have been first.
        assert re.search(r"^  - interface attached \((vip|core)\)$", body, re.MULTILINE)

    def test_in_the_same_zone_both_interfaces_survive_a_replacement(self, deploy: Deploy) -> None:
        two = Furnished(
            deploy(instance_type=INSTANCE_TYPE, switches={"launch_delay_seconds": (0, 0)})
        )
        before = {each["MacAddress"] for each in two.deployed.vip_interfaces()}
        old = mark_unhealthy(two.deployed)
        two.deployed.assert_wholly_on(two.deployed.in_service(other_than=old))
        assert {each["MacAddress"] for each in two.deployed.vip_interfaces()} == before

    def test_interfaces_are_attached_in_ascending_order(self, two: Furnished) -> None:
        """Also where the higher one is ready, and the lower one has to be made first."""
        settle(two.deployed, 70)
        console_user(two.deployed).delete_the_interface()
        detach(two.deployed, two.others)
        since = len(two.lab.call_log.calls)
        settle(two.deployed, 130)
        indices = [
            call.params["DeviceIndex"]
            for call in two.lab.call_log.calls[since:]
            if call.action == "AttachNetworkInterface" and call.error is None
        ]
        assert indices == [1, 2]
        two.deployed.assert_wholly_on(two.first)

    def test_one_reboot_serves_for_both(self, deploy: Deploy) -> None:
        deployed = deploy(instance_type=INSTANCE_TYPE, REBOOT_AFTER_ATTACH="true")
        two = Furnished(deployed)
        settle(deployed, 300)
        assert deployed.calls().count("RebootInstances") == 1
        assert two.first == serving(deployed)
        deployed.assert_wholly_on(two.first)

    def test_without_an_instance_all_of_it_goes(self, two: Furnished) -> None:
        two.deployed.scale(0)
        settle(two.deployed, 300)
        two.deployed.assert_nothing_left()


class TestNextHop:
    def test_the_route_is_never_missing_during_a_move(self, two: Furnished) -> None:
        seen: list[str | None] = []
        two.lab.call_log.listeners.append(lambda _: seen.extend(two.destinations().values()))
        two.lab.groups.force_az = ZONES[2]
        old = fail(two.deployed)
        two.deployed.assert_wholly_on(two.deployed.in_service(other_than=old))
        assert None not in seen
        assert "DeleteRoute" not in two.deployed.calls()
        assert "ReplaceRoute" in two.deployed.calls()

    def test_a_route_of_somebody_else_is_left_and_told(
        self, two: Furnished, caplog: pytest.LogCaptureFixture
    ) -> None:
        theirs = two.deployed.ec2.create_network_interface(SubnetId=two.deployed.wan[0])
        interface = theirs["NetworkInterface"]["NetworkInterfaceId"]
        taken = two.deployed.ec2.run_instances(
            ImageId=two.deployed.image_id, MinCount=1, MaxCount=1, SubnetId=two.deployed.wan[0]
        )["Instances"][0]["InstanceId"]
        settle(two.deployed, 60)
        two.deployed.ec2.attach_network_interface(
            NetworkInterfaceId=interface, InstanceId=taken, DeviceIndex=1
        )
        two.deployed.ec2.replace_route(
            RouteTableId=two.others.table,
            DestinationCidrBlock=DESTINATION,
            NetworkInterfaceId=interface,
        )
        before = len(two.deployed.calls(mutating=True))
        settle(two.deployed, 130)
        assert two.destinations()[DESTINATION] == interface
        assert two.deployed.calls(mutating=True)[before:] == []
        said = [str(each.__dict__.get("sentence")) for each in caplog.records]
        assert any(f"{DESTINATION} in {two.others.table} leads elsewhere" in each for each in said)
        old = fail(two.deployed)
        two.deployed.in_service(other_than=old)
        assert two.destinations()[DESTINATION] == interface
        assert two.destinations()[DESTINATION6] == core(two.deployed).id


def unassign(deployed: Deployment, _: Others) -> None:
    deployed.ec2.unassign_private_ip_addresses(
        NetworkInterfaceId=core(deployed).id, PrivateIpAddresses=[PLAIN]
    )


def unassign_with_its_elastic_ip(deployed: Deployment, _: Others) -> None:
    deployed.ec2.unassign_private_ip_addresses(
        NetworkInterfaceId=core(deployed).id, PrivateIpAddresses=[WITH_EIP]
    )


def point_at_another_address(deployed: Deployment, others: Others) -> None:
    deployed.ec2.associate_address(
        AllocationId=others.allocation,
        NetworkInterfaceId=core(deployed).id,
        PrivateIpAddress=CORE["address"],
        AllowReassociation=True,
    )


def unassign_ipv6(deployed: Deployment, others: Others) -> None:
    deployed.ec2.unassign_ipv6_addresses(
        NetworkInterfaceId=core(deployed).id, Ipv6Addresses=[f"{others.ipv6}11::20"]
    )


def take_the_range_off(deployed: Deployment, others: Others) -> None:
    unassign_ipv6(deployed, others)
    (subnet,) = deployed.ec2.describe_subnets(SubnetIds=[core(deployed).subnet.id])["Subnets"]
    (own,) = subnet["Ipv6CidrBlockAssociationSet"]
    deployed.ec2.disassociate_subnet_cidr_block(AssociationId=own["AssociationId"])


def replace_the_network_acl(deployed: Deployment, _: Others) -> None:
    acls = deployed.ec2.describe_network_acls(
        Filters=[{"Name": "vpc-id", "Values": [deployed.vpc_id]}]
    )["NetworkAcls"]
    (default,) = [each["NetworkAclId"] for each in acls if each["IsDefault"]]
    (association,) = [
        own["NetworkAclAssociationId"]
        for each in acls
        for own in each["Associations"]
        if own["SubnetId"] == core(deployed).subnet.id
    ]
    deployed.ec2.replace_network_acl_association(AssociationId=association, NetworkAclId=default)


def track_longer(deployed: Deployment, _: Others) -> None:
    deployed.ec2.modify_network_interface_attribute(
        NetworkInterfaceId=core(deployed).id,
        ConnectionTrackingSpecification={"TcpEstablishedTimeout": 432_000, "UdpTimeout": 60},
    )


def delete_the_route(deployed: Deployment, others: Others) -> None:
    deployed.ec2.delete_route(RouteTableId=others.table, DestinationCidrBlock=DESTINATION)


def lead_the_route_to_the_other_vip(deployed: Deployment, others: Others) -> None:
    (other,) = deployed.oracle.interfaces_of("vip")
    deployed.ec2.replace_route(
        RouteTableId=others.table, DestinationCidrBlock=DESTINATION, NetworkInterfaceId=other.id
    )


def detach(deployed: Deployment, _: Others) -> None:
    deployed.ec2.detach_network_interface(AttachmentId=core(deployed).attachment_id, Force=True)


# What a person does to the second VIP, and the calls that put it right in place.
DRIFTS: dict[str, tuple[Drift, list[str]]] = {
    "a secondary address is gone": (unassign, ["AssignPrivateIpAddresses"]),
    "one is gone, and its Elastic IP": (
        unassign_with_its_elastic_ip,
        ["AssignPrivateIpAddresses", "AssociateAddress"],
    ),
    "its Elastic IP is at another address": (point_at_another_address, ["AssociateAddress"]),
    "its IPv6 address is gone": (unassign_ipv6, ["AssignIpv6Addresses"]),
    "its IPv6 range is gone": (
        take_the_range_off,
        ["AssociateSubnetCidrBlock", "AssignIpv6Addresses"],
    ),
    "another network ACL": (replace_the_network_acl, ["ReplaceNetworkAclAssociation"]),
    "connections are tracked longer": (track_longer, ["ModifyNetworkInterfaceAttribute"]),
    "a route is gone": (delete_the_route, ["CreateRoute"]),
    "a route leads to the other VIP": (lead_the_route_to_the_other_vip, ["ReplaceRoute"]),
    "it is detached": (detach, ["AttachNetworkInterface"]),
}


@pytest.mark.parametrize("drift", DRIFTS)
def test_drift_is_put_right_in_place_and_touches_nothing_else(two: Furnished, drift: str) -> None:
    do, repairs = DRIFTS[drift]
    settle(two.deployed, 70)
    do(two.deployed, two.others)
    before = len(two.deployed.calls(mutating=True))
    settle(two.deployed, 130)
    two.deployed.assert_wholly_on(two.first)
    assert two.deployed.calls(mutating=True)[before:] == [*repairs, "Publish"]
    assert messages(two.deployed)[-1].endswith(f"were repaired on {two.first}")


class TestObstacle:
    """Of one VIP."""

    @pytest.fixture
    def blocked(self, deploy: Deploy) -> Deployment:
        """Somebody's subnet lies where the second VIP belongs."""
        deployed = deploy(instance_type=INSTANCE_TYPE, vips=({}, CORE))
        deployed.ec2.create_subnet(VpcId=deployed.vpc_id, CidrBlock=CORE["cidr"])
        return deployed

    def test_it_keeps_no_other_one_from_serving(self, blocked: Deployment) -> None:
        first = blocked.warm_up()
        (interface,) = blocked.vip_interfaces()
        assert interface["Attachment"]["InstanceId"] == first
        assert "core: 0 subnets and 0 interfaces" in blocked.oracle.why_not_whole(first)

    def test_people_hear_of_it_and_the_alarm_names_it(self, blocked: Deployment) -> None:
        blocked.warm_up()
        settle(blocked, 2 * MINUTE)
        blocked.make_alarms()
        settle(blocked, 10 * MINUTE)
        assert "sbc-vip-not-held-core" in alarmed(blocked)
        assert "sbc-vip-not-held-vip" not in alarmed(blocked)
        needs = [body for subject, body in blocked.mailed() if subject.endswith("need you")]
        assert len(needs) == 1
        assert "give the VIP core another cidr" in needs[0]

    def test_once_it_is_gone_the_audit_goes_on(self, blocked: Deployment) -> None:
        first = blocked.warm_up()
        in_the_way = blocked.ec2.describe_subnets(
            Filters=[{"Name": "cidr-block", "Values": [CORE["cidr"]]}]
        )["Subnets"][0]["SubnetId"]
        blocked.ec2.delete_subnet(SubnetId=in_the_way)
        settle(blocked, 130)
        blocked.assert_wholly_on(first)


class TestPrivate:
    """A VIP without any Elastic IP."""

    def test_it_heals(self, deploy: Deploy) -> None:
        deployed = deploy(vips=({"allocation_id": None},))
        deployed.warm_up()
        old = fail(deployed)
        new = deployed.in_service(other_than=old)
        deployed.assert_wholly_on(new)
        assert "AssociateAddress" not in deployed.calls()
        assert "DescribeAddresses" not in deployed.calls()


class TestReads:
    """A look costs the same, however many VIPs, addresses and routes there are."""

    def look(self, deployed: Deployment) -> list[str]:
        """The reads of an audit that finds nothing to do."""
        settle(deployed, 70)
        before = len(deployed.calls())
        settle(deployed, MINUTE)
        return sorted(deployed.calls()[before:])

    def several(self, others: Others, count: int) -> list[dict[str, Any]]:
        """That many VIPs, each with as many addresses and routes."""
        numbers = range(11, 11 + count)
        return [
            CORE
            | {
                "key": f"vip-{number}",
                "device_index": number - 9,
                "cidr": f"10.16.{number}.0/24",
                "address": f"10.16.{number}.20",
                "secondary_addresses": [f"10.16.{number}.{21 + each}" for each in range(count)],
                "network_acl_id": others.network_acl,
                "next_hop_routes": [
                    others.route(f"10.{number}.{each}.0/24") for each in range(count)
                ],
            }
            for number in numbers
        ]

    def test_it_does_not_grow(self, deploy: Deploy) -> None:
        deployed = deploy(instance_type="m5.xlarge")
        others = Others(deployed)
        (first,) = deployed.vips
        deployed.warm_up()
        reads = {}
        for count in (1, 2):
            more = [deployed.describe_vip(**each) for each in self.several(others, count)]
            deployed.change_vips(first, *more)
            settle(deployed, 130)
            deployed.assert_wholly_on(serving(deployed))
            reads[count] = self.look(deployed)
        assert reads[1] == reads[2]
        assert all(each.startswith("Describe") for each in reads[1])

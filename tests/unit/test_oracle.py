"""The oracle says why the VIP is not whole: each thing that makes it so is taken away once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from lab.in_process import simulated
from tests.support.actions import console_user
from tests.support.deployment import ZONES, Deployment
from tests.support.several_vips import (
    CORE,
    DESTINATION,
    DESTINATION6,
    INSTANCE_TYPE,
    PLAIN,
    WITH_EIP,
    furnish,
)
from tests.support.several_vips import core as core_interface
from tests.support.vip import observe

Act = Callable[[Deployment], object]


@pytest.fixture
def deployed() -> Iterator[Deployment]:
    """In service, with the VIP whole."""
    with simulated(seed=1) as lab:
        lab.groups.force_az = ZONES[0]
        deployment = Deployment(lab)
        deployment.warm_up()
        yield deployment


def by_hand(deed: str) -> Act:
    return lambda deployed: getattr(console_user(deployed), deed)()


def differently(**vip: Any) -> Act:
    """The handler is told something else of the VIP than what is there."""
    return lambda deployed: deployed.change_vips(deployed.vips[0] | vip)


def interface(deployed: Deployment) -> Any:
    """moto's."""
    (found,) = deployed.oracle.interfaces()
    return found


def another_subnet(**more: str) -> Act:
    return lambda deployed: deployed.ec2.create_subnet(
        VpcId=deployed.vpc_id,
        CidrBlock="10.16.11.0/24",
        TagSpecifications=[{"ResourceType": "subnet", "Tags": tags(deployed, more)}],
    )


def another_interface(**more: str) -> Act:
    return lambda deployed: deployed.ec2.create_network_interface(
        SubnetId=deployed.wan[0],
        TagSpecifications=[{"ResourceType": "network-interface", "Tags": tags(deployed, more)}],
    )


def tags(deployed: Deployment, more: dict[str, str]) -> list[dict[str, str]]:
    """Ours, and more."""
    values = {"PersistentVnf": deployed.name, **more}
    return [{"Key": key, "Value": value} for key, value in values.items()]


def with_a_route(deployed: Deployment) -> None:
    route = {"route_table_id": deployed.route_table, "destination": "10.0.0.0/8"}
    differently(next_hop_routes=[route])(deployed)


def in_a_wan_subnet(deployed: Deployment) -> None:
    interface(deployed).subnet = deployed.lab.ec2.backend.get_subnet(deployed.wan[0])


def in_another_zone(deployed: Deployment) -> None:
    (subnet,) = deployed.oracle.subnets()
    subnet._availability_zone = deployed.lab.ec2.backend.get_subnet(
        deployed.wan[1]
    )._availability_zone


def attached_to_nothing(deployed: Deployment) -> None:
    interface(deployed).attachment_id = None


def at_another_index(deployed: Deployment) -> None:
    interface(deployed).device_index = 2


def stopped(deployed: Deployment) -> None:
    deployed.ec2.stop_instances(InstanceIds=[interface(deployed).instance.id])


WITHOUT: dict[str, tuple[Act, str]] = {
    "one subnet": (another_subnet(PersistentVip="vip"), "2 subnets and 1 interfaces"),
    "one interface": (another_interface(PersistentVip="vip"), "1 subnets and 2 interfaces"),
    "its secondary address": (
        differently(secondary_addresses=["10.16.10.21"]),
        "secondary addresses is [] and should be ['10.16.10.21']",
    ),
    "its IPv6 range": (differently(ipv6_cidr="2001:db8::/64"), "IPv6 range is []"),
    "its IPv6 address": (differently(ipv6_address="2001:db8::20"), "IPv6 address is []"),
    "its network ACL": (differently(network_acl_id="acl-1"), "network ACL is ['acl-"),
    "its connection tracking": (
        differently(
            connection_tracking={
                "tcp_established_seconds": 7440,
                "udp_stream_seconds": None,
                "udp_seconds": None,
            }
        ),
        "connection tracking is {'TcpEstablishedTimeout': None}",
    ),
    "its next hop": (with_a_route, "next hop is {'rtb-"),
    "its CIDR": (differently(cidr="10.16.99.0/24"), "CIDR is 10.16.10.0/24"),
    "its address": (differently(address="10.16.10.99"), "address is 10.16.10.20"),
    "its subnet": (in_a_wan_subnet, "subnet of the interface is subnet-"),
    "a route table": (by_hand("drop_the_route_table"), "route table is []"),
    "its route table": (by_hand("give_another_route_table"), "route table is ['rtb-"),
    "forwarding": (by_hand("check_source_and_destination"), "source/destination check is True"),
    "its security group": (by_hand("change_the_security_groups"), "security groups is ['sg-"),
    "an Elastic IP": (by_hand("disassociate_the_elastic_ip"), "Elastic IP is {}"),
    "its Elastic IP": (by_hand("move_the_elastic_ip"), "Elastic IP is {}"),
    "an instance": (attached_to_nothing, "the interface is attached to no instance"),
    "a lasting attachment": (by_hand("detach"), "attachment is ('i-"),
    "its index": (at_another_index, "attachment is ('i-"),
    "its zone": (in_another_zone, f"zone is {ZONES[1]} and should be {ZONES[0]}"),
    "a running instance": (stopped, "instance is stopping and should be running"),
}


def test_with_all_of_it_the_vip_is_whole(deployed: Deployment) -> None:
    holder = str(interface(deployed).instance.id)
    assert deployed.oracle.why_not_whole() == deployed.oracle.why_not_serving(holder) == ""
    assert observe(deployed.lab, deployed.name).whole


@pytest.mark.parametrize("what", WITHOUT)
def test_it_is_not_whole_without(deployed: Deployment, what: str) -> None:
    take_away, says = WITHOUT[what]
    take_away(deployed)
    assert deployed.oracle.why_not_whole().startswith(says)
    assert deployed.oracle.why_not_serving().startswith(says)


@pytest.mark.parametrize(
    ("add", "says"),
    [
        (another_subnet(), "of no VIP: subnet-"),
        (another_interface(PersistentVip="old"), "of no VIP: eni-"),
    ],
)
def test_whole_beside_what_is_of_no_vip_it_is_not_yet_as_it_should_be(
    deployed: Deployment, add: Act, says: str
) -> None:
    add(deployed)
    assert deployed.oracle.why_not_whole() == ""
    assert deployed.oracle.why_not_serving().startswith(says)


def test_it_is_not_whole_on_another_instance(deployed: Deployment) -> None:
    assert "and should be ('i-another', 1, 'attached')" in deployed.oracle.why_not_whole(
        "i-another"
    )


def test_an_impaired_instance_holds_it_and_does_not_serve(deployed: Deployment) -> None:
    holder = str(interface(deployed).instance.id)
    deployed.lab.ec2.impaired.add(holder)
    assert deployed.oracle.why_not_whole() == ""
    assert deployed.oracle.why_not_serving() == f"{holder} is impaired"
    assert observe(deployed.lab, deployed.name).state == "cut off"


def test_the_same_in_another_vpc_or_with_another_tag_is_not_it(deployed: Deployment) -> None:
    deployed.environment["VPC_ID"] = "vpc-another"
    assert deployed.oracle.why_not_whole() == "0 subnets and 0 interfaces"
    deployed.environment |= {"VPC_ID": deployed.vpc_id, "OWNER_TAG_VALUE": "another"}
    assert deployed.oracle.why_not_whole() == "0 subnets and 0 interfaces"


def test_where_nothing_is_deployed_the_vip_is_absent(deployed: Deployment) -> None:
    assert observe(deployed.lab, "another").state == "absent"
    console_user(deployed).detach()
    assert observe(deployed.lab, deployed.name).state == "detaching"


def test_all_that_has_to_stay_is_seen_by_its_name() -> None:
    """Of both VIPs; a route that leads elsewhere is by none, and what is not there has no name."""
    with simulated(seed=1) as lab:
        deployed = Deployment(lab, instance_type=INSTANCE_TYPE)
        others = furnish(deployed)
        deployed.warm_up()
        first, core, more = deployed.vips[0]["address"], CORE["address"], WITH_EIP
        seen = observe(lab, deployed.name).addresses
        assert (seen["vip"], seen["core"], seen[f"core {PLAIN}"]) == (first, core, PLAIN)
        assert {name for name in seen if name.endswith(" Elastic IP")} == {
            "vip Elastic IP",
            f"core {more} Elastic IP",
        }
        assert (seen[f"{DESTINATION} by"], seen[f"{DESTINATION6} by"]) == ("core", "core")

        deployed.ec2.delete_route(RouteTableId=others.table, DestinationCidrBlock=DESTINATION)
        deployed.ec2.unassign_private_ip_addresses(
            NetworkInterfaceId=core_interface(deployed).id, PrivateIpAddresses=[PLAIN]
        )
        seen = observe(lab, deployed.name).addresses
        assert (seen[f"{DESTINATION} by"], seen[f"{DESTINATION6} by"]) == (None, "core")
        assert f"core {PLAIN}" not in seen


def test_each_vip_is_seen_by_itself() -> None:
    with simulated(seed=1) as lab:
        deployed = Deployment(lab, instance_type=INSTANCE_TYPE)
        furnish(deployed)
        holder = deployed.warm_up()
        assert observe(lab, deployed.name).each == {"vip": "in service", "core": "in service"}
        (first,) = deployed.oracle.interfaces_of("vip")
        deployed.ec2.detach_network_interface(AttachmentId=first.attachment_id)
        assert observe(lab, deployed.name).each == {"vip": "detaching", "core": "in service"}
        lab.ec2.impaired.add(holder)
        assert observe(lab, deployed.name).each["core"] == "cut off"

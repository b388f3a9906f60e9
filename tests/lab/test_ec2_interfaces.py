"""Network interfaces: created, changed, deleted."""

from __future__ import annotations

import pytest

from tests.support.worlds.ec2 import ZONE_A, Ec2World, refusal, small_world

UNKNOWN_GROUP = "sg-0123456789abcdef0"


def _create(world: Ec2World, subnet_id: str, **arguments: object) -> tuple[str, str]:
    return refusal(world.ec2.create_network_interface, SubnetId=subnet_id, **arguments)


@pytest.mark.behaviour("creating-an-interface")
def test_interface_is_pending_then_available() -> None:
    """`pending` -> `available`."""
    with small_world(interface_available_seconds=(3, 3)) as world:
        made = world.ec2.create_network_interface(SubnetId=world.vip_subnet())
        eni_id = made["NetworkInterface"]["NetworkInterfaceId"]
        assert made["NetworkInterface"]["Status"] == "pending"
        assert world.see_interface(eni_id)["Status"] == "pending"
        world.pass_time(3)
        assert world.see_interface(eni_id)["Status"] == "available"
        entries = [each for each in world.lab.timeline.entries if eni_id in each.what]
        whats = [f"interface {eni_id} created", f"interface {eni_id} available"]
        assert [each.what for each in entries] == whats
        assert entries[1].at - entries[0].at == 3


@pytest.mark.behaviour("interface-status")
def test_an_interface_that_is_gone_becomes_nothing() -> None:
    """Deleted while pending: the timeline does not tell that it is available."""
    with small_world(interface_available_seconds=(3, 3)) as world:
        eni_id = world.vip()
        world.ec2.delete_network_interface(NetworkInterfaceId=eni_id)
        world.pass_time(3)
        entries = [each for each in world.lab.timeline.entries if eni_id in each.what]
        whats = [f"interface {eni_id} created", f"interface {eni_id} deleted"]
        assert [each.what for each in entries] == whats


@pytest.mark.behaviour("addresses-of-an-interface")
@pytest.mark.parametrize("address", ["10.16.11.20", "10.16.9.255", "203.0.113.7"])
def test_interface_address_outside_the_subnet(world: Ec2World, address: str) -> None:
    """InvalidParameterValue."""
    assert _create(world, world.vip_subnet(), PrivateIpAddress=address) == (
        "InvalidParameterValue",
        "Address does not fall within the subnet's address range",
    )


@pytest.mark.behaviour("addresses-of-an-interface")
def test_interface_address_malformed(world: Ec2World) -> None:
    """Malformed address."""
    code, message = _create(world, world.vip_subnet(), PrivateIpAddress="10.16.10")
    assert code == "InvalidParameterValue"
    assert message == "invalid value for parameter address: 10.16.10"


@pytest.mark.behaviour("addresses-of-an-interface")
@pytest.mark.parametrize("last", [0, 1, 2, 3, 255])
def test_interface_address_reserved(world: Ec2World, last: int) -> None:
    """The first four and the last address are AWS's."""
    code, message = _create(world, world.vip_subnet(), PrivateIpAddress=f"10.16.10.{last}")
    assert code == "InvalidParameterValue"
    assert "reserved address range" in message


@pytest.mark.behaviour("addresses-of-an-interface")
def test_interface_address_in_use_by_an_interface(world: Ec2World) -> None:
    """InvalidIPAddress.InUse."""
    subnet_id = world.vip_subnet()
    world.interface(subnet_id, "10.16.10.20")
    code, _ = _create(world, subnet_id, PrivateIpAddress="10.16.10.20")
    assert code == "InvalidIPAddress.InUse"


@pytest.mark.behaviour("addresses-of-an-interface")
def test_interface_address_in_use_by_an_instance(world: Ec2World) -> None:
    """Instances and interfaces draw from one pool of addresses."""
    taken = world.see_instance(world.running())["PrivateIpAddress"]
    code, _ = _create(world, world.wan[ZONE_A], PrivateIpAddress=taken)
    assert code == "InvalidIPAddress.InUse"


@pytest.mark.behaviour("addresses-of-an-interface")
def test_interface_secondary_addresses_are_checked(world: Ec2World) -> None:
    """Every address asked for."""
    subnet_id = world.vip_subnet()
    world.interface(subnet_id, "10.16.10.20")
    wanted = [
        {"Primary": True, "PrivateIpAddress": "10.16.10.21"},
        {"Primary": False, "PrivateIpAddress": "10.16.10.20"},
    ]
    assert _create(world, subnet_id, PrivateIpAddresses=wanted)[0] == "InvalidIPAddress.InUse"


@pytest.mark.behaviour("addresses-of-an-interface")
def test_interface_in_a_full_subnet(world: Ec2World) -> None:
    """A /28 has eleven usable addresses."""
    subnet_id = world.subnet("10.16.10.0/28")
    addresses = {
        world.see_interface(world.interface(subnet_id))["PrivateIpAddress"] for _ in range(11)
    }
    assert addresses == {f"10.16.10.{last}" for last in range(4, 15)}
    assert _create(world, subnet_id)[0] == "InsufficientFreeAddressesInSubnet"


@pytest.mark.behaviour("security-groups-of-an-interface")
def test_interface_with_an_unknown_group(world: Ec2World) -> None:
    """InvalidGroup.NotFound; nothing is invented."""
    assert _create(world, world.vip_subnet(), Groups=[UNKNOWN_GROUP])[0] == "InvalidGroup.NotFound"
    groups = world.ec2.describe_security_groups()["SecurityGroups"]
    assert UNKNOWN_GROUP not in {group["GroupId"] for group in groups}


@pytest.mark.behaviour("security-groups-of-an-interface")
def test_interface_with_a_group_of_another_vpc(world: Ec2World) -> None:
    """Group and subnet belong to one VPC."""
    foreign_id = world.group("foreign", world.vpc("10.99.0.0/16"))
    code, message = _create(world, world.vip_subnet(), Groups=[foreign_id])
    assert code == "InvalidParameter"
    assert "belong to different networks" in message


@pytest.mark.behaviour("creating-an-interface")
@pytest.mark.moto
def test_interface_in_an_unknown_subnet(world: Ec2World) -> None:
    """InvalidSubnetID.NotFound."""
    assert _create(world, "subnet-0123456789abcdef0")[0] == "InvalidSubnetID.NotFound"


@pytest.mark.behaviour("client-tokens")
def test_interface_client_token_is_idempotent(world: Ec2World) -> None:
    """The same token, the same interface."""
    subnet_id = world.vip_subnet()
    first, second = (world.interface(subnet_id, ClientToken="once") for _ in range(2))
    assert first == second


@pytest.mark.behaviour("security-groups-of-an-interface")
def test_interface_shows_only_its_own_groups(world: Ec2World) -> None:
    """Groups are the interface's; the instance's other groups are not added."""
    vip_group_id = world.group("vip", world.vpc_id)
    eni_id = world.interface(world.vip_subnet(), Groups=[vip_group_id])
    world.attached(eni_id, world.running())
    groups = world.see_interface(eni_id)["Groups"]
    assert [group["GroupId"] for group in groups] == [vip_group_id]


@pytest.mark.behaviour("modifying-an-interface")
def test_modify_one_attribute_at_a_time(world: Ec2World) -> None:
    """SourceDestCheck, Groups, Description, each in its own call."""
    eni_id, group_id = world.vip(), world.group("vip", world.vpc_id)
    modify = world.ec2.modify_network_interface_attribute
    modify(NetworkInterfaceId=eni_id, SourceDestCheck={"Value": False})
    modify(NetworkInterfaceId=eni_id, Groups=[group_id])
    modify(NetworkInterfaceId=eni_id, Description={"Value": "the VIP"})
    eni = world.see_interface(eni_id)
    assert (eni["SourceDestCheck"], eni["Description"]) == (False, "the VIP")
    assert [group["GroupId"] for group in eni["Groups"]] == [group_id]
    modify(NetworkInterfaceId=eni_id, Description={"Value": ""})
    assert world.see_interface(eni_id)["Description"] == ""


@pytest.mark.behaviour("modifying-an-interface")
def test_modify_two_attributes_at_once(world: Ec2World) -> None:
    """One attribute per call."""
    code, _ = refusal(
        world.ec2.modify_network_interface_attribute,
        NetworkInterfaceId=world.vip(),
        SourceDestCheck={"Value": False},
        Description={"Value": "the VIP"},
    )
    assert code == "InvalidParameterCombination"


@pytest.mark.behaviour("security-groups-of-an-interface")
def test_modify_groups_are_checked(world: Ec2World) -> None:
    """As at creation."""
    code, _ = refusal(
        world.ec2.modify_network_interface_attribute,
        NetworkInterfaceId=world.vip(),
        Groups=[UNKNOWN_GROUP],
    )
    assert code == "InvalidGroup.NotFound"


@pytest.mark.behaviour("delete-on-termination")
def test_modify_delete_on_termination(world: Ec2World) -> None:
    """Honoured, and gone with the instance."""
    eni_id, instance_id = world.vip(), world.running()
    attachment_id = world.attached(eni_id, instance_id)
    world.ec2.modify_network_interface_attribute(
        NetworkInterfaceId=eni_id,
        Attachment={"AttachmentId": attachment_id, "DeleteOnTermination": True},
    )
    assert world.see_interface(eni_id)["Attachment"]["DeleteOnTermination"]
    world.ec2.terminate_instances(InstanceIds=[instance_id])
    world.reach(instance_id, "terminated")
    assert world.see_interface(eni_id) == {}


@pytest.mark.behaviour("modifying-an-interface")
def test_modify_an_attachment_that_changed(world: Ec2World) -> None:
    """InvalidAttachmentID.NotFound."""
    code, _ = refusal(
        world.ec2.modify_network_interface_attribute,
        NetworkInterfaceId=world.vip(),
        Attachment={"AttachmentId": "eni-attach-01234567", "DeleteOnTermination": True},
    )
    assert code == "InvalidAttachmentID.NotFound"


@pytest.mark.behaviour("deleting-an-interface")
def test_delete_interface_in_use(world: Ec2World) -> None:
    """The real answer is InvalidParameterValue."""
    eni_id = world.vip()
    world.attached(eni_id, world.running())
    assert refusal(world.ec2.delete_network_interface, NetworkInterfaceId=eni_id) == (
        "InvalidParameterValue",
        f"Network interface '{eni_id}' is currently in use.",
    )


@pytest.mark.behaviour("deleting-an-interface")
def test_delete_interface_lags_behind_the_detachment() -> None:
    """Still "in use" for some seconds after `available`."""
    with small_world(delete_lag_after_detach_seconds=(4, 4), detach_seconds=(1, 1)) as world:
        eni_id = world.vip()
        attachment_id = world.attached(eni_id, world.running())
        world.ec2.detach_network_interface(AttachmentId=attachment_id)
        world.pass_time(2)
        assert world.see_interface(eni_id)["Status"] == "available"
        delete = world.ec2.delete_network_interface
        assert refusal(delete, NetworkInterfaceId=eni_id)[0] == "InvalidParameterValue"
        detached = world.lab.timeline.entries[-1]
        assert detached.detail["in_use_until"] == detached.at + 4
        world.pass_time(4)
        delete(NetworkInterfaceId=eni_id)


@pytest.mark.behaviour("deleting-an-interface")
def test_delete_interface_frees_its_address(world: Ec2World) -> None:
    """The address can be used at once."""
    subnet_id = world.vip_subnet()
    first = world.interface(subnet_id, "10.16.10.20")
    world.ec2.delete_network_interface(NetworkInterfaceId=first)
    world.interface(subnet_id, "10.16.10.20")


@pytest.mark.behaviour("deleting-an-interface")
def test_delete_interface_disassociates_the_eip(world: Ec2World) -> None:
    """The EIP is disassociated and stays allocated."""
    eni_id, allocation_id = world.vip(), world.eip()
    world.associate(allocation_id, eni_id)
    world.ec2.delete_network_interface(NetworkInterfaceId=eni_id)
    address = world.see_address(allocation_id)
    assert not address.get("AssociationId")
    assert not address.get("NetworkInterfaceId")


@pytest.mark.behaviour("deleting-an-interface")
@pytest.mark.moto
def test_delete_interface_that_is_gone(world: Ec2World) -> None:
    """InvalidNetworkInterfaceID.NotFound."""
    eni_id = world.vip()
    world.ec2.delete_network_interface(NetworkInterfaceId=eni_id)
    code, _ = refusal(world.ec2.delete_network_interface, NetworkInterfaceId=eni_id)
    assert code == "InvalidNetworkInterfaceID.NotFound"


@pytest.mark.behaviour("lookups-by-id-and-by-filter")
@pytest.mark.moto
def test_missing_interface_by_id_and_by_filter(world: Ec2World) -> None:
    """By id NotFound, by filter an empty list."""
    eni_id = "eni-0123456789abcdef0"
    code, _ = refusal(world.ec2.describe_network_interfaces, NetworkInterfaceIds=[eni_id])
    assert code == "InvalidNetworkInterfaceID.NotFound"
    assert world.see_interface(eni_id) == {}


@pytest.mark.behaviour("addresses-of-an-interface")
def test_endpoint_interfaces_lie_in_their_subnet(world: Ec2World) -> None:
    """Also interfaces that other services make have an address of the subnet."""
    world.ec2.create_vpc_endpoint(
        VpcEndpointType="Interface",
        VpcId=world.vpc_id,
        ServiceName="com.amazonaws.eu-west-1.ssm",
        SubnetIds=[world.wan[ZONE_A]],
    )
    [eni] = world.ec2.describe_network_interfaces()["NetworkInterfaces"]
    assert eni["PrivateIpAddress"].startswith("10.16.1.")


@pytest.mark.behaviour("managed-interfaces")
def test_a_managed_interface_is_hidden_from_who_does_not_ask_for_it(world: Ec2World) -> None:
    """https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeNetworkInterfaces.html"""
    subnet = world.vip_subnet()
    interface = world.interface(subnet)
    world.lab.ec2.manage(interface, "checks.example.amazonaws.com")
    filters = [{"Name": "subnet-id", "Values": [subnet]}]
    assert world.ec2.describe_network_interfaces(Filters=filters)["NetworkInterfaces"] == []
    (shown,) = world.ec2.describe_network_interfaces(Filters=filters, IncludeManagedResources=True)[
        "NetworkInterfaces"
    ]
    assert shown["Operator"] == {
        "Managed": True,
        "Principal": "checks.example.amazonaws.com",
        "HiddenByDefault": True,
    }

"""Elastic IPs: associated, moved, released."""

from __future__ import annotations

import pytest

from tests.support.worlds.ec2 import ZONE_A, Ec2World, refusal, small_world


def _interfaces(world: Ec2World) -> tuple[str, str]:
    subnet_id = world.vip_subnet()
    return world.interface(subnet_id, "10.16.10.20"), world.interface(subnet_id, "10.16.10.21")


@pytest.mark.behaviour("associating-an-elastic-ip")
def test_associate_reassociates_by_default(world: Ec2World) -> None:
    """The default in a VPC; the old interface loses the address."""
    (old_id, new_id), allocation_id = _interfaces(world), world.eip()
    world.associate(allocation_id, old_id)
    world.associate(allocation_id, new_id)
    assert world.see_address(allocation_id)["NetworkInterfaceId"] == new_id
    assert "Association" not in world.see_interface(old_id)
    assert world.see_interface(new_id)["Association"]["AllocationId"] == allocation_id


@pytest.mark.behaviour("associating-an-elastic-ip")
def test_associate_with_reassociation_forbidden(world: Ec2World) -> None:
    """Explicit false -> Resource.AlreadyAssociated; nothing moves."""
    (old_id, new_id), allocation_id = _interfaces(world), world.eip()
    world.associate(allocation_id, old_id)
    code, _ = refusal(
        world.ec2.associate_address,
        AllocationId=allocation_id,
        NetworkInterfaceId=new_id,
        AllowReassociation=False,
    )
    assert code == "Resource.AlreadyAssociated"
    assert world.see_address(allocation_id)["NetworkInterfaceId"] == old_id


@pytest.mark.behaviour("associating-an-elastic-ip")
def test_an_association_names_an_address(world: Ec2World) -> None:
    code, _ = refusal(world.ec2.associate_address, NetworkInterfaceId=world.vip())
    assert code == "MissingParameter"


@pytest.mark.behaviour("associating-an-elastic-ip")
def test_associate_again_gives_the_same_id(world: Ec2World) -> None:
    """Idempotent, the id stays."""
    eni_id, allocation_id = world.vip(), world.eip()
    ids = {world.associate(allocation_id, eni_id) for _ in range(2)}
    assert ids == {world.see_address(allocation_id)["AssociationId"]}


@pytest.mark.behaviour("associating-an-elastic-ip")
def test_associate_again_gives_a_fresh_id() -> None:
    """Idempotent, the id is new."""
    with small_world(same_association_id_on_repeat=False) as world:
        eni_id, allocation_id = world.vip(), world.eip()
        first, second = (world.associate(allocation_id, eni_id) for _ in range(2))
        assert first != second
        assert world.see_address(allocation_id)["AssociationId"] == second


@pytest.mark.behaviour("associating-an-elastic-ip")
def test_associate_a_second_address_replaces_the_first(world: Ec2World) -> None:
    """One EIP per private address."""
    eni_id, first, second = world.vip(), world.eip(), world.eip()
    world.associate(first, eni_id)
    world.associate(second, eni_id)
    assert not world.see_address(first).get("AssociationId")
    assert world.see_interface(eni_id)["Association"]["AllocationId"] == second


@pytest.mark.behaviour("associating-an-elastic-ip")
def test_associate_with_a_wrong_private_address(world: Ec2World) -> None:
    """PrivateIpAddress is one of the interface's."""
    eni_id, allocation_id = world.vip(), world.eip()
    code, _ = refusal(
        world.ec2.associate_address,
        AllocationId=allocation_id,
        NetworkInterfaceId=eni_id,
        PrivateIpAddress="10.16.10.99",
    )
    assert code == "InvalidParameterValue"
    world.associate(allocation_id, eni_id, PrivateIpAddress="10.16.10.20")


@pytest.mark.behaviour("associating-an-elastic-ip")
def test_associate_without_internet_gateway(world: Ec2World) -> None:
    """Gateway.NotAttached."""
    vpc_id = world.vpc("10.99.0.0/16")
    eni_id = world.interface(world.subnet("10.99.1.0/24", ZONE_A, vpc_id))
    assert refusal(
        world.ec2.associate_address, AllocationId=world.eip(), NetworkInterfaceId=eni_id
    ) == ("Gateway.NotAttached", f"Network {vpc_id} is not attached to any internet gateway")


@pytest.mark.behaviour("associating-an-elastic-ip")
def test_associate_with_an_interface_of_a_pending_instance() -> None:
    """IncorrectInstanceState."""
    with small_world(attach_to_pending_succeeds=True) as world:
        eni_id, instance_id = world.vip(), world.launch()
        world.attach(eni_id, instance_id)
        code, message = refusal(
            world.ec2.associate_address, AllocationId=world.eip(), NetworkInterfaceId=eni_id
        )
        assert code == "IncorrectInstanceState"
        assert message.startswith(f"The pending-instance-creation instance to which '{eni_id}'")


@pytest.mark.behaviour("associating-an-elastic-ip")
def test_associate_with_an_instance_in_the_wrong_state(world: Ec2World) -> None:
    """By instance id, pending or terminated."""
    instance_id, allocation_id = world.launch(), world.eip()
    for state in ("pending", "terminated"):
        code, message = refusal(
            world.ec2.associate_address, AllocationId=allocation_id, InstanceId=instance_id
        )
        assert code == "InvalidInstanceID"
        assert message == (
            f"The {state} instance '{instance_id}' is not in a valid state for this operation."
        )
        world.lab.ec2.terminate(instance_id)
        world.reach(instance_id, "terminated")


@pytest.mark.behaviour("associating-an-elastic-ip")
def test_associate_with_an_instance_of_two_interfaces(world: Ec2World) -> None:
    """The instance alone does not say which."""
    instance_id, allocation_id = world.running(), world.eip()
    world.ec2.associate_address(AllocationId=allocation_id, InstanceId=instance_id)
    assert world.see_instance(instance_id)["PublicIpAddress"]
    world.attached(world.vip(), instance_id)
    code, _ = refusal(
        world.ec2.associate_address, AllocationId=allocation_id, InstanceId=instance_id
    )
    assert code == "InvalidInstanceID"


@pytest.mark.behaviour("associating-an-elastic-ip")
def test_address_shows_the_instance_behind_its_interface(world: Ec2World) -> None:
    """InstanceId once the interface is attached, none before."""
    eni_id, instance_id, allocation_id = world.vip(), world.running(), world.eip()
    world.associate(allocation_id, eni_id)
    assert not world.see_address(allocation_id).get("InstanceId")
    world.attached(eni_id, instance_id)
    assert world.see_address(allocation_id)["InstanceId"] == instance_id
    found = world.ec2.describe_addresses(
        Filters=[{"Name": "instance-id", "Values": [instance_id]}]
    )["Addresses"]
    assert [address["AllocationId"] for address in found] == [allocation_id]


@pytest.mark.behaviour("an-elastic-ip-follows-its-interface")
def test_address_of_a_terminated_instance_is_disassociated(world: Ec2World) -> None:
    """The EIP of the primary interface is free, and stays allocated."""
    instance_id, allocation_id = world.running(), world.eip()
    world.ec2.associate_address(AllocationId=allocation_id, InstanceId=instance_id)
    world.ec2.terminate_instances(InstanceIds=[instance_id])
    world.reach(instance_id, "terminated")
    assert not world.see_address(allocation_id).get("AssociationId")


@pytest.mark.behaviour("releasing-an-elastic-ip")
def test_release_while_associated(world: Ec2World) -> None:
    """InvalidIPAddress.InUse."""
    eni_id, allocation_id = world.vip(), world.eip()
    association_id = world.associate(allocation_id, eni_id)
    release = world.ec2.release_address
    assert refusal(release, AllocationId=allocation_id)[0] == "InvalidIPAddress.InUse"
    world.ec2.disassociate_address(AssociationId=association_id)
    release(AllocationId=allocation_id)


@pytest.mark.behaviour("disassociating-an-elastic-ip")
@pytest.mark.moto
def test_disassociate_a_stale_id(world: Ec2World) -> None:
    """In practice InvalidAssociationID.NotFound."""
    eni_id, allocation_id = world.vip(), world.eip()
    association_id = world.associate(allocation_id, eni_id)
    world.ec2.disassociate_address(AssociationId=association_id)
    code, _ = refusal(world.ec2.disassociate_address, AssociationId=association_id)
    assert code == "InvalidAssociationID.NotFound"

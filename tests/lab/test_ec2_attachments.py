"""Attaching and detaching interfaces."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.worlds.ec2 import ZONE_A, ZONE_B, Ec2World, refusal, small_world


def _refused_attach(
    world: Ec2World, eni_id: str, instance_id: str, index: int = 1
) -> tuple[str, str]:
    return refusal(
        world.ec2.attach_network_interface,
        NetworkInterfaceId=eni_id,
        InstanceId=instance_id,
        DeviceIndex=index,
    )


def _statuses(world: Ec2World, eni_id: str) -> tuple[str, str | None]:
    eni = world.see_interface(eni_id)
    return eni["Status"], eni.get("Attachment", {}).get("Status")


@pytest.mark.behaviour("attaching")
def test_attach_is_attaching_then_attached() -> None:
    """attaching -> attached, with latency, in lab time, surviving its instance."""
    with small_world(attach_seconds=(5, 5)) as world:
        eni_id, instance_id = world.vip(), world.running()
        began = int(world.lab.clock.now())  # AWS tells whole seconds
        world.attach(eni_id, instance_id)
        assert _statuses(world, eni_id) == ("in-use", "attaching")
        world.pass_time(5)
        assert _statuses(world, eni_id) == ("in-use", "attached")
        attachment = world.see_interface(eni_id)["Attachment"]
        assert attachment["AttachTime"].timestamp() == began
        assert attachment["DeleteOnTermination"] is False
        assert (attachment["InstanceId"], attachment["DeviceIndex"]) == (instance_id, 1)


@pytest.mark.behaviour("interface-status")
def test_interface_status_follows_its_attachment() -> None:
    """The interface itself may show `attaching` and `detaching`."""
    switches = {"attach_seconds": (5, 5), "detach_seconds": (5, 5)}
    with small_world(interface_status_follows_attachment=True, **switches) as world:
        eni_id = world.vip()
        attachment_id = world.attach(eni_id, world.running())
        assert _statuses(world, eni_id) == ("attaching", "attaching")
        world.pass_time(5)
        assert _statuses(world, eni_id) == ("in-use", "attached")
        world.ec2.detach_network_interface(AttachmentId=attachment_id)
        assert _statuses(world, eni_id) == ("detaching", "detaching")


@pytest.mark.behaviour("attaching")
def test_attach_across_zones(world: Ec2World) -> None:
    """Interface and instance are in one zone."""
    assert _refused_attach(world, world.vip(ZONE_A), world.running(ZONE_B)) == (
        "InvalidParameterCombination",
        "You may not attach a network interface to an instance if they are not in the same "
        "availability zone",
    )


@pytest.mark.behaviour("attaching")
def test_attach_what_is_attached(world: Ec2World) -> None:
    """InvalidNetworkInterface.InUse; it stays where it is."""
    eni_id, holder_id = world.vip(), world.running()
    world.attached(eni_id, holder_id)
    assert _refused_attach(world, eni_id, world.running()) == (
        "InvalidNetworkInterface.InUse",
        f"Interface: [{eni_id}] in use.",
    )
    assert world.see_interface(eni_id)["Attachment"]["InstanceId"] == holder_id


@pytest.mark.behaviour("attaching")
def test_attach_at_a_device_index_in_use(world: Ec2World) -> None:
    """InvalidParameterValue."""
    instance_id = world.running()
    assert _refused_attach(world, world.vip(), instance_id, index=0) == (
        "InvalidParameterValue",
        f"Instance '{instance_id}' already has an interface attached at device index '0'.",
    )


@pytest.mark.behaviour("attaching")
def test_attach_more_than_the_instance_type_allows(world: Ec2World) -> None:
    """A t3.nano has two interfaces."""
    instance_id, subnet_id = world.running(), world.vip_subnet()
    world.attached(world.interface(subnet_id), instance_id)
    assert _refused_attach(world, world.interface(subnet_id), instance_id, index=2) == (
        "AttachmentLimitExceeded",
        "Interface count 3 exceeds the limit for t3.nano",
    )


@pytest.mark.behaviour("attaching")
@pytest.mark.parametrize("state", ["stopping", "shutting-down", "terminated"])
def test_attach_to_an_instance_in_the_wrong_state(world: Ec2World, state: str) -> None:
    """Only running (hot) and stopped (warm)."""
    instance_id = world.running()
    if state == "stopping":
        world.ec2.stop_instances(InstanceIds=[instance_id])
    else:
        world.ec2.terminate_instances(InstanceIds=[instance_id])
    world.reach(instance_id, state)
    assert _refused_attach(world, world.vip(), instance_id)[0] == "IncorrectState"


@pytest.mark.behaviour("attaching-to-a-pending-instance")
@pytest.mark.parametrize("succeeds", [False, True])
def test_attach_to_a_pending_instance(succeeds: bool) -> None:
    """Refused, or works."""
    with small_world(attach_to_pending_succeeds=succeeds) as world:
        eni_id, instance_id = world.vip(), world.launch()
        if succeeds:
            world.attach(eni_id, instance_id)
        else:
            assert _refused_attach(world, eni_id, instance_id)[0] == "IncorrectState"


@pytest.mark.behaviour("attaching")
def test_attach_to_a_stopped_instance(world: Ec2World) -> None:
    """Warm attach."""
    instance_id = world.running()
    world.ec2.stop_instances(InstanceIds=[instance_id])
    world.reach(instance_id, "stopped")
    world.attached(world.vip(), instance_id)


@pytest.mark.behaviour("attaching")
def test_attach_what_does_not_exist(world: Ec2World) -> None:
    """NotFound of interface and of instance."""
    missing_interface = _refused_attach(world, "eni-0123456789abcdef0", world.running())
    missing_instance = _refused_attach(world, world.vip(), "i-0123456789abcdef0")
    assert missing_interface[0] == "InvalidNetworkInterfaceID.NotFound"
    assert missing_instance[0] == "InvalidInstanceID.NotFound"


@pytest.mark.behaviour("detaching")
def test_detach_is_detaching_then_available() -> None:
    """Returns at once, takes its time; the address and MAC stay."""
    with small_world(detach_seconds=(7, 7)) as world:
        eni_id = world.vip()
        attachment_id = world.attached(eni_id, world.running())
        before = world.see_interface(eni_id)
        world.ec2.detach_network_interface(AttachmentId=attachment_id)
        assert _statuses(world, eni_id) == ("in-use", "detaching")
        world.pass_time(7)
        assert _statuses(world, eni_id) == ("available", None)
        after = world.see_interface(eni_id)
        assert [after[key] for key in ("MacAddress", "PrivateIpAddress")] == [
            before[key] for key in ("MacAddress", "PrivateIpAddress")
        ]


@pytest.mark.behaviour("detaching")
def test_attach_while_detaching(world: Ec2World) -> None:
    """InUse until the detachment is over."""
    eni_id, instance_id = world.vip(), world.running()
    attachment_id = world.attached(eni_id, instance_id)
    world.ec2.detach_network_interface(AttachmentId=attachment_id)
    assert _refused_attach(world, eni_id, instance_id)[0] == "InvalidNetworkInterface.InUse"


@pytest.mark.behaviour("detaching")
def test_detach_what_is_gone(world: Ec2World) -> None:
    """InvalidAttachmentID.NotFound."""
    attachment_id = world.attached(world.vip(), world.running())
    world.ec2.detach_network_interface(AttachmentId=attachment_id)
    world.pass_time(60)
    assert refusal(world.ec2.detach_network_interface, AttachmentId=attachment_id) == (
        "InvalidAttachmentID.NotFound",
        f"The attachment ID '{attachment_id}' does not exist",
    )


@pytest.mark.behaviour("detaching")
def test_detach_the_primary_interface(world: Ec2World) -> None:
    """Refused, with or without Force, also with a second interface attached."""
    instance_id = world.running()
    world.attached(world.vip(), instance_id)
    primary = world.see_instance(instance_id)["NetworkInterfaces"][0]["Attachment"]
    assert primary["DeviceIndex"] == 0
    for force in (False, True):
        code, message = refusal(
            world.ec2.detach_network_interface, AttachmentId=primary["AttachmentId"], Force=force
        )
        assert code == "OperationNotPermitted"
        assert message == (
            "The network interface at device index 0 and networkCard index 0 cannot be detached."
        )


@pytest.mark.behaviour("detaching")
@pytest.mark.parametrize("succeeds", [False, True])
def test_detach_while_detaching(succeeds: bool) -> None:
    """IncorrectState, or accepted."""
    with small_world(detach_again_succeeds=succeeds) as world:
        detach = world.ec2.detach_network_interface
        attachment_id = world.attached(world.vip(), world.running())
        detach(AttachmentId=attachment_id)
        if succeeds:
            detach(AttachmentId=attachment_id)
        else:
            assert refusal(detach, AttachmentId=attachment_id)[0] == "IncorrectState"


def _hang(world: Ec2World, instance_id: str, how: str) -> None:
    if how == "every detachment":
        world.lab.ec2.hang_detach = True
    elif how == "one guest":
        world.lab.ec2.impaired.add(instance_id)
    else:
        world.lab.ec2.az_down.add(ZONE_A)


@pytest.mark.behaviour("forced-detach")
@pytest.mark.parametrize("how", ["every detachment", "one guest", "whole zone"])
def test_detach_hangs_until_forced(world: Ec2World, how: str) -> None:
    """A hung guest leaves it in `detaching`; Force ends that."""
    eni_id, instance_id = world.vip(), world.running()
    attachment_id = world.attached(eni_id, instance_id)
    _hang(world, instance_id, how)
    world.ec2.detach_network_interface(AttachmentId=attachment_id)
    world.pass_time(600)
    assert _statuses(world, eni_id) == ("in-use", "detaching")
    world.ec2.detach_network_interface(AttachmentId=attachment_id, Force=True)
    world.pass_time(10)
    assert _statuses(world, eni_id) == ("available", None)


@pytest.mark.behaviour("forced-detach")
def test_detach_from_a_hung_guest_may_work() -> None:
    """The interface may come off without Force after all."""
    with small_world(impaired_guest_hangs_detach=False) as world:
        eni_id, instance_id = world.vip(), world.running()
        attachment_id = world.attached(eni_id, instance_id)
        _hang(world, instance_id, "one guest")
        world.ec2.detach_network_interface(AttachmentId=attachment_id)
        world.pass_time(60)
        assert _statuses(world, eni_id) == ("available", None)


@pytest.mark.behaviour("interfaces-of-an-ending-instance")
def test_detach_that_hangs_ends_with_the_instance(world: Ec2World) -> None:
    """Termination itself frees the interface."""
    eni_id, instance_id = world.vip(), world.running()
    attachment_id = world.attached(eni_id, instance_id)
    world.lab.ec2.hang_detach = world.lab.ec2.hang_forced_detach = True
    for force in (False, True):
        world.ec2.detach_network_interface(AttachmentId=attachment_id, Force=force)
        world.pass_time(600)
        assert _statuses(world, eni_id) == ("in-use", "detaching")
    world.ec2.terminate_instances(InstanceIds=[instance_id])
    world.reach(instance_id, "terminated")
    assert _statuses(world, eni_id) == ("available", None)


@pytest.mark.behaviour("detaching")
def test_detach_from_a_stopped_instance_is_immediate(world: Ec2World) -> None:
    """No guest to wait for."""
    eni_id, instance_id = world.vip(), world.running()
    attachment_id = world.attached(eni_id, instance_id)
    world.ec2.stop_instances(InstanceIds=[instance_id])
    world.reach(instance_id, "stopped")
    world.ec2.detach_network_interface(AttachmentId=attachment_id)
    assert _statuses(world, eni_id) == ("available", None)


@pytest.mark.behaviour("interfaces-of-an-ending-instance")
@pytest.mark.parametrize("outcome", ["works", "refused", "hangs"])
def test_detach_while_shutting_down(outcome: str) -> None:
    """It may succeed, fail, or sit in `detaching` to the end."""
    times: dict[str, Any] = {"shutting_down_seconds": (60, 60), "detach_seconds": (5, 5)}
    with small_world(detach_while_shutting_down=outcome, **times) as world:
        eni_id, instance_id = world.vip(), world.running()
        attachment_id = world.attached(eni_id, instance_id)
        world.ec2.terminate_instances(InstanceIds=[instance_id])
        detach = world.ec2.detach_network_interface
        if outcome == "refused":
            assert refusal(detach, AttachmentId=attachment_id)[0] == "IncorrectState"
        else:
            detach(AttachmentId=attachment_id)
        world.pass_time(10)
        assert (
            _statuses(world, eni_id)
            == {
                "works": ("available", None),
                "refused": ("in-use", "attached"),
                "hangs": ("in-use", "detaching"),
            }[outcome]
        )
        world.pass_time(50)
        assert _statuses(world, eni_id) == ("available", None)


@pytest.mark.behaviour("an-elastic-ip-follows-its-interface")
def test_detach_keeps_the_eip(world: Ec2World) -> None:
    """The association is the interface's and moves with it."""
    eni_id, allocation_id = world.vip(), world.eip()
    attachment_id = world.attached(eni_id, world.running())
    association_id = world.associate(allocation_id, eni_id)
    world.ec2.detach_network_interface(AttachmentId=attachment_id)
    world.pass_time(60)
    address = world.see_address(allocation_id)
    assert (address["AssociationId"], address["NetworkInterfaceId"]) == (association_id, eni_id)

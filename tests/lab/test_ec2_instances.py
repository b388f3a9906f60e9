"""Instances change state."""

from __future__ import annotations

import pytest

from lab.errors import AwsError
from tests.support.worlds.ec2 import ZONE_A, ZONE_B, Ec2World, refusal, small_world


def _status(world: Ec2World, instance_id: str) -> tuple[str, str]:
    [found] = world.ec2.describe_instance_status(InstanceIds=[instance_id])["InstanceStatuses"]
    return found["InstanceStatus"]["Status"], found["SystemStatus"]["Status"]


@pytest.mark.behaviour("instance-states")
def test_run_is_pending_then_running() -> None:
    """pending -> running, LaunchTime in lab time."""
    with small_world(instance_pending_seconds=(20, 20)) as world:
        began = int(world.lab.clock.now())
        instance_id = world.launch()
        assert world.see_instance(instance_id)["State"]["Name"] == "pending"
        world.pass_time(20)
        seen = world.see_instance(instance_id)
        assert seen["State"] == {"Code": 16, "Name": "running"}
        assert seen["LaunchTime"].timestamp() == began


def test_states_are_told_to_listeners(world: Ec2World) -> None:
    """The Auto Scaling engine follows EC2 by these."""
    told: list[tuple[str, str]] = []
    world.lab.ec2.on_state(lambda instance_id, state: told.append((instance_id, state)))
    instance_id = world.running()
    world.lab.ec2.terminate(instance_id)
    world.reach(instance_id, "terminated")
    states = ["pending", "running", "shutting-down", "terminated"]
    assert told == [(instance_id, state) for state in states]


@pytest.mark.behaviour("instance-states")
def test_stop_and_start_take_their_time() -> None:
    """stopping, stopped, pending, running."""
    switches = {"instance_stopping_seconds": (15, 15), "instance_pending_seconds": (20, 20)}
    with small_world(**switches) as world:
        instance_id = world.running()
        eni_id = world.vip()
        world.attached(eni_id, instance_id)
        world.ec2.stop_instances(InstanceIds=[instance_id])
        assert world.lab.ec2.state(instance_id) == "stopping"
        world.pass_time(15)
        assert world.lab.ec2.state(instance_id) == "stopped"
        assert world.see_interface(eni_id)["Attachment"]["InstanceId"] == instance_id
        world.ec2.start_instances(InstanceIds=[instance_id])
        assert world.lab.ec2.state(instance_id) == "pending"
        world.pass_time(20)
        assert world.lab.ec2.state(instance_id) == "running"


@pytest.mark.behaviour("instance-states")
@pytest.mark.parametrize("call", ["stop_instances", "start_instances"])
def test_stop_or_start_in_the_wrong_state(world: Ec2World, call: str) -> None:
    """IncorrectInstanceState."""
    instance_id = world.running()
    world.lab.ec2.terminate(instance_id)
    code, message = refusal(getattr(world.ec2, call), InstanceIds=[instance_id])
    assert code == "IncorrectInstanceState"
    assert instance_id in message


@pytest.mark.behaviour("rebooting-an-instance")
def test_reboot_keeps_running_and_is_counted(world: Ec2World) -> None:
    """The state stays running, interfaces and addresses stay."""
    instance_id = world.running()
    before = world.see_instance(instance_id)
    world.ec2.reboot_instances(InstanceIds=[instance_id])
    assert world.see_instance(instance_id) == before
    assert world.lab.ec2.reboots == {instance_id: 1}


@pytest.mark.behaviour("rebooting-an-instance")
def test_reboot_in_the_wrong_state(world: Ec2World) -> None:
    """An error in other states; what is terminated is passed over."""
    instance_id = world.launch()
    reboot = world.ec2.reboot_instances
    assert refusal(reboot, InstanceIds=[instance_id])[0] == "IncorrectState"
    world.lab.ec2.terminate(instance_id)
    world.reach(instance_id, "terminated")
    reboot(InstanceIds=[instance_id])
    assert world.lab.ec2.state(instance_id) == "terminated"
    assert world.lab.ec2.reboots == {}


@pytest.mark.behaviour("ending-an-instance")
def test_terminate_is_shutting_down_then_terminated() -> None:
    """shutting-down for a time; the answer tells both states."""
    with small_world(shutting_down_seconds=(30, 30)) as world:
        instance_id = world.running()
        [change] = world.ec2.terminate_instances(InstanceIds=[instance_id])["TerminatingInstances"]
        assert change["PreviousState"]["Name"] == "running"
        assert change["CurrentState"] == {"Code": 32, "Name": "shutting-down"}
        world.pass_time(29)
        assert world.lab.ec2.state(instance_id) == "shutting-down"
        world.pass_time(1)
        assert world.lab.ec2.state(instance_id) == "terminated"


@pytest.mark.behaviour("ending-an-instance")
def test_terminate_again_changes_nothing(world: Ec2World) -> None:
    """Idempotent by nature."""
    instance_id = world.running()
    for _ in range(2):
        world.ec2.terminate_instances(InstanceIds=[instance_id])
    world.reach(instance_id, "terminated")
    [change] = world.ec2.terminate_instances(InstanceIds=[instance_id])["TerminatingInstances"]
    assert change["CurrentState"]["Name"] == "terminated"


@pytest.mark.behaviour("ending-an-instance")
def test_terminate_while_pending(world: Ec2World) -> None:
    """It never becomes running."""
    instance_id = world.launch()
    world.lab.ec2.terminate(instance_id)
    world.pass_time(40)
    assert world.lab.ec2.state(instance_id) in ("shutting-down", "terminated")


@pytest.mark.behaviour("interfaces-of-an-ending-instance")
def test_terminate_deletes_the_primary_and_frees_the_secondary() -> None:
    """In use while shutting down, then available with address, groups and EIP."""
    with small_world(shutting_down_seconds=(30, 30)) as world:
        eni_id, instance_id, allocation_id = world.vip(), world.running(), world.eip()
        primary_id = world.see_instance(instance_id)["NetworkInterfaces"][0]["NetworkInterfaceId"]
        world.attached(eni_id, instance_id)
        world.associate(allocation_id, eni_id)
        before = world.see_interface(eni_id)
        world.ec2.terminate_instances(InstanceIds=[instance_id])
        world.pass_time(29)
        assert world.see_interface(eni_id)["Status"] == "in-use"
        world.pass_time(1)
        after = world.see_interface(eni_id)
        assert world.see_interface(primary_id) == {}
        assert after["Status"] == "available"
        kept = ("PrivateIpAddress", "MacAddress", "Groups", "Association")
        assert [after[key] for key in kept] == [before[key] for key in kept]


@pytest.mark.behaviour("interfaces-of-an-ending-instance")
def test_interfaces_may_be_freed_while_shutting_down() -> None:
    """The other moment at which it may become available."""
    switches = {"interfaces_freed_while_shutting_down": True, "shutting_down_seconds": (30, 30)}
    with small_world(**switches) as world:
        eni_id, instance_id = world.vip(), world.running()
        world.attached(eni_id, instance_id)
        world.ec2.terminate_instances(InstanceIds=[instance_id])
        world.pass_time(15)
        assert world.lab.ec2.state(instance_id) == "shutting-down"
        assert world.see_interface(eni_id)["Status"] == "available"


@pytest.mark.behaviour("ending-an-instance")
def test_terminated_instance_is_visible_for_an_hour(world: Ec2World) -> None:
    """Shown without network for about an hour, then NotFound."""
    instance_id = world.running()
    world.lab.ec2.terminate(instance_id)
    world.reach(instance_id, "terminated")
    world.pass_time(3590)
    seen = world.see_instance(instance_id)
    assert seen["State"]["Name"] == "terminated"
    assert seen["NetworkInterfaces"] == []
    assert not seen.get("PrivateIpAddress")
    world.pass_time(20)
    code, _ = refusal(world.ec2.describe_instances, InstanceIds=[instance_id])
    assert code == "InvalidInstanceID.NotFound"
    assert world.lab.ec2.state(instance_id) == "terminated"


@pytest.mark.behaviour("interfaces-of-an-ending-instance")
def test_terminated_instance_frees_its_addresses(world: Ec2World) -> None:
    """The primary address can be used again."""
    instance_id = world.running()
    address = world.see_instance(instance_id)["PrivateIpAddress"]
    world.lab.ec2.terminate(instance_id)
    world.reach(instance_id, "terminated")
    world.interface(world.wan[ZONE_A], address)


@pytest.mark.behaviour("insufficient-capacity")
def test_no_capacity_in_a_zone_that_is_down(world: Ec2World) -> None:
    """The launch fails; nothing is left of it."""
    world.lab.ec2.az_down.add(ZONE_A)
    with pytest.raises(AwsError, match="InsufficientInstanceCapacity"):
        world.launch(ZONE_A)
    assert world.ec2.describe_network_interfaces()["NetworkInterfaces"] == []
    world.running(ZONE_B)


@pytest.mark.behaviour("status-checks")
def test_zone_down_impairs_its_instances(world: Ec2World) -> None:
    """Status checks `impaired`, only there, only as long."""
    here, there = world.running(ZONE_A), world.running(ZONE_B)
    world.lab.clock.advance(world.lab.switches.launch_initializing_seconds)
    world.lab.ec2.az_down.add(ZONE_A)
    assert set(world.lab.ec2.impaired) == {here}
    assert _status(world, here) == ("impaired", "impaired")
    assert _status(world, there) == ("ok", "ok")
    world.lab.ec2.az_down.clear()
    assert _status(world, here) == ("ok", "ok")


@pytest.mark.behaviour("status-checks")
def test_checks_begin_after_a_launch_and_after_a_reboot(world: Ec2World) -> None:
    """`initializing` is not unhealthy, and says nothing yet."""
    switches = world.lab.switches
    instance_id = world.running()
    assert _status(world, instance_id) == ("initializing", "initializing")
    world.lab.clock.advance(switches.launch_initializing_seconds)
    assert _status(world, instance_id) == ("ok", "ok")
    world.ec2.reboot_instances(InstanceIds=[instance_id])
    assert _status(world, instance_id) == ("initializing", "initializing")
    world.lab.clock.advance(switches.reboot_initializing_seconds)
    assert _status(world, instance_id) == ("ok", "ok")


@pytest.mark.behaviour("status-checks")
def test_one_instance_impaired(world: Ec2World) -> None:
    """Marked by hand, and healed."""
    instance_id = world.running()
    world.lab.clock.advance(world.lab.switches.launch_initializing_seconds)
    world.lab.ec2.impaired.add(instance_id)
    assert _status(world, instance_id) == ("impaired", "impaired")
    world.lab.ec2.impaired.discard(instance_id)
    assert _status(world, instance_id) == ("ok", "ok")


@pytest.mark.behaviour("public-address-after-a-restart")
def test_no_new_public_address_with_a_second_interface(world: Ec2World) -> None:
    """After stop and start an auto-assigned public address is not given again."""
    world.ec2.modify_subnet_attribute(
        SubnetId=world.wan[ZONE_A], MapPublicIpOnLaunch={"Value": True}
    )
    instance_id = world.running()
    assert world.see_instance(instance_id)["PublicIpAddress"]
    world.attached(world.vip(), instance_id)
    world.ec2.stop_instances(InstanceIds=[instance_id])
    world.reach(instance_id, "stopped")
    world.ec2.start_instances(InstanceIds=[instance_id])
    world.reach(instance_id, "running")
    assert not world.see_instance(instance_id).get("PublicIpAddress")

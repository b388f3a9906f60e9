"""What is one safe stage from the world as observed to the VIP wholly on its holder, or gone?

Pure. The steps of one stage do not depend on each other and run side by side; the next stage comes
from the next observation. An empty plan means that the goal is reached.
"""

from __future__ import annotations

from collections.abc import Set

from hook_handler import reboot_mark
from hook_handler.config import Config
from hook_handler.steps import (
    DEVICE_INDEX,
    REBOOTING,
    AssociateAddress,
    AssociateRouteTable,
    Attach,
    AwaitDetach,
    Call,
    CreateInterface,
    CreateSubnet,
    DeleteInterface,
    DeleteSubnet,
    Detach,
    DisableSourceDestCheck,
    Reboot,
    ReplaceRouteTable,
    SetSecurityGroups,
    Step,
    Wait,
)
from hook_handler.world import Attachment, Interface, Member, Subnet, World

Plan = tuple[Step, ...]
NOTHING: Set[Call] = frozenset()


def towards(world: World, holder: Member, config: Config, given_up: Set[Call] = NOTHING) -> Plan:
    """The next steps that bring the VIP wholly onto `holder`, without what was `given_up`."""
    subnet = _vip_subnet(world, holder.zone, config)
    interface = _vip_interface(world, subnet, config)
    obstacles = _clear(world, holder, subnet, interface)
    if obstacles:
        return obstacles
    if subnet is None:
        return (CreateSubnet(holder.zone),)
    if subnet.state == "pending":
        return (Wait("the VIP subnet is being created", subnet.subnet_id, brief=True),)
    route = _route(subnet, config)
    if interface is None:
        return _without(given_up, *route, CreateInterface(subnet.subnet_id))
    repairs = _repair(world, interface, config)
    # First what depends most on who is in the group now.
    steps = _without(given_up, *_hang(world, interface, holder), *route, *repairs)
    return steps or _reboot(interface, holder, config, given_up)


def away(world: World) -> Plan:
    """The next steps that take the VIP down: no interface, then no subnet."""
    return _clear(world, holder=None, keep_subnet=None, keep_interface=None)


def _without(given_up: Set[Call], *steps: Step) -> tuple[Step, ...]:
    return tuple(step for step in steps if step not in given_up)


def _vip_subnet(world: World, zone: str, config: Config) -> Subnet | None:
    fitting = (each for each in world.subnets if (each.cidr, each.zone) == (config.vip_cidr, zone))
    return min(fitting, key=lambda each: each.subnet_id, default=None)


def _vip_interface(world: World, subnet: Subnet | None, config: Config) -> Interface | None:
    if subnet is None:
        return None
    place = (subnet.subnet_id, config.vip_address)
    fitting = (each for each in world.interfaces if (each.subnet_id, each.address) == place)
    return min(fitting, key=lambda each: each.interface_id, default=None)


def _clear(
    world: World,
    holder: Member | None,
    keep_subnet: Subnet | None,
    keep_interface: Interface | None,
) -> tuple[Step, ...]:
    """Everything of ours that is in the way, from the inside out."""
    interfaces = tuple(
        _remove(world, each, holder) for each in world.interfaces if each is not keep_interface
    )
    occupied = {each.subnet_id for each in world.interfaces}
    subnets = tuple(
        DeleteSubnet(each.subnet_id)
        for each in world.subnets
        if each is not keep_subnet and each.subnet_id not in occupied
    )
    return interfaces + subnets


def _remove(world: World, interface: Interface, holder: Member | None) -> Step:
    if interface.attachment:
        return _detach(world, interface, interface.attachment, holder)
    if interface.status == "pending":
        return Wait("an interface is being created", interface.interface_id, brief=True)
    return DeleteInterface(interface.interface_id)


def _detach(
    world: World, interface: Interface, attachment: Attachment, holder: Member | None
) -> Step:
    goes_away = world.confirmed_gone(attachment)
    if attachment.status == "detaching":
        return AwaitDetach(attachment.attachment_id, interface.interface_id, goes_away)
    # To put the holder's own interface right takes nothing from anybody.
    own = holder is not None and attachment.instance_id == holder.instance_id
    return Detach(attachment.attachment_id, doubtful=not goes_away and not own)


def _route(subnet: Subnet, config: Config) -> tuple[Step, ...]:
    if subnet.route_table_id == config.vip_route_table_id:
        return ()
    if subnet.association_id:
        return (ReplaceRouteTable(subnet.association_id),)
    return (AssociateRouteTable(subnet.subnet_id),)


def _repair(world: World, interface: Interface, config: Config) -> tuple[Step, ...]:
    if interface.status == "pending":
        return (Wait("the VIP interface is being created", interface.interface_id, brief=True),)
    steps: list[Step] = []
    eip = world.elastic_ip
    wanted = (interface.interface_id, config.vip_address)
    if eip is None or (eip.interface_id, eip.private_address) != wanted:
        steps.append(AssociateAddress(interface.interface_id))
    if interface.source_dest_check:
        steps.append(DisableSourceDestCheck(interface.interface_id))
    if interface.group_ids != config.vip_security_group_ids:
        steps.append(SetSecurityGroups(interface.interface_id))
    return tuple(steps)


def _hang(world: World, interface: Interface, holder: Member) -> tuple[Step, ...]:
    attachment = interface.attachment
    if attachment is None:
        if interface.status == "pending":
            return ()
        if holder.ec2_state != "running":
            return (Wait("the instance is booting", holder.instance_id),)
        return (Attach(interface.interface_id, holder.instance_id),)
    if attachment.instance_id == holder.instance_id and attachment.status == "attaching":
        return (Wait("the interface is being attached", interface.interface_id),)
    wanted = (holder.instance_id, DEVICE_INDEX, "attached")
    if (attachment.instance_id, attachment.device_index, attachment.status) != wanted:
        return (_detach(world, interface, attachment, holder),)
    return ()


def _reboot(
    interface: Interface, holder: Member, config: Config, given_up: Set[Call]
) -> tuple[Step, ...]:
    attachment = interface.attachment
    if not config.reboot_after_attach or attachment is None:
        return ()
    attachment_id = attachment.attachment_id
    if interface.description == reboot_mark.rebooted(attachment_id):
        return ()
    if any(
        isinstance(each, REBOOTING) and each.attachment_id == attachment_id for each in given_up
    ):
        return ()
    return (
        Reboot(
            holder.instance_id,
            interface.interface_id,
            attachment_id,
            attachment.attached_at,
            reboot_mark.begun_for(attachment_id, interface.description),
        ),
    )

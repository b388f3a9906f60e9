"""Routes of others' tables that lead to a VIP: which are ours to change, and how. Pure.

EC2 fences no change of a route, so we change none that somebody else leads anywhere: a route is
ours while it leads to an interface of ours, or nowhere, as it does when that interface is gone
(docs/aws-behaviour.md#routes-to-an-interface). In a move it is replaced and never deleted.
"""

from __future__ import annotations

from collections.abc import Set

from hook_handler.config import Config
from hook_handler.steps import CreateRoute, DeleteRoute, ReplaceRoute, Step
from hook_handler.vips import NextHopRoute, Vip
from hook_handler.world import Hop, Interface, Member, World


def lead(
    world: World, interface: Interface, holder: Member, vip: Vip, ours: Set[str]
) -> tuple[Step, ...]:
    """The steps that lead the VIP's routes to its interface, once that is attached to `holder`.

    ours: the ids of all our interfaces, as another VIP of ours may have had a route before.
    """
    held = interface.attachment
    if held is None or (held.instance_id, held.status) != (holder.instance_id, "attached"):
        return ()
    steps: list[Step] = []
    for route in vip.next_hop_routes:
        hop = world.hop(route)
        if hop is None:
            steps.append(CreateRoute(route, interface.interface_id))
        elif hop.interface_id != interface.interface_id and _is_ours(hop, ours):
            steps.append(ReplaceRoute(route, interface.interface_id))
    return tuple(steps)


def remove(world: World, config: Config) -> tuple[Step, ...]:
    """The steps that remove the routes which the configuration no longer has."""
    return _delete(world, config.removed.routes)


def remove_all(world: World, config: Config) -> tuple[Step, ...]:
    """In the end: others' tables are as they were before."""
    return _delete(world, config.next_hop_routes)


def _delete(world: World, routes: Set[NextHopRoute]) -> tuple[Step, ...]:
    ours = {each.interface_id for each in world.interfaces}
    found = (world.hop(each) for each in sorted(routes))
    return tuple(DeleteRoute(hop.route) for hop in found if hop and _is_ours(hop, ours))


def taken(world: World, config: Config) -> tuple[str, ...]:
    """A sentence for each route that somebody else leads elsewhere."""
    ours = {each.interface_id for each in world.interfaces}
    wanted = ((vip, route) for vip in config.vips for route in vip.next_hop_routes)
    found = ((vip, world.hop(route)) for vip, route in wanted)
    return tuple(
        f"The route to {hop.route.destination} in {hop.route.route_table_id} leads elsewhere"
        f"{f' ({hop.interface_id})' if hop.interface_id else ''}, and not to the VIP {vip.key}. It "
        "is left as it is: delete it, or remove it from next_hop_routes."
        for vip, hop in found
        if hop and not _is_ours(hop, ours)
    )


def _is_ours(hop: Hop, ours: Set[str]) -> bool:
    return not hop.active or hop.interface_id in ours

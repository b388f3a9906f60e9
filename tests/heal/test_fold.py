"""What is folded is what EC2 shows: after each round of accepted calls, held against a look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from hook_handler.assessment import Assessment
from hook_handler.observe import observe
from hook_handler.reconcile import Reconciler
from hook_handler.world import Interface, World
from tests.heal.conftest import Deploy
from tests.support.actions import console_user, mark_unhealthy, settle
from tests.support.deployment import ZONES, Deployment
from tests.support.several_vips import INSTANCE_TYPE, furnish, strip

# Nothing goes further by itself while the look is taken.
UNHURRIED = {
    "attach_seconds": (8.0, 9.0),
    "detach_seconds": (8.0, 9.0),
    "forced_detach_seconds": (8.0, 9.0),
    "interface_available_seconds": (5.0, 6.0),
    "subnet_available_seconds": (5.0, 6.0),
}


def first_launch(deployed: Deployment) -> None:
    deployed.scale(1)


def same_zone(deployed: Deployment) -> None:
    mark_unhealthy(deployed)


def other_zone(deployed: Deployment) -> None:
    deployed.lab.groups.force_az = ZONES[1]
    mark_unhealthy(deployed)


def drift(deployed: Deployment) -> None:
    user = console_user(deployed)
    user.disassociate_the_elastic_ip()
    user.drop_the_route_table()
    user.check_source_and_destination()
    user.change_the_security_groups()


def another_table(deployed: Deployment) -> None:
    console_user(deployed).give_another_route_table()


def rest(deployed: Deployment) -> None:
    deployed.scale(0)


SITUATIONS: dict[Callable[[Deployment], None], set[str]] = {
    first_launch: {
        "CreateSubnet",
        "AssociateRouteTable",
        "CreateInterface",
        "AssociateAddress",
        "DisableSourceDestCheck",
        "Attach",
    },
    same_zone: {"Detach", "Attach"},
    other_zone: {"Detach", "DeleteInterface", "DeleteSubnet", "CreateSubnet", "Attach"},
    drift: {"AssociateAddress", "AssociateRouteTable", "SetSecurityGroups"},
    another_table: {"ReplaceRouteTable"},
    rest: {"Detach", "DeleteInterface", "DeleteSubnet"},
}


WITH_ALL: dict[Callable[[Deployment], None], set[str]] = {
    first_launch: {"CreateInterface", "AssociateAddress", "ReplaceNetworkAcl", "CreateRoute"},
    other_zone: {"DeleteInterface", "CreateInterface", "ReplaceNetworkAcl", "ReplaceRoute"},
    strip: {
        "AssignAddresses",
        "AssignIpv6Address",
        "AssociateAddress",
        "SetConnectionTracking",
        "CreateRoute",
    },
}


@pytest.mark.parametrize("trigger", SITUATIONS, ids=lambda each: each.__name__)
@pytest.mark.parametrize("reboot", ["false", "true"])
def test_the_folded_world_is_the_world(
    deploy: Deploy,
    monkeypatch: pytest.MonkeyPatch,
    trigger: Callable[[Deployment], None],
    reboot: str,
) -> None:
    deployed = deploy(switches=UNHURRIED, REBOOT_AFTER_ATTACH=reboot)
    compare(deployed, monkeypatch, trigger, SITUATIONS[trigger])


@pytest.mark.parametrize("trigger", WITH_ALL, ids=lambda each: each.__name__)
def test_so_it_is_with_all_that_a_vip_may_have(
    deploy: Deploy, monkeypatch: pytest.MonkeyPatch, trigger: Callable[[Deployment], None]
) -> None:
    deployed = deploy(switches=UNHURRIED, instance_type=INSTANCE_TYPE)
    furnish(deployed)
    compare(deployed, monkeypatch, trigger, WITH_ALL[trigger])


def compare(
    deployed: Deployment,
    monkeypatch: pytest.MonkeyPatch,
    trigger: Callable[[Deployment], None],
    steps: set[str],
) -> None:
    """Hold each folded world of what the trigger sets off against a look."""
    deployed.lab.groups.force_az = ZONES[0]
    if trigger is not first_launch:
        deployed.warm_up()
        settle(deployed)
    made: set[str] = set()
    make = Reconciler._make

    def compared(reconciler: Reconciler, *given: Any) -> tuple[Assessment, bool]:
        folded, refused = make(reconciler, *given)
        made.update(type(each).__name__ for each in reconciler.progress.done)
        shown = observe(reconciler.config, reconciler.clients, reconciler.retrier)
        assert network(folded.world) == network(shown)
        return folded, refused

    monkeypatch.setattr(Reconciler, "_make", compared)
    trigger(deployed)
    settle(deployed, 200)
    assert made >= steps


def network(world: World) -> Any:
    """What calls change of a world, without the moment of an attachment: EC2 tells whole seconds,
    of its own clock."""
    interfaces = tuple(_timeless(each) for each in world.interfaces)
    # Nor the network ACL of a new subnet, which only a look shows, nor where nothing gets through.
    subnets = tuple(
        replace(each, network_acl_id=None, network_acl_association_id=None)
        for each in world.subnets
    )
    hops = ((each.route, each.interface_id) for each in world.hops)
    found = (subnets, interfaces, world.elastic_ips, hops)
    return [sorted(each, key=str) for each in found]


def _timeless(interface: Interface) -> Interface:
    held = interface.attachment
    return replace(interface, attachment=replace(held, attached_at=0.0)) if held else interface

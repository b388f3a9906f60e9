"""Does the group rest because somebody intended it? That it is empty, or gone, does not say so.

An intention is seen in the group itself: its maximum is 0, as Terraform sets it to drain a group
that it destroys; or its process Launch is suspended, which is how an operator says it
(docs/operations.md). A group that Terraform ends goes through its hooks and leaves nothing behind;
soon after, the audit ends as well, or there is a new group.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from hook_handler.config import Config
from hook_handler.world import MAINTENANCE

if TYPE_CHECKING:
    from hook_handler.world import Group, World

# Seconds beyond its grace that the warm-up, which looks every minute, is given to raise the group.
WARMUP_MARGIN = 180.0
# Seconds that Terraform is given from a group's end to the audit's, or to the next group: a new VPC
# with its endpoints may come in between.
BETWEEN_GROUPS = 900.0
# Without one of these a broken instance is not replaced. ReplaceUnhealthy alone is maintenance.
HEALING = frozenset({"Launch", "Terminate", "HealthCheck"})


def is_intended(world: World, config: Config, now: float, gone_for: Callable[[], float]) -> bool:
    """Whether nobody is to hold the VIP at present: somebody said so, or the warm-up is to come.

    `gone_for`: asked only when there is no group, how many seconds ago it last did anything.
    """
    group = world.group
    if group is None:
        return world.empty and gone_for() < BETWEEN_GROUPS
    if not group.drained or group.ends_by_force:
        return False
    said_so = group.max_size == 0 or "Launch" in group.suspended or group.being_deleted
    return said_so or now < group.created_at + config.warmup_grace_seconds + WARMUP_MARGIN


def why_unintended(world: World, config: Config) -> str | None:
    """Why nobody can hold the VIP although that is not intended, and the way back: a sentence.

    To be asked when `is_intended` says no. None when there is, or is to be, an instance.
    """
    group, name = world.group, config.group_name
    if group is None or group.ends_by_force:
        addresses = ", ".join(vip.address for vip in config.vips)
        how = "" if world.empty else ", by force: the VIP's subnet is still there"
        return (
            f"The Auto Scaling group {name} was deleted{how}. Nobody can hold {addresses}."
            " Make the group again: terraform apply. If all shall go: terraform destroy."
        )
    if not group.drained:
        return None
    return (
        f"The Auto Scaling group {name} is at 0, and nobody wished that. Bring it back: aws "
        f"autoscaling set-desired-capacity --auto-scaling-group-name {name} --desired-capacity 1. "
        "If it never served, the warm-up's log says what is missing. If it shall rest, say so: aws "
        f"autoscaling suspend-processes --auto-scaling-group-name {name} --scaling-processes Launch"
    )


def suspended(group: Group | None) -> frozenset[str]:
    """The suspended processes without which nothing heals, beside those of maintenance."""
    if group is None:
        return frozenset()
    return group.suspended & (HEALING - MAINTENANCE if group.in_maintenance else HEALING)

"""Whether a replacement is launched before the old instance is terminated.

docs/aws-behaviour.md#instance-maintenance-policy
docs/aws-behaviour.md#launch-before-terminate-by-account
"""

from __future__ import annotations

from typing import Any

from lab.autoscaling.store import Group
from lab.context import Lab


def launches_first(lab: Lab, group: Group, preferences: dict[str, Any] | None = None) -> bool:
    """Order of a health replacement or, with its `preferences`, of an instance refresh.

    Minimum healthy 100 % means launch first; anything less means terminate and launch in
    parallel. A group without a policy follows the account's `launchBeforeTerminate` setting.
    """
    if preferences and "MinHealthyPercentage" in preferences:
        return int(preferences["MinHealthyPercentage"]) >= 100
    policy = group.instance_maintenance_policy
    if policy:
        first = policy["MinHealthyPercentage"] >= 100 and policy["MaxHealthyPercentage"] > 100
    else:
        first = lab.switches.account_launch_before_terminate
    return first and _room_above(lab, group)


def _room_above(lab: Lab, group: Group) -> bool:
    """The policy's percentage is of the desired capacity; a switch says if MaxSize bounds it."""
    return group.desired_capacity < group.max_size or lab.switches.replacement_may_exceed_max_size

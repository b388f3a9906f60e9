"""Whether a replacement is launched before the old instance is terminated.

docs/aws-behaviour.md#instance-maintenance-policy
docs/aws-behaviour.md#launch-before-terminate-by-account
"""

from __future__ import annotations

from math import ceil
from typing import Any

from lab.autoscaling.store import Group
from lab.context import Lab


def launches_first(lab: Lab, group: Group, preferences: dict[str, Any] | None = None) -> bool:
    """Order of a health replacement or, with its `preferences`, of an instance refresh.

    Minimum healthy 100 % means launch first; anything less means terminate and launch in
    parallel. A group without a policy follows the account's `launchBeforeTerminate` setting.
    """
    if preferences and "MinHealthyPercentage" in preferences:
        low = int(preferences["MinHealthyPercentage"])
        # Only an explicit maximum makes a refresh launch first where it cannot keep to both.
        return low >= 100 or ("MaxHealthyPercentage" in preferences and _keeps_all(group, low))
    policy = group.instance_maintenance_policy
    if policy:
        low = policy["MinHealthyPercentage"]
        within = low >= 100 and policy["MaxHealthyPercentage"] > 100
        beyond = lab.switches.impossible_policy_launches_first and _keeps_all(group, low)
        first = within or beyond
    else:
        first = lab.switches.account_launch_before_terminate
    return first and _room_above(lab, group)


def _keeps_all(group: Group, percentage: int) -> bool:
    """Whether so much of the group, rounded up, is all of it: then nobody may go first."""
    return ceil(group.desired_capacity * percentage / 100) >= group.desired_capacity


def _room_above(lab: Lab, group: Group) -> bool:
    """The policy's percentage is of the desired capacity; a switch says if MaxSize bounds it."""
    return group.desired_capacity < group.max_size or lab.switches.replacement_may_exceed_max_size

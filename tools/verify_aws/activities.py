"""Scaling activities: when Auto Scaling began to launch or to terminate an instance."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tools.verify_aws.aws import Aws

if TYPE_CHECKING:
    from mypy_boto3_autoscaling.type_defs import ActivityTypeDef

_DESCRIPTION = re.compile(r"(Launching a new|Terminating) EC2 instance: (i-[0-9a-f]+)")
_RECENT = 100

Kind = Literal["launch", "terminate"]


@dataclass(frozen=True)
class Activity:
    """Times in seconds since the Unix epoch; `ended` is None while it goes on."""

    kind: Kind
    instance_id: str
    began: float
    ended: float | None


def recent(aws: Aws, group: str, since: float) -> list[Activity]:
    """Those that began after `since`, the oldest first."""
    answer = aws.autoscaling.describe_scaling_activities(
        AutoScalingGroupName=group, MaxRecords=_RECENT
    )["Activities"]
    found = [parsed for each in answer if (parsed := _parsed(each)) is not None]
    return sorted(
        (each for each in found if each.began >= since), key=lambda activity: activity.began
    )


def one(found: Sequence[Activity], kind: Kind, instance_id: str) -> Activity | None:
    """The first of this kind for this instance."""
    return next(
        (each for each in found if (each.kind, each.instance_id) == (kind, instance_id)), None
    )


def overlap(termination: Activity, launch: Activity) -> str:
    """How the two of a replacement lie to each other."""
    if launch.began < termination.began:
        return "launch first"
    if termination.ended is not None and launch.began >= termination.ended:
        return "launch after the termination has ended"
    return "launch while the termination goes on"


def _parsed(activity: ActivityTypeDef) -> Activity | None:
    found = _DESCRIPTION.search(activity.get("Description", ""))
    if found is None:
        return None
    ended = activity.get("EndTime")
    return Activity(
        kind="launch" if found[1].startswith("L") else "terminate",
        instance_id=found[2],
        began=activity["StartTime"].timestamp(),
        ended=ended.timestamp() if ended else None,
    )

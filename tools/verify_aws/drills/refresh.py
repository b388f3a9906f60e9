"""An instance refresh that may go below the desired capacity and not above it."""

from __future__ import annotations

from tools.verify_aws import activities
from tools.verify_aws.moments import Moment
from tools.verify_aws.stage import Stage

ENDED = ("Successful", "Failed", "Cancelled", "RollbackSuccessful", "RollbackFailed")


def refreshed(stage: Stage) -> None:
    """With both bounds said: is the new instance launched at once, or after the old one's end?"""
    old = stage.holder()
    before = stage.clock.now()
    refresh_id = stage.aws.autoscaling.start_instance_refresh(
        AutoScalingGroupName=stage.group,
        # The order is the question: nobody has to wait for the successor's warm-up as well.
        Preferences={"MinHealthyPercentage": 0, "MaxHealthyPercentage": 100, "InstanceWarmup": 0},
    )["InstanceRefreshId"]
    asked = Moment(before, stage.clock.now())
    looks = stage.healed("instance refresh at 0/100", asked, old)
    new = str(looks[-1].holder)
    stage.watch.until("the end of the refresh", lambda _: _status(stage, refresh_id) in ENDED)
    found = stage.activities(asked)
    termination = activities.one(found, "terminate", old)
    launch = activities.one(found, "launch", new)
    if termination and launch:
        stage.answers.found(
            "order_of_refresh",
            activities.overlap(termination, launch),
            status=_status(stage, refresh_id),
            launch_after_seconds=round(launch.began - termination.began, 1),
        )


def _status(stage: Stage, refresh_id: str) -> str:
    (found,) = stage.aws.autoscaling.describe_instance_refreshes(
        AutoScalingGroupName=stage.group, InstanceRefreshIds=[refresh_id]
    )["InstanceRefreshes"]
    return str(found["Status"])

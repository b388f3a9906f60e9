"""Destroy at bad moments: it ends, and nothing is left over, whatever is under way.

Terraform is held at the call that begins the drain until the moment has come.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from lab.autoscaling.states import State
from lab.errors import AwsError
from lab.pipeline.faults import Fault
from tests.deploy.stage import ALWAYS, Stage
from tests.support.terraform import Terraform, TerraformError

GROUP = "persistent-vnf"
OWNED = [{"Name": "tag:PersistentVnf", "Values": [GROUP]}]
DRAIN = "autoscaling:UpdateAutoScalingGroup"
LONGEST_GRACE_SECONDS = 3600
FORBIDDEN = AwsError("UnauthorizedOperation", "You are not authorized to do this.", 403)
QUOTA = AwsError("SubnetLimitExceeded", "The maximum number of subnets has been reached.")


def applied(stage: Stage, tmp_path: Path, **variables: Any) -> Terraform:
    """The module with its defaults, but warmed up at once."""
    terraform = stage.terraform(".", tmp_path, **{"warmup_grace_seconds": 0} | variables)
    terraform.init()
    terraform.apply()
    return terraform


def in_state(stage: Stage, state: State) -> bool:
    members = stage.lab.groups.get(GROUP).group.members
    return any(member.lifecycle_state is state for member in members)


def test_before_the_warm_up_fired(stage: Stage, tmp_path: Path) -> None:
    terraform = applied(stage, tmp_path, warmup_grace_seconds=LONGEST_GRACE_SECONDS)
    terraform.destroy()
    stage.clean()
    assert stage.lab.call_log.of("autoscaling", "SetDesiredCapacity") == []


@pytest.mark.parametrize("interrupts", [False, True])
def test_while_a_launch_hook_waits(stage: Stage, tmp_path: Path, interrupts: bool) -> None:
    """A quota holds the launch; AWS leaves open whether the drain waits for the hook."""
    stage.lab.switches.scale_in_interrupts_launch_hook = interrupts
    stage.lab.faults.inject(
        Fault("ec2", "CreateSubnet", "error", count=ALWAYS, error=QUOTA, caller="lambda")
    )
    terraform = applied(stage, tmp_path)
    stage.before_next(
        DRAIN, lambda: stage.wait(lambda: in_state(stage, State.PENDING_WAIT), "a held launch")
    )
    terraform.destroy()
    stage.clean()


def test_while_a_heal_is_under_way(stage: Stage, tmp_path: Path) -> None:
    """The newcomer's handler has built subnet and interface, and is about to attach."""
    terraform = applied(stage, tmp_path)
    first = stage.in_service()

    def fail_and_heal_half_way() -> None:
        with stage.lab.lock:
            began = len(stage.lab.call_log.calls)
            stage.lab.groups.force_az = stage.another_zone(first)
            stage.lab.ec2.terminate(first.instance_id)
        built = ("ec2", "CreateNetworkInterface")
        stage.wait(lambda: bool(stage.lab.call_log.of(*built, after=began)), "a heal half way")

    stage.before_next(DRAIN, fail_and_heal_half_way)
    terraform.destroy()
    stage.clean()


def test_after_somebody_deleted_the_vip_subnet(stage: Stage, tmp_path: Path) -> None:
    terraform = applied(stage, tmp_path)
    stage.in_service()
    stage.before_next(DRAIN, lambda: delete_vip_subnet(stage))
    terraform.destroy()
    stage.clean()


def delete_vip_subnet(stage: Stage) -> None:
    with stage.unseen():
        stage.console_user().delete_the_subnet()
        assert stage.vip().state == "absent"


def test_after_the_function_failed(stage: Stage, tmp_path: Path) -> None:
    """Each destroy says what stands in the way; once that is gone, the next one succeeds."""
    terraform = applied(stage, tmp_path)
    stage.in_service()
    for action in ("DetachNetworkInterface", "DeleteNetworkInterface"):
        stage.lab.faults.inject(
            Fault("ec2", action, "error", count=ALWAYS, error=FORBIDDEN, caller="lambda")
        )
    with pytest.raises(TerraformError, match="Give the function's role this right"):
        terraform.destroy()
    assert "VIP 10.16.10.20 needs you" in stage.mailed()
    # Told, and left to the audit: Lambda's retries would meet the same.
    assert "EC2 Instance-terminate Lifecycle Action" not in stage.failed_events()
    stage.lab.faults.clear()

    foreign = foreign_interface(stage)
    with pytest.raises(TerraformError, match=f"interfaces {foreign} in the VIP subnet"):
        terraform.destroy()
    stage.client("ec2").delete_network_interface(NetworkInterfaceId=foreign)

    terraform.destroy()
    stage.clean()


def foreign_interface(stage: Stage) -> str:
    """Somebody's own interface in the VIP subnet. Returns its id."""
    ec2 = stage.client("ec2")
    (subnet,) = ec2.describe_subnets(Filters=OWNED)["Subnets"]
    made = ec2.create_network_interface(SubnetId=subnet["SubnetId"])
    return str(made["NetworkInterface"]["NetworkInterfaceId"])

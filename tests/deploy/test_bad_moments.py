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
from tests.support.event_shapes import TERMINATE_ACTION
from tests.support.served_lab import ALWAYS, ServedLab
from tests.support.terraform import Terraform, TerraformError

GROUP = "persistent-vnf"
OWNED = [{"Name": "tag:PersistentVnf", "Values": [GROUP]}]
DRAIN = "autoscaling:UpdateAutoScalingGroup"
LONGEST_GRACE_SECONDS = 3600
FORBIDDEN = AwsError("UnauthorizedOperation", "You are not authorized to do this.", 403)
QUOTA = AwsError("SubnetLimitExceeded", "The maximum number of subnets has been reached.")


def applied(served: ServedLab, tmp_path: Path, **variables: Any) -> Terraform:
    """The module with its defaults, but warmed up at once."""
    terraform = served.terraform(".", tmp_path, **{"warmup_grace_seconds": 0} | variables)
    terraform.init()
    terraform.apply()
    return terraform


def in_state(served: ServedLab, state: State) -> bool:
    members = served.lab.groups.get(GROUP).group.members
    return any(member.lifecycle_state is state for member in members)


@pytest.mark.nightly
def test_before_the_warm_up_fired(served: ServedLab, tmp_path: Path) -> None:
    terraform = applied(served, tmp_path, warmup_grace_seconds=LONGEST_GRACE_SECONDS)
    terraform.destroy()
    served.clean()
    assert served.lab.call_log.of("autoscaling", "SetDesiredCapacity") == []


@pytest.mark.nightly
@pytest.mark.parametrize("interrupts", [False, True])
def test_while_a_launch_hook_waits(served: ServedLab, tmp_path: Path, interrupts: bool) -> None:
    """A quota holds the launch; AWS leaves open whether the drain waits for the hook."""
    served.lab.switches.scale_in_interrupts_launch_hook = interrupts
    served.lab.faults.inject(
        Fault("ec2", "CreateSubnet", "error", count=ALWAYS, error=QUOTA, caller="lambda")
    )
    terraform = applied(served, tmp_path)
    served.before_next(
        DRAIN,
        lambda: served.wait(lambda: in_state(served, State.PENDING_WAIT), "a held launch"),
    )
    terraform.destroy()
    served.clean()


@pytest.mark.nightly
def test_while_a_heal_is_under_way(served: ServedLab, tmp_path: Path) -> None:
    """The newcomer's handler has built subnet and interface, and is about to attach."""
    terraform = applied(served, tmp_path)
    first = served.in_service()

    def fail_and_heal_half_way() -> None:
        with served.lab.lock:
            began = len(served.lab.call_log.calls)
            served.lab.groups.force_az = served.another_zone(first)
            served.lab.ec2.terminate(first.instance_id)
        built = ("ec2", "CreateNetworkInterface")
        served.wait(lambda: bool(served.lab.call_log.of(*built, after=began)), "a heal half way")

    served.before_next(DRAIN, fail_and_heal_half_way)
    terraform.destroy()
    served.clean()


@pytest.mark.nightly
def test_after_somebody_deleted_the_vip_subnet(served: ServedLab, tmp_path: Path) -> None:
    terraform = applied(served, tmp_path)
    served.in_service()
    served.before_next(DRAIN, lambda: delete_vip_subnet(served))
    terraform.destroy()
    served.clean()


def delete_vip_subnet(served: ServedLab) -> None:
    with served.unseen():
        served.console_user().delete_the_subnet()
        assert served.vip().state == "absent"


@pytest.mark.nightly
def test_after_the_function_failed(served: ServedLab, tmp_path: Path) -> None:
    """Each destroy says what stands in the way; once that is gone, the next one succeeds."""
    terraform = applied(served, tmp_path)
    served.in_service()
    for action in ("DetachNetworkInterface", "DeleteNetworkInterface"):
        served.lab.faults.inject(
            Fault("ec2", action, "error", count=ALWAYS, error=FORBIDDEN, caller="lambda")
        )
    with pytest.raises(TerraformError, match="Give the function's role this right"):
        terraform.destroy()
    assert "VIP 10.16.10.20 needs you" in served.mailed()
    # Told, and left to the audit: Lambda's retries would meet the same.
    assert TERMINATE_ACTION not in served.failed_events()
    served.lab.faults.clear()

    foreign = foreign_interface(served)
    with pytest.raises(TerraformError, match=f"interfaces {foreign} in the VIP subnet"):
        terraform.destroy()
    served.client("ec2").delete_network_interface(NetworkInterfaceId=foreign)

    terraform.destroy()
    served.clean()


def foreign_interface(served: ServedLab) -> str:
    """Somebody's own interface in the VIP subnet. Returns its id."""
    ec2 = served.client("ec2")
    (subnet,) = ec2.describe_subnets(Filters=OWNED)["Subnets"]
    made = ec2.create_network_interface(SubnetId=subnet["SubnetId"])
    return str(made["NetworkInterface"]["NetworkInterfaceId"])

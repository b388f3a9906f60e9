"""Somebody deploys a second VNF under the name of one that runs, from a state of their own.

The plan says so. And when both were planned before either was there, the second apply stops at what
AWS refuses twice, before it has taken over what AWS does not. Its destroy leaves the first whole.
Roles of other names make no difference.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.running import Running
from tests.support.served_lab import DEFAULT_NAME, ServedLab
from tests.support.terraform import Terraform, TerraformError

SENTENCE = f"name is {DEFAULT_NAME}, and a VNF of that name exists in eu-west-1"
OTHER_ROLES = {
    role: f"{DEFAULT_NAME}-second-{role}"
    for role in ("hook_handler", "warmup", "flow_logs", "instance")
}


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("variables", "refusal"),
    [
        ({}, "EntityAlreadyExists"),
        ({"iam": {"role_names": OTHER_ROLES}}, "ResourceAlreadyExistsException"),
    ],
    ids=["as it is", "roles of other names"],
)
def test_the_first_one_is_left_whole(
    served: ServedLab, tmp_path: Path, variables: dict[str, Any], refusal: str
) -> None:
    second = served.terraform(".", tmp_path / "second", **variables)
    second.init()
    saved = tmp_path / "saved.tfplan"
    second.plan(saved)  # while nothing of that name is there

    first = Running(served, tmp_path / "first")
    member = served.in_service()
    the_second_is_refused(second, saved, refusal)
    second.destroy()

    assert first.terraform.plan().empty, first.terraform.plan().changes
    assert served.in_service().instance_id == member.instance_id
    assert served.vip().whole
    assert alarms(served) > 10
    first.destroy()


def the_second_is_refused(second: Terraform, saved: Path, refusal: str) -> None:
    with pytest.raises(TerraformError, match=refusal):
        second.apply_saved(saved)
    # With roles of its own it has a claim by then, and is refused by AWS again and again.
    with pytest.raises(TerraformError) as error:
        second.plan() if refusal == "EntityAlreadyExists" else second.apply()
    said = " ".join(str(error.value).split())
    assert (SENTENCE if refusal == "EntityAlreadyExists" else refusal) in said


def alarms(served: ServedLab) -> int:
    found = served.client("cloudwatch").describe_alarms(AlarmNamePrefix=f"{DEFAULT_NAME}-")
    return len(found["MetricAlarms"])

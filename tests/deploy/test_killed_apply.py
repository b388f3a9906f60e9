"""An apply is killed in the middle, right after AWS made something and before the state has it.

The next apply goes on. What AWS refuses to make twice it names, and docs/operations.md says how to
import that; what AWS takes over it takes over.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lab.pipeline.call_log import Call
from tests.support.served_lab import ServedLab
from tests.support.terraform import Terraform, TerraformError

# One thing at a time, so that nothing else is under way when the apply is killed.
ALONE = {"TF_CLI_ARGS_apply": "-parallelism=1"}

# The creating calls at which an apply is killed, each at the first, and what AWS says of a second.
REFUSED = {
    "iam:CreateRole": "EntityAlreadyExists",
    "logs:CreateLogGroup": "ResourceAlreadyExistsException",
    "autoscaling:CreateAutoScalingGroup": "AlreadyExists",
}
TAKEN_OVER = {"cloudwatch:PutMetricAlarm", "sns:CreateTopic"}


@pytest.mark.nightly
def test_the_next_apply_goes_on_or_says_what_to_import(served: ServedLab, tmp_path: Path) -> None:
    terraform = served.terraform(".", tmp_path, warmup_grace_seconds=0)
    terraform.environment = {**terraform.environment, **ALONE}
    terraform.init()
    left, imported = {*REFUSED, *TAKEN_OVER}, list[str]()
    while (error := killed_or_refused(served, terraform, left)) is not None:
        imported += import_what_it_names(terraform, error)
    assert left == set()
    assert len(imported) == len(REFUSED)

    served.in_service()
    assert served.vip().whole
    assert terraform.plan().empty, terraform.plan().changes
    terraform.destroy()
    served.clean()


def killed_or_refused(served: ServedLab, terraform: Terraform, left: set[str]) -> str | None:
    """Apply, killed at the first call that is left. What Terraform said; None when it is done."""

    def strike(call: Call) -> None:
        if call.name in left and call.caller.kind == "operator":
            left.discard(call.name)
            served.lab.before_call = None
            terraform.kill()  # the call has its effect, and nobody hears of it

    served.lab.before_call = strike
    try:
        terraform.apply()
    except TerraformError as error:
        served.wait(lambda: answered(served), "the call's effect")
        return str(error)
    finally:
        served.lab.before_call = None
    return None


def answered(served: ServedLab) -> bool:
    return all(call.finished_at is not None for call in served.lab.call_log.of(kind="operator"))


def import_what_it_names(terraform: Terraform, error: str) -> list[str]:
    """By the address and the name that the error gives, as docs/operations.md has it."""
    found = re.findall(r"^(module\.\S+) creating [\w\s]+ \((.+?)\): (.+)", error, re.M)
    for address, name, said in found:
        assert any(refusal in said for refusal in REFUSED.values()), said
        block = f'import {{\n  to = {address}\n  id = "{name}"\n}}\n'
        with (terraform.project / "imports.tf").open("a") as imports:
            imports.write(block)
    return [address for address, _name, _said in found]

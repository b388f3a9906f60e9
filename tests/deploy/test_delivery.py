"""Delivery as a pipeline does it: planned in one copy, applied from another, one shared state."""

from __future__ import annotations

import os
from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from tests.support.served_lab import ServedLab
from tests.support.terraform import Terraform

FUNCTIONS = ("persistent-vnf-hook-handler", "persistent-vnf-warmup")
CHANGED = "hook_handler/handler.py"
ANOTHER_DAY = datetime(2020, 2, 29, tzinfo=UTC).timestamp()


@pytest.mark.nightly
def test_a_plan_saved_in_one_copy_is_applied_from_another(
    served: ServedLab, tmp_path: Path
) -> None:
    planner, deployer = (copy(served, tmp_path, name) for name in ("planner", "deployer"))
    checked_out_on_another_day(deployer)
    saved = tmp_path / "saved.tfplan"

    planner.plan(saved)
    deployer.apply_saved(saved)
    first = served.in_service()
    deployed = code(served)
    assert zips(deployer) == set(deployed.values())
    assert planner.plan().empty, planner.plan().changes

    for each in (planner, deployer):
        commit_a_code_change(each)
    plan = planner.plan(saved)
    assert all("handler" in change for change in plan.changes), plan.changes
    deployer.apply_saved(saved)
    handler, warmup = FUNCTIONS
    assert code(served)[handler] != deployed[handler]
    assert code(served)[warmup] == deployed[warmup]
    for each in (planner, deployer):
        assert each.plan().empty, each.plan().changes
        assert zips(each) >= set(code(served).values())
    assert served.in_service().instance_id == first.instance_id
    assert served.vip().whole

    planner.destroy()
    served.clean()


def copy(served: ServedLab, tmp_path: Path, name: str) -> Terraform:
    state = tmp_path / "shared.tfstate"
    terraform = served.terraform("examples/amazon_linux", tmp_path / name, state=state)
    terraform.init()
    return terraform


def checked_out_on_another_day(terraform: Terraform) -> None:
    """Neither time nor mode of a file may reach the zip."""
    for path in (terraform.project / "lambda_src").rglob("*.py"):
        path.chmod(0o600)
        os.utime(path, (ANOTHER_DAY, ANOTHER_DAY))


def commit_a_code_change(terraform: Terraform) -> None:
    source = terraform.project / "lambda_src" / CHANGED
    source.write_text(f"{source.read_text()}\n# A change of the code, and of nothing it does.\n")


def code(served: ServedLab) -> dict[str, str]:
    """CodeSha256 of each function, as Lambda tells it."""
    client = served.client("lambda")
    return {
        name: client.get_function_configuration(FunctionName=name)["CodeSha256"]
        for name in FUNCTIONS
    }


def zips(terraform: Terraform) -> set[str]:
    """Hashes of the zips that this copy has built, as Lambda counts them."""
    built = (terraform.project / terraform.folder / "builds").glob("*.zip")
    return {b64encode(sha256(path.read_bytes()).digest()).decode() for path in built}

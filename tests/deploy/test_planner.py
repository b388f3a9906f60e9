"""A pipeline's role that plans and cannot apply.

Its policy is what docs/ci-and-remote-state.md makes of the deployer's.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.support.deployer import policy_name, rendered
from tests.support.project import PROJECT
from tests.support.running import Running
from tests.support.served_lab import DEFAULT_NAME, ServedLab
from tests.support.terraform import TerraformError

PAGE = PROJECT / "docs" / "ci-and-remote-state.md"


@pytest.mark.nightly
def test_it_plans_what_the_deployer_would_and_changes_nothing(
    served: ServedLab, tmp_path: Path
) -> None:
    running = Running(served, tmp_path / "copy")
    changed = {**running.terraform.variables, "log_retention_days": 30}
    rights(served, planner(tmp_path))
    running.at_rest()
    running.terraform.variables = changed
    planned = set(running.terraform.plan().changes)
    assert served.lab.iam.denied == []
    with pytest.raises(TerraformError, match="not authorized to perform: logs:PutRetentionPolicy"):
        running.terraform.apply()
    served.lab.iam.denied.clear()

    rights(served, rendered(DEFAULT_NAME))
    assert set(running.terraform.plan().changes) == planned
    running.terraform.apply()
    running.terraform.destroy()
    served.clean()


def planner(work: Path) -> str:
    """As a shell makes it, by the page's command."""
    (work / "sbc-deployer-policy.json").write_text(rendered(DEFAULT_NAME))
    (command,) = re.findall(r"^```sh\n(jq .*?)^```$", PAGE.read_text(), re.M | re.S)
    subprocess.run(["bash", "-ec", command], cwd=work, check=True)
    return (work / "sbc-planner-policy.json").read_text()


def rights(served: ServedLab, policy: str) -> None:
    """Give the role that Terraform runs under this policy, and no other."""
    served.client("iam").put_role_policy(
        RoleName=served.deployer(DEFAULT_NAME),
        PolicyName=policy_name(DEFAULT_NAME),
        PolicyDocument=policy,
    )

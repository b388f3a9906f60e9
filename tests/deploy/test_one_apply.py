"""Everything that the module is given is made in the same apply, and the call has a depends_on.

Later what it depends on changes, while the VNF runs: Terraform then reads the module's data sources
during the apply, and nothing that runs may hang on them. An instance refresh is switched on, so
that a launch template which only seemed to change would replace the instance.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.first_boot import KEY
from tests.support.project import PROJECT
from tests.support.served_lab import DEFAULT_NAME, ServedLab
from tests.support.terraform import Terraform

CALLING = "calling"
# No modules of ours: not linted. The second one makes the network too.
CONFIGURATIONS = [
    "calling.tf.in",
    pytest.param("calling_in_a_vpc.tf.in", marks=pytest.mark.nightly),
]


@pytest.mark.parametrize("configuration", CONFIGURATIONS)
def test_one_apply_does_it_and_a_changed_dependency_replaces_nothing(
    served: ServedLab, tmp_path: Path, configuration: str
) -> None:
    terraform = calling(served, tmp_path, configuration)
    terraform.apply()
    member = served.in_service()
    vip = served.vip()
    assert vip.whole, vip.missing
    assert (vip.private_ip, vip.public_ip) == served.promised(terraform.outputs())
    assert terraform.plan().empty, terraform.plan().changes

    terraform.variables = {**terraform.variables, "release": "2"}
    changes = terraform.plan().changes
    assert [each for each in changes if not each.endswith((": update", ": read"))] == []
    terraform.apply()
    refreshes = served.client("autoscaling").describe_instance_refreshes(
        AutoScalingGroupName=DEFAULT_NAME
    )
    assert refreshes["InstanceRefreshes"] == []
    assert served.in_service().instance_id == member.instance_id
    assert served.vip() == vip
    assert terraform.plan().empty, terraform.plan().changes

    terraform.destroy()
    served.clean()


def calling(served: ServedLab, work: Path, configuration: str) -> Terraform:
    """A configuration of a person's own that calls the module, with that person's rights."""
    variables = {"name": DEFAULT_NAME, "public_key": KEY}
    terraform = Terraform(CALLING, work, served.environment, variables)
    (terraform.project / CALLING).mkdir()
    source = PROJECT / "tests" / "deploy" / configuration
    shutil.copy(source, terraform.project / CALLING / "main.tf")
    terraform.init()
    return terraform

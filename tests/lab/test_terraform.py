"""The Terraform runner, on a configuration without providers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import terraform
from tests.support.terraform import Event, Terraform, TerraformError, end_group

CONFIGURATION = """
variable "greeting" {
  type = string
}

resource "terraform_data" "this" {
  input = var.greeting

  lifecycle {
    precondition {
      condition     = var.greeting != ""
      error_message = "Say something."
    }
  }
}

output "said" {
  value = terraform_data.this.output
}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "checkout" / "examples" / "greeting"
    folder.mkdir(parents=True)
    (folder / "main.tf").write_text(CONFIGURATION)
    monkeypatch.setattr(terraform, "PROJECT", tmp_path / "checkout")
    return tmp_path


def test_apply_plan_and_destroy_leave_the_checkout_as_it_was(project: Path) -> None:
    ran = Terraform("examples/greeting", project / "work", {}, {"greeting": "hello"})
    events: list[Event] = []
    ran.init()
    ran.apply(events.append)
    assert ran.outputs() == {"said": "hello"}
    assert ran.plan().empty
    ran.variables = {"greeting": "good-bye"}
    assert ran.plan().changes == ("terraform_data.this: update", "output.said: update")
    ran.destroy(events.append)
    assert [e["type"] for e in events].count("apply_complete") == 2
    in_checkout = [path.name for path in (project / "checkout").rglob("*") if path.is_file()]
    assert in_checkout == ["main.tf"]


def test_variables_come_from_a_file_of_the_project(project: Path) -> None:
    file = project / "checkout" / "examples" / "greeting" / "polite.tfvars"
    file.write_text('greeting = "good evening"\n')
    ran = Terraform(
        "examples/greeting", project / "work", {}, tfvars="examples/greeting/polite.tfvars"
    )
    ran.init()
    ran.apply()
    assert ran.outputs() == {"said": "good evening"}


def test_a_failure_carries_terraforms_own_words(project: Path) -> None:
    ran = Terraform("examples/greeting", project / "work", {}, {"greeting": ""})
    ran.init()
    with pytest.raises(TerraformError, match="Say something"):
        ran.apply()


def test_a_persons_own_aws_settings_do_not_reach_terraform(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("TF_CLI_ARGS", "-lock=false")
    ran = Terraform("examples/greeting", project / "work", {"AWS_REGION": "eu-west-1"})
    environment = ran._environment()
    assert not {"AWS_PROFILE", "TF_CLI_ARGS"} & environment.keys()
    assert environment["AWS_REGION"] == "eu-west-1"


def test_ending_a_group_ends_its_children() -> None:
    child = "import subprocess; subprocess.Popen(['sleep', '600']).wait()"
    process = subprocess.Popen([sys.executable, "-c", child], text=True, start_new_session=True)
    end_group(process)
    listed = subprocess.run(["pgrep", "-g", str(process.pid)], capture_output=True, check=False)
    assert listed.stdout == b""

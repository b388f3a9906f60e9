"""Whatever ends `tools.verify_aws`, what it made is destroyed, or a person is told how to."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.unit.tools_ground import add_program
from tools.verify_aws import __main__ as program
from tools.verify_aws.deployment import deployed
from tools.verify_aws.rights.role import lent
from tools.verify_aws.stopping import SIGNALS, StopError, signals_interrupt, signals_wait
from tools.verify_aws.terraform import VARIABLES, Terraform, TerraformFailedError


class Standing:
    """A clock on which waiting takes no time."""

    def __init__(self) -> None:
        self.slept = 0.0

    def now(self) -> float:
        return self.slept

    def sleep(self, seconds: float) -> None:
        self.slept += seconds


@pytest.fixture
def ground(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Terraform]:
    """A Terraform whose program is the shell script given."""
    checkout, folder = tmp_path / "checkout", tmp_path / "verify-1a2b3c4d"
    checkout.mkdir()
    (checkout / "main.tf").touch()
    folder.mkdir()

    def prepared(script: str) -> Terraform:
        file = add_program(tmp_path / "bin", "terraform", "")
        file.write_text(f"#!/bin/sh\necho $1 >> {folder}/calls\n{script}\n")
        monkeypatch.setenv("PATH", f"{file.parent}:{os.environ['PATH']}")
        return Terraform(checkout, folder, {"name": folder.name})

    return prepared


def calls(terraform: Terraform) -> list[str]:
    return (terraform.module.parent / "calls").read_text().split()


def test_it_is_destroyed_at_the_end_and_the_module_is_gone(
    ground: Callable[[str], Terraform],
) -> None:
    terraform = ground("exit 0")
    given = json.loads((terraform.module / VARIABLES).read_text())
    assert given == {"name": "verify-1a2b3c4d"}
    with deployed(terraform, Standing(), print):
        assert calls(terraform) == ["init", "apply"]
    assert calls(terraform) == ["init", "apply", "destroy"]
    assert not terraform.module.exists()


@pytest.mark.parametrize("trouble", [ValueError, KeyboardInterrupt])
def test_it_is_destroyed_after_an_error_and_after_ctrl_c(
    ground: Callable[[str], Terraform], trouble: type[BaseException]
) -> None:
    terraform = ground("exit 0")
    with pytest.raises(trouble), deployed(terraform, Standing(), print):
        raise trouble
    assert calls(terraform)[-1] == "destroy"


def test_it_is_destroyed_after_an_apply_that_failed_half_way(
    ground: Callable[[str], Terraform],
) -> None:
    terraform = ground("[ $1 != apply ] || { echo Error: no more addresses; exit 1; }")
    with (
        pytest.raises(TerraformFailedError, match="no more addresses"),
        deployed(terraform, Standing(), print),
    ):
        pytest.fail("there is nothing to ask")
    assert calls(terraform) == ["init", "apply", "destroy"]


def test_a_destroy_that_fails_is_repeated_once(ground: Callable[[str], Terraform]) -> None:
    terraform = ground("[ $1 != destroy ] || mkdir ../tried || exit 0; [ $1 != destroy ]")
    clock = Standing()
    with deployed(terraform, clock, print):
        pass
    assert calls(terraform) == ["init", "apply", "destroy", "destroy"]
    assert clock.slept > 0


def test_what_cannot_be_destroyed_is_told_with_the_command_that_does(
    ground: Callable[[str], Terraform],
) -> None:
    terraform = ground("[ $1 != destroy ]")
    with (
        pytest.raises(StopError, match=f"terraform -chdir={terraform.module} destroy"),
        deployed(terraform, Standing(), print),
    ):
        pass
    assert (terraform.module / VARIABLES).exists(), "what the command needs"


WRITES_ITS_STATE = """
[ $1 != apply ] || {
  trap 'sleep 0.2; echo written > terraform.tfstate; exit 1' INT
  touch ../applying
  while :; do sleep 0.05; done
}
[ $1 != destroy ] || cp terraform.tfstate ../known-to-destroy
"""


def test_ctrl_c_in_the_apply_lets_terraform_write_its_state_first(
    ground: Callable[[str], Terraform],
) -> None:
    terraform = ground(WRITES_ITS_STATE)
    folder = terraform.module.parent
    threading.Thread(target=interrupt_when_there, args=(folder / "applying",)).start()
    with (
        signals_interrupt(),
        pytest.raises(KeyboardInterrupt),
        deployed(terraform, Standing(), print),
    ):
        pytest.fail("the apply was interrupted")
    assert (folder / "known-to-destroy").read_text() == "written\n"


def interrupt_when_there(file: Path) -> None:
    while not file.exists():
        time.sleep(0.01)
    os.kill(os.getpid(), signal.SIGTERM)


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_interrupts_the_questions_and_not_the_destroying(number: signal.Signals) -> None:
    said: list[str] = []
    before = signal.getsignal(number)
    with signals_interrupt():
        with signals_wait(said.append):
            signal.raise_signal(number)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(number)
    assert len(said) == 1
    assert signal.getsignal(number) == before


def test_without_a_region_nothing_is_called(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.chdir(tmp_path)
    assert program.main(["--confirm", "yes"]) == program.FAILED
    assert "No region is set" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


class Sts:
    """IAM and STS, whose STS hears of a changed trust policy only after some calls."""

    def __init__(self, deaf_calls: int) -> None:
        self.deaf = deaf_calls
        self.trusts: list[Any] = [{"Version": "2012-10-17", "Statement": []}]
        self.iam = self.sts = self
        self.region = "eu-west-1"

    def get_role(self, **_: Any) -> Any:
        return {"Role": {"Arn": "a role", "AssumeRolePolicyDocument": self.trusts[0]}}

    def update_assume_role_policy(self, PolicyDocument: str, **_: Any) -> None:  # noqa: N803
        self.trusts.append(json.loads(PolicyDocument))

    def assume_role(self, ExternalId: str, **_: Any) -> Any:  # noqa: N803
        self.deaf -= 1
        if self.deaf >= 0:
            raise ClientError({"Error": {"Code": "AccessDenied"}}, "AssumeRole")
        (statement,) = self.trusts[-1]["Statement"]
        assert statement["Condition"]["StringEquals"] == {"sts:ExternalId": ExternalId}
        return {"Credentials": dict.fromkeys(("AccessKeyId", "SecretAccessKey", "SessionToken"))}


CALLER = "arn:aws:sts::123456789012:assumed-role/admin/me"


def test_a_changed_trust_policy_is_waited_for() -> None:
    aws: Any = Sts(deaf_calls=3)
    clock = Standing()
    with lent(aws, clock, "role", CALLER) as role:
        role.ec2()
    assert clock.slept > 0
    assert aws.trusts[1]["Statement"][0]["Principal"] == {"AWS": "arn:aws:iam::123456789012:root"}


def test_a_role_that_cannot_be_assumed_is_not_waited_for_without_end() -> None:
    aws: Any = Sts(deaf_calls=10**6)
    with pytest.raises(ClientError), lent(aws, Standing(), "role", CALLER) as role:
        role.ec2()
    assert aws.trusts[-1] == aws.trusts[0], "the trust is taken back after an error too"

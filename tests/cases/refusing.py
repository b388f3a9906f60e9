"""How refusals are provoked: bad values for many calls of the submodules, in one configuration.

Against a provider that can reach nothing: no rule here needs AWS to be asked. What does need an
answer of AWS is provoked by `terraform test` with the mocked one.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from tests.support import offline
from tests.support.module.rules import EXPECTED, Run
from tests.support.offline import Diagnostic
from tests.support.project import PROJECT
from tests.support.terraform import copy_module
from tools.profiles import CALL_FILE

PROVIDER = {
    "region": "eu-west-1",
    "access_key": "test",
    "secret_key": "test",
    "skip_credentials_validation": True,
    "skip_requesting_account_id": True,
    "skip_metadata_api_check": True,
    "skip_region_validation": True,
    "max_retries": 1,
    "endpoints": dict.fromkeys(("ec2", "ssm", "sts", "iam", "servicequotas"), "http://127.0.0.1:9"),
}

# Stands for the name of the call, anywhere in its variables: a precondition's message does not say
# which call it is about, so the message itself must.
CALL = "the call's name"

REFUSED = (
    "Invalid value for variable",
    "Resource precondition failed",
    "Resource postcondition failed",
    "Check block assertion failed",
    "Module output value precondition failed",
)

# The values of a call are those that a submodule's own tests begin with.
CALLED = (
    *("key", "vpc", "existing_vpc", "wan_access", "flow_logs", "vip", "appliance", "lifecycle"),
    *("asg", "routes", "security_group", "service_checks"),
)
GIVEN: dict[str, dict[str, Any]] = {
    module: json.loads((PROJECT / "modules" / module / CALL_FILE).read_text()) for module in CALLED
}
GIVEN["security_group"]["rules_called"] = f"{CALL}_"
GIVEN["root"] = {"name": "edge"}


@dataclass(frozen=True)
class Refusal:
    """A bad value, and the words that the sentence about it must hold, in their order."""

    module: str
    variables: dict[str, Any]
    words: tuple[str, ...]

    @property
    def label(self) -> str:
        return f"{self.module}: {json.dumps(self.variables)[:70]}"


Refusals = dict[str, Refusal]


def copy_without_code(folder: Path) -> None:
    """A copy of the module whose functions are empty: no rule reads them, and to have their code in
    every call takes a fourth of the time."""
    copy_module(folder)
    for source in (folder / "lambda_src").rglob("*.py"):
        source.write_text("")


def provoke(folder: Path, refusals: Iterable[Refusal]) -> dict[str, str]:
    """The error texts of all refusals, by the call that provoked them.

    In rounds: rules of a single variable already end Terraform's validation, before it comes to
    the rules that join several. Terraform does not tell which call's output has a precondition
    that failed: those texts stand under an empty name, one a line. `folder` holds the module.
    """
    told: dict[str, str] = {}
    left = {f"case_{number}": refusal for number, refusal in enumerate(refusals)}
    while left:
        said = _plan(folder / f"round_{len(left)}", left)
        if not said.keys() - told.keys():
            break
        told |= said
        left = {call: refusal for call, refusal in left.items() if call not in told}
    return told


def _plan(folder: Path, refusals: Refusals) -> dict[str, str]:
    folder.mkdir()
    calls = {call: _call(refusal, call) for call, refusal in refusals.items()}
    config = {"provider": {"aws": PROVIDER}, "module": calls}
    (folder / "main.tf.json").write_text(json.dumps(config))
    offline.init(folder)
    return _by_call(offline.errors(folder, "plan", "-refresh=false"))


def _call(refusal: Refusal, call: str) -> dict[str, Any]:
    source = "../" if refusal.module == "root" else f"../modules/{refusal.module}"
    given = {"source": source} | GIVEN[refusal.module] | refusal.variables
    named: dict[str, Any] = json.loads(json.dumps(given).replace(CALL, call))
    return named


def provoke_mocked(folder: Path, runs: Iterable[Run]) -> dict[str, str]:
    """The error texts of runs of the modules' tests that are told to expect no failure, by name.

    Every run has a file of its own: what fails ends the other runs of its file. Those of one module
    share one command, which reads the provider's schema once. `folder` holds the module.
    """
    shutil.copytree(PROJECT / "tests/plan/mocks", folder / "tests/plan/mocks")
    told: dict[str, str] = {}
    for module, of_one_module in groupby(sorted(runs, key=_module), key=_module):
        told |= _test(_place(folder, module), list(of_one_module))
    return told


def _place(folder: Path, module: str) -> Path:
    return folder if module == "root" else folder / "modules" / module


def _module(run: Run) -> str:
    return run.module


def _test(module: Path, runs: list[Run]) -> dict[str, str]:
    tests = module / "told"
    tests.mkdir()
    if (module / CALL_FILE).exists():
        shutil.copy(module / CALL_FILE, tests)
    for run in runs:
        block = f'{run.applied}run "{run.name}" {{\n{EXPECTED.sub("", run.text)}}}\n'
        (tests / f"{run.name}.tftest.hcl").write_text(f"{run.header}\n{block}")
    option = f"-test-directory={tests.name}"
    offline.init(module, option)
    said = offline.errors(module, "test", option)
    return {run.name: _joined(_of(said, f"{tests.name}/{run.name}.tftest.hcl")) for run in runs}


def _of(said: list[Diagnostic], file: str) -> list[Diagnostic]:
    return [found for found in said if found["@testfile"] == file]


def _by_call(diagnostics: list[Diagnostic]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for found in diagnostics:
        place = f"{(found.get('snippet') or {}).get('context')} {found['detail']}"
        call = next(iter(re.findall(r"case_\d+", place)), "")
        texts[call] = texts.get(call, "") + _joined([found])
    return texts


def _joined(diagnostics: list[Diagnostic]) -> str:
    refusals = [found for found in diagnostics if found["summary"] in REFUSED]
    return "".join(" ".join(found["detail"].split()) + "\n" for found in refusals)

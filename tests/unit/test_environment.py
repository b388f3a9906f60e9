"""The environment that the tests deploy with has the variables that Terraform gives."""

from __future__ import annotations

from tests.support.module.environment import variables_of
from tests.support.planner.worlds import ENVIRONMENT


def test_the_handler_gets_what_terraform_gives_it() -> None:
    assert ENVIRONMENT.keys() == variables_of("hook_handler")
    assert "WARMUP_RULE_NAME" in variables_of("warmup")

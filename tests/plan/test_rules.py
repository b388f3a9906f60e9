"""Every rule of the module is tested from both sides: what it lets through and what it refuses.

Here it is only counted that the tests exist; that they pass is `terraform test`'s to say, and
what a refusal says is asserted in `test_messages.py`.
"""

from __future__ import annotations

import pytest

from tests.support.module.rules import MODULES, Run, rules, rules_counted, runs

RULES = [rule for module in MODULES for rule in rules(module)]
RUNS = {module: runs(module) for module in MODULES}
HOLDERS = sorted({(rule.module, rule.holder) for rule in RULES})


def refusing(module: str, holder: str) -> list[Run]:
    return [run for run in RUNS[module] if holder in run.expected]


def passing(module: str, holder: str) -> list[Run]:
    return [run for run in RUNS[module] if run.passes and run.concerns(holder)]


@pytest.mark.parametrize("module", MODULES)
def test_no_rule_is_overlooked(module: str) -> None:
    assert len(rules(module)) == rules_counted(module)


@pytest.mark.parametrize(("module", "holder"), HOLDERS)
def test_every_rule_has_a_value_that_it_refuses(module: str, holder: str) -> None:
    wanted = sum(rule.holder == holder for rule in rules(module))
    assert len(refusing(module, holder)) >= wanted


@pytest.mark.parametrize(("module", "holder"), HOLDERS)
def test_every_rule_has_a_value_that_passes(module: str, holder: str) -> None:
    assert passing(module, holder)


@pytest.mark.parametrize("module", MODULES)
def test_what_is_expected_to_fail_can_fail(module: str) -> None:
    """A run that names something without a rule would be a mistake of the reader in `rules.py`."""
    named = {holder for run in RUNS[module] for holder in run.expected}
    assert named <= {rule.holder for rule in rules(module)}

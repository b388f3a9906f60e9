"""The rooms of the functions' code: which module imports which, and which of them read AWS."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest

from common.runtime import Runtime
from hook_handler import observe
from hook_handler.world import History, Leftovers, World
from tests.support.import_graph import Graph, imports
from tests.support.planner.worlds import NEW, config
from tests.support.project import PROJECT

SOURCE = PROJECT / "lambda_src"
PACKAGES = ("common", "hook_handler", "prober", "warmup")
# From the ground up: a module imports from floors below its own, for its types as well.
FLOORS = (
    "common.failures common.environment common.metrics hook_handler.errors hook_handler.pace"
    " hook_handler.storm_limit hook_handler.sdk prober.attributes prober.codec prober.line",
    "hook_handler.vips prober.secured prober.codecs.dns prober.codecs.http prober.codecs.ike"
    " prober.codecs.sip prober.codecs.tcp prober.codecs.tls prober.codecs.udp",
    "common.runtime common.aws common.log_level common.log_format common.notify"
    " hook_handler.config hook_handler.world hook_handler.steps warmup.observe prober.checks",
    "hook_handler.elect hook_handler.reboot_mark hook_handler.progress hook_handler.next_hops"
    " hook_handler.public_access prober.config prober.exchange prober.journal",
    "hook_handler.clients hook_handler.events hook_handler.answers hook_handler.retry"
    " hook_handler.plan hook_handler.at_rest hook_handler.leftovers warmup.serving prober.rounds",
    "hook_handler.removal hook_handler.slow_shutdown",
    "hook_handler.assessment hook_handler.timing hook_handler.execute hook_handler.observe"
    " hook_handler.conflicts hook_handler.fold warmup.handler prober.handler",
    "hook_handler.refusals hook_handler.report hook_handler.repairs",
    "hook_handler.reconcile hook_handler.hooks hook_handler.drain hook_handler.state_rule"
    " hook_handler.marking hook_handler.protection",
    "hook_handler.admission hook_handler.maintenance hook_handler.told_early"
    " hook_handler.giving_up",
    "hook_handler.lost_hooks hook_handler.status_checks hook_handler.service_checks",
    "hook_handler.launch hook_handler.terminate hook_handler.audit hook_handler.sweep",
    "hook_handler.handler",
)
FLOOR_OF = {name: floor for floor, names in enumerate(FLOORS) for name in names.split()}
READS = ("describe_", "get_", "list_", "filter_")
# Not calls to AWS: boto3's way to page through an answer, and Lambda's own clock.
NO_READS = {"get_paginator", "get_remaining_time_in_millis"}


@cache
def modules() -> dict[str, ast.Module]:
    """Every module with code in it, by its name."""
    files = {".".join(file.relative_to(SOURCE).with_suffix("").parts): file for file in _files()}
    return {name: ast.parse(file.read_text()) for name, file in files.items()}


def _files() -> Iterator[Path]:
    return (file for file in SOURCE.rglob("*.py") if file.name != "__init__.py")


def imported(name: str) -> set[str]:
    """The modules of ours that it imports, wherever: deferred and for its types only, too."""
    return _imports()[name] & FLOOR_OF.keys()


@cache
def _imports() -> Graph:
    return imports(SOURCE, PACKAGES)


def reads(module: ast.Module) -> set[str]:
    """The methods of a client that read AWS, by their names: called, or given to a paginator."""
    names = {node.attr for node in ast.walk(module) if isinstance(node, ast.Attribute)}
    names |= {
        node.value
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {name for name in names if name.startswith(READS) and name.isidentifier()} - NO_READS


def test_every_module_has_a_floor() -> None:
    assert modules().keys() == FLOOR_OF.keys()


@pytest.mark.parametrize("name", FLOOR_OF)
def test_a_module_imports_from_floors_below_only(name: str) -> None:
    """So there is no circle either."""
    assert {each for each in imported(name) if FLOOR_OF[each] >= FLOOR_OF[name]} == set()


@pytest.mark.parametrize("name", FLOOR_OF)
def test_a_function_does_not_import_the_other_one(name: str) -> None:
    package = name.partition(".")[0]
    assert {each.partition(".")[0] for each in imported(name)} <= {package, "common"}


def test_aws_is_read_by_observe_only() -> None:
    found = {name for name, module in modules().items() if reads(module)}
    assert found == {"hook_handler.observe", "warmup.observe"}


class Unasked:
    """A retrier that makes no call: what reads without it meets `Untouchable`."""

    def __init__(self) -> None:
        self.given = 0

    def call(self, _: object) -> dict[str, Any]:
        self.given += 1
        return {}

    def once(self, _: object) -> None:
        self.given += 1


class Untouchable:
    """A client that nobody may use."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"{name} does not go through the retrier")


def untouchable() -> Any:
    """Clients that nobody may use, and a runtime that makes side by side what it is given."""
    runtime = Mock(spec=Runtime, side_by_side=lambda calls: [call() for call in calls])
    client = Untouchable()
    return SimpleNamespace(
        ec2=client, autoscaling=client, sns=client, cloudwatch=lambda _: client, runtime=runtime
    )


ALARM = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:sip"
# A read, what it is given besides clients and retrier, its calls, and what comes of no answer.
OBSERVATIONS = (
    (observe.observe, (config(),), 8, World(None, (), ())),
    (observe.observe_members, (World(None, (), ()), config()), 3, World(None, (), ())),
    (observe.group, (config(),), 2, None),
    (observe.state_changes_rule, (config(),), 1, {}),
    (observe.impaired_since, ([NEW],), 1, {}),
    (observe.history, (NEW, config()), 1, History(None, ())),
    (observe.service_alarms, ("eu-west-1", ["sip"]), 1, ()),
    (observe.was_ok, (ALARM, 0.0), 1, False),
    (observe.poll, (("subnet-1", "eni-1", "i-1"), config()), 3, None),
    (observe.leftovers, (config(),), 3, Leftovers((), (), {})),
    (observe.leftovers, (config(OWN_VPC="false"),), 4, Leftovers((), (), {})),
    (observe.checks_passed, (NEW,), 1, None),
    (observe.last_activity, (config(),), 1, None),
    (observe.last_leaver, (NEW, config()), 1, None),
    (observe.interfaces_in, ("subnet-1",), 1, None),
    (observe.subnets_on, ("10.16.10.0/24", "vpc-1"), 1, []),
)


@pytest.mark.parametrize(("read", "arguments", "calls", "answer"), OBSERVATIONS)
def test_every_read_goes_through_the_retrier(
    read: Any, arguments: tuple[Any, ...], calls: int, answer: object
) -> None:
    retrier = Unasked()
    assert read(*arguments, untouchable(), retrier) == answer
    assert retrier.given == calls


def test_every_read_is_in_the_list_above() -> None:
    tree = modules()["hook_handler.observe"].body
    public = {node.name for node in tree if isinstance(node, ast.FunctionDef)}
    listed = {read.__name__ for read, *_ in OBSERVATIONS}
    assert listed == {name for name in public if not name.startswith("_")}

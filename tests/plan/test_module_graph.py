"""The rooms open one way: a module takes only from those that `main.tf` calls above it.

Drawn from the calls as they are written, and from the modules that the submodules call themselves.
"""

from __future__ import annotations

import re
from graphlib import TopologicalSorter

import pytest

from tests.support.module import SUBMODULES
from tests.support.project import PROJECT

# From the first that is made to the last; destroyed backwards.
ORDER = [
    "service_checks",
    "key",
    "vpc",
    "existing_vpc",
    "wan_access",
    "flow_logs",
    "vip",
    "appliance",
    "lifecycle",
    "asg",
    "warmup",
    "prober",
    "interruptions",
]
# What the others are made of: these know nothing of them.
HELPERS = {"package", "place", "rights", "routes", "rules", "security_group"}

CALL = re.compile(r'^module "(\w+)" {\n(.*?)^}$', re.MULTILINE | re.DOTALL)
TAKES = re.compile(r"\bmodule\.(\w+)\b")
LOCAL = re.compile(r"^  (\w+) += (.*?)(?=^  \w|\Z)", re.MULTILINE | re.DOTALL)
SOURCE = re.compile(r'^  source += "(.+)"$', re.MULTILINE)


def calls(folder: str) -> dict[str, str]:
    """The calls of a folder's files by their names, `main.tf` first, with all that is in each."""
    files = sorted((PROJECT / folder).glob("*.tf"), key=lambda file: file.name != "main.tf")
    return {name: body for file in files for name, body in CALL.findall(file.read_text())}


ROOT = calls(".")


def test_main_tf_reads_from_the_first_to_the_last() -> None:
    assert list(ROOT) == ORDER


def root_locals() -> dict[str, str]:
    """The locals of the root by their names, each with what it is made of."""
    text = "".join(file.read_text() for file in PROJECT.glob("*.tf"))
    bodies = re.findall(r"^locals {\n(.*?)^}$", text, re.MULTILINE | re.DOTALL)
    return {name: value for body in bodies for name, value in LOCAL.findall(body)}


LOCALS = root_locals()


def taken(text: str) -> set[str]:
    """The modules that a text takes from, also by its locals: a way back could hide there."""
    of_locals = [taken(LOCALS[name]) for name in re.findall(r"\blocal\.(\w+)", text)]
    return set(TAKES.findall(text)).union(*of_locals)


@pytest.mark.parametrize("name", ORDER)
def test_a_module_takes_only_from_those_above_it(name: str) -> None:
    assert taken(ROOT[name]) <= set(ORDER[: ORDER.index(name)])


def test_what_a_local_hides_is_found() -> None:
    assert taken("vpc_id = local.network.vpc_id") == {"vpc", "existing_vpc"}


@pytest.mark.parametrize("name", SUBMODULES)
def test_a_submodule_calls_helpers_only(name: str) -> None:
    assert called(name) <= HELPERS


def test_no_helper_calls_itself_over_others() -> None:
    list(TopologicalSorter({name: called(name) for name in HELPERS}).static_order())


def test_every_submodule_has_its_place() -> None:
    assert set(SUBMODULES) == {*ORDER, *HELPERS}


def called(name: str) -> set[str]:
    """The modules beside it that a submodule is made of."""
    bodies = calls(f"modules/{name}").values()
    return {SOURCE.findall(body)[0].removeprefix("../") for body in bodies}


@pytest.mark.parametrize("name", ["appliance", "service_checks"])
def test_what_boots_and_what_is_asked_is_decided_without_making_anything(name: str) -> None:
    """Both are pure: they look up and decide, and others make."""
    for file in (PROJECT / "modules" / name).glob("*.tf"):
        assert not re.search(r"^(resource|module) ", file.read_text(), re.MULTILINE)

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
ORDER = ["key", "vpc", "vip", "appliance", "lifecycle", "asg", "warmup", "interruptions"]
# What the others are made of: these know nothing of them.
HELPERS = {"place", "rules", "security_group"}

CALL = re.compile(r'^module "(\w+)" {\n(.*?)^}$', re.MULTILINE | re.DOTALL)
TAKES = re.compile(r"\bmodule\.(\w+)\b")
SOURCE = re.compile(r'^  source += "(.+)"$', re.MULTILINE)


def calls(folder: str) -> dict[str, str]:
    """The calls of a folder's files by their names, `main.tf` first, with all that is in each."""
    files = sorted((PROJECT / folder).glob("*.tf"), key=lambda file: file.name != "main.tf")
    return {name: body for file in files for name, body in CALL.findall(file.read_text())}


ROOT = calls(".")


def test_main_tf_reads_from_the_first_to_the_last() -> None:
    assert list(ROOT) == ORDER


@pytest.mark.parametrize("name", ORDER)
def test_a_module_takes_only_from_those_above_it(name: str) -> None:
    assert set(TAKES.findall(ROOT[name])) <= set(ORDER[: ORDER.index(name)])


def test_no_local_of_the_root_takes_from_a_module() -> None:
    """A way back could hide in one."""
    text = "".join(file.read_text() for file in PROJECT.glob("*.tf"))
    for body in re.findall(r"^locals {\n(.*?)^}$", text, re.MULTILINE | re.DOTALL):
        assert not TAKES.search(body)


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


def test_what_boots_is_decided_without_making_anything() -> None:
    """`appliance` is pure: it looks up and decides, and the group makes."""
    for file in (PROJECT / "modules" / "appliance").glob("*.tf"):
        assert not re.search(r"^(resource|module) ", file.read_text(), re.MULTILINE)

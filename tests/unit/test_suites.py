"""Suites share nothing but tests/support, and what is written once stands in one place."""

from __future__ import annotations

import ast
import re

import pytest

from tests.support.import_graph import imports
from tests.support.project import PROJECT

IMPORTS = imports(PROJECT, ["tests", "demo", "lab"])
SUITES = sorted({each.split(".")[1] for each in IMPORTS if each.startswith("tests.")})
SUITES = [each for each in SUITES if each not in ("support", "conftest")]
PACKAGES = {"tests", "tests.support"}  # run by the import of whatever lies in them, and empty
# What the demo takes of tests/support: real Terraform and its rights, where the VIPs are, the
# events, what maintenance suspends, how a network was before, and a SIP service.
OF_THE_DEMO = {
    "tests.support.actions",
    "tests.support.deployer",
    "tests.support.event_shapes",
    "tests.support.network_snapshot",
    "tests.support.sip_guest",
    "tests.support.terraform",
    "tests.support.vip",
}


def of(building: str, names: set[str]) -> set[str]:
    """Those of the modules that are the building's."""
    return {name for name in names if name == building or name.startswith(f"{building}.")}


def imported(building: str) -> set[str]:
    """What its modules import from outside, but for the packages that only hold the suites."""
    names: set[str] = set().union(*(IMPORTS[each] for each in of(building, set(IMPORTS))))
    return names - of(building, names) - PACKAGES


@pytest.mark.parametrize("suite", SUITES)
def test_a_suite_imports_no_other_one(suite: str) -> None:
    shared = of("tests.support", imported(f"tests.{suite}"))
    assert of("tests", imported(f"tests.{suite}")) == shared


def test_what_suites_share_needs_none_of_them() -> None:
    taken = imported("tests.support")
    assert of("tests", taken) | of("demo", taken) == set()


def test_the_demo_takes_what_is_named_here() -> None:
    assert of("tests", imported("demo")) == OF_THE_DEMO


def test_the_demo_is_imported_by_its_own_tests_only() -> None:
    users = [each for each in ("lab", "tests.support") if of("demo", imported(each))]
    users += [each for each in SUITES if of("demo", imported(f"tests.{each}"))]
    assert users == ["demo"]


def test_the_lab_knows_neither() -> None:
    taken = imported("lab")
    assert of("tests", taken) | of("demo", taken) == set()


def test_the_types_of_lifecycle_events_are_written_once() -> None:
    files = [*(PROJECT / "tests").rglob("*.py"), *(PROJECT / "demo").rglob("*.py")]
    spelled = "EC2 " + "Instance-launch"
    found = [file.name for file in files if spelled in file.read_text()]
    assert found == ["event_shapes.py"]


@pytest.mark.parametrize("package", ["demo", "tests/support"])
def test_the_package_says_what_its_modules_are(package: str) -> None:
    folder = PROJECT / package
    found = {each.stem for each in folder.iterdir() if not each.name.startswith("_")}
    said = ast.get_docstring(ast.parse((folder / "__init__.py").read_text())) or ""
    listed = re.findall(r"^(\w+)  ", said, re.MULTILINE)
    assert len(listed) == len(set(listed))
    assert set(listed) == found - {"report"}  # the page that report_html fills

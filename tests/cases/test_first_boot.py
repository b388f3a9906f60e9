"""The first-boot configurations are, to the letter, those that were reviewed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.first_boot import GOLDEN, cases, profiles, rendered
from tests.support.project import PROJECT

TEMPLATES = Path("modules") / "appliance" / "templates"
FILES = sorted(path.name for path in GOLDEN.glob("*.txt"))


@pytest.mark.parametrize("name", FILES)
def test_the_configuration_is_the_reviewed_one(name: str) -> None:
    assert rendered()[name] == (GOLDEN / name).read_text()


def test_every_profile_with_a_configuration_has_been_reviewed() -> None:
    assert sorted(cases()) == FILES


def test_every_template_belongs_to_a_profile() -> None:
    used = {
        profile["first_boot"].get(part)
        for profile in profiles().values()
        if profile["first_boot"]
        for part in ("template", "envelope")
    }
    assert {path.name for path in (PROJECT / TEMPLATES).iterdir()} == used - {None}


def test_every_profile_has_a_file_of_variables_and_a_row_in_the_docs() -> None:
    files = (PROJECT / "examples" / "appliances").glob("*.tfvars")
    chosen = [
        vnf for path in files for vnf in re.findall(r'^vnf += "(\w+)"', path.read_text(), re.M)
    ]
    assert sorted(chosen) == sorted(profiles())
    page = (PROJECT / "docs" / "appliances.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \| .*[●◐○]", page, re.M)
    assert sorted(rows) == sorted(profiles())

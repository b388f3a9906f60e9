"""The package says what its modules are."""

from __future__ import annotations

import re
from pathlib import Path

import demo


def test_each_module_is_named_and_no_other() -> None:
    files = {file.stem for file in Path(str(demo.__file__)).parent.glob("[!_]*.py")}
    assert set(re.findall(r"^(\w+)  ", str(demo.__doc__), re.MULTILINE)) == files

"""No module of the house reaches itself, and the lab knows nobody: every import counts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.import_graph import circles, imports
from tests.support.project import PROJECT

PRODUCT = ("common", "hook_handler", "prober", "warmup")
SANDBOX = ("zygote", "lambda_runtime", "lambda_logs", "lab_time")  # run apart from the lab


@pytest.mark.parametrize(
    ("root", "packages"),
    [
        (PROJECT, ("lab", "demo", "tools")),
        (PROJECT / "lambda_src", PRODUCT),
        (PROJECT / "lab" / "lambdas" / "sandbox", SANDBOX),
    ],
)
def test_no_import_circle(root: Path, packages: tuple[str, ...]) -> None:
    assert set(packages) <= {module.split(".")[0] for module in imports(root, packages)}
    assert circles(root, packages) == []


def test_the_lab_knows_neither_its_users_nor_the_product() -> None:
    strangers = {"demo", "tests", "tools", *PRODUCT}
    known = {
        (module, named)
        for module, names in imports(PROJECT, ["lab"]).items()
        for named in names
        if named.split(".")[0] in strangers
    }
    assert known == set()


def test_the_lab_does_not_speak_of_the_product() -> None:
    words = re.compile(r"\bVIPs?\b|\bVNFs?\b|persistent[-_ ]?v|hook[-_]handler", re.IGNORECASE)
    said = {path for path in (PROJECT / "lab").rglob("*.py") if words.search(path.read_text())}
    assert said == set()


def _package(root: Path, **modules: str) -> Path:
    (root / "house").mkdir()
    for name, text in modules.items():
        (root / "house" / f"{name}.py").write_text(text)
    return root


@pytest.mark.parametrize(
    "back",
    [
        "import house.first",
        "from house import first",
        "from house.first import thing",
        "from . import first",
        "from .first import thing",
        "def later():\n    from house.first import thing",
        "if TYPE_CHECKING:\n    from house.first import thing",
    ],
)
def test_a_way_back_is_found(tmp_path: Path, back: str) -> None:
    root = _package(
        tmp_path, first="import house.second", second="import house.third", third=back, apart=""
    )
    assert circles(root, ["house"]) == [["house.first", "house.second", "house.third"]]


def test_a_package_is_run_by_whoever_imports_what_lies_in_it(tmp_path: Path) -> None:
    root = _package(
        tmp_path, __init__="from house.first import thing", first="import house.second", second=""
    )
    assert circles(root, ["house"]) == [["house", "house.first"]]


def test_two_circles_are_two(tmp_path: Path) -> None:
    root = _package(
        tmp_path,
        first="import house.second",
        second="import house.first\nimport house.third",
        third="import house.fourth",
        fourth="import house.third",
    )
    assert circles(root, ["house"]) == [
        ["house.first", "house.second"],
        ["house.fourth", "house.third"],
    ]


def test_what_is_outside_is_named_as_written(tmp_path: Path) -> None:
    """A package is its `__init__`, a module may stand alone."""
    root = _package(tmp_path, __init__="from json import dumps", first="import house, os.path")
    (root / "alone.py").write_text("from house import first")
    assert imports(root, ["house", "alone"]) == {
        "house": {"json"},
        "house.first": {"house", "os.path"},
        "alone": {"house", "house.first"},
    }

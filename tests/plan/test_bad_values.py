"""Every variable of the root module against bad values of its kind: each gets a sentence of ours.

In rounds: a plan has one bad value of every variable at once, as errors come together. Against a
provider that can reach nothing, so what an answer of AWS would refuse is not here
(`tests/cases/test_wrong_inputs.py`).
"""

from __future__ import annotations

import json
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest

from tests.lab.terraform import copy_module
from tests.plan import project
from tests.plan.bad_values import BAD
from tests.plan.refusing import PROVIDER, REFUSED
from tests.plan.test_wiring import variables

# These would hide what others say: their rules hang on them.
ALONE = {"vnf", "function_timeout_seconds"}
CASES = [(name, value, told) for name, bad in BAD.items() for value, told in bad]


@pytest.fixture(scope="module")
def sentences(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What is said about each variable, in all rounds."""
    folder = tmp_path_factory.mktemp("bad-values")
    copy_module(folder)
    (folder / "provider.tf.json").write_text(json.dumps({"provider": {"aws": PROVIDER}}))
    project.init(folder)
    said: dict[str, list[str]] = {name: [] for name in BAD}
    for values in rounds():
        for sentence in refusals(folder, values):
            for name in values:
                if sentence.startswith((f"{name} ", f"{name}.", f"{name}:")):
                    said[name].append(sentence)
    return said


def rounds() -> list[dict[str, Any]]:
    together = [
        [(name, value) for value, _ in bad] for name, bad in BAD.items() if name not in ALONE
    ]
    apart = [{name: value} for name in ALONE for value, _ in BAD[name]]
    return [dict(filter(None, column)) for column in zip_longest(*together)] + apart


def refusals(folder: Path, values: dict[str, Any]) -> list[str]:
    (folder / "bad.auto.tfvars.json").write_text(json.dumps({"name": "edge"} | values))
    found = project.errors(folder, "plan", "-refresh=false")
    return [
        sentence
        for each in found
        if each["summary"] in REFUSED
        for sentence in each["detail"].split("\n\nThis was checked by")[0].splitlines()
    ]


def test_every_variable_has_a_kind() -> None:
    assert set(BAD) == set(variables(""))


@pytest.mark.parametrize(
    ("name", "value", "told"), CASES, ids=[f"{n}={v!r}"[:60] for n, v, _ in CASES]
)
def test_a_sentence_names_variable_and_value(
    sentences: dict[str, list[str]], name: str, value: Any, told: str
) -> None:
    assert any(" ".join(told.split()) in " ".join(said.split()) for said in sentences[name])

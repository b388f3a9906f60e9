"""Every variable of the root module against bad values of its kind: each gets a sentence of ours.

In a few plans: errors come together, so one configuration calls the module with one bad value of
every variable at once, again and again. Against a provider that can reach nothing; what an answer
of AWS would refuse is not here (`test_wrong_inputs.py`).
"""

from __future__ import annotations

import json
from collections import ChainMap, defaultdict
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest

from tests.cases.bad_values import BAD
from tests.cases.refusing import PROVIDER, REFUSED, copy_without_code
from tests.support import offline
from tests.support.module.variables import variables

# Rules of the root module itself end Terraform's validation, before it comes to the submodules.
ROOTS_OWN = {
    *("name", "tags", "log_retention_days", "iam", "permissions_boundary_arn", "standby"),
    "lambda_packages",
}
# A rule is skipped if what it reads is refused itself: these are read by others, or read many.
APART = {
    "vnf",
    "vnf_version",
    "vnf_license",
    "extra_config",
    "data_volumes",
    "jump_host_cidrs",
    "wait_until_serving_seconds",
    "evacuate",
    "function_timeout_seconds",
    "service_checks",
}
# Told by Terraform's validation already; and with it there is no VPC of ours to judge.
ELSEWHERE = "network"
PARTS = 4
CASES = [(name, told) for name, bad in BAD.items() for _, told in bad]
Values = dict[str, Any]


@pytest.fixture(scope="module")
def sentences(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """All that is said about all of them."""
    folder = tmp_path_factory.mktemp("bad-values")
    copy_without_code(folder)
    together = rounds(BAD.keys() - ROOTS_OWN - APART - {ELSEWHERE}) + [
        {name: value} for name in APART for value in different(BAD[name])
    ]
    plans = {
        "root": rounds(ROOTS_OWN),
        "elsewhere": rounds({ELSEWHERE}),
        # A plan takes longer for each call that it has, and two plans have a processor each.
        **{f"submodules-{part}": together[part::PARTS] for part in range(PARTS)},
    }
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(lambda name: said(folder / name, plans[name]), plans)
        return [sentence for each in found for sentence in each]


def rounds(names: set[str]) -> list[Values]:
    """Each bad value of each variable once, with one of every other beside it."""
    columns = [[(name, value) for value in values(name)] for name in sorted(names)]
    return [dict(filter(None, row)) for row in zip_longest(*columns)]


def values(name: str) -> list[Any]:
    """The variable's bad values, each once; of a VIP one of every attribute together.

    Not so its range and address, which other rules read, and its routes, which read those.
    """
    each_once = different(BAD[name])
    if name != "vips":
        return each_once
    apart: list[Values] = []
    by_attribute = defaultdict[str, list[Values]](list)
    for value in each_once:
        attribute = "".join(value["vip"].keys() - {"cidr", "address"})
        if attribute in ("", "routes"):
            apart.append(value)
        else:
            by_attribute[attribute].append(value["vip"])
    rows = zip_longest(*by_attribute.values(), fillvalue={})
    return apart + [{"vip": dict(ChainMap(*row))} for row in rows]


def different(bad: list[tuple[Any, str]]) -> list[Any]:
    """The values, each once, in their order."""
    return [
        value for place, (value, _) in enumerate(bad) if value not in [v for v, _ in bad[:place]]
    ]


def said(folder: Path, calls: list[Values]) -> list[str]:
    folder.mkdir()
    modules = {
        f"case_{number}": {"source": "../", "name": "edge"} | values
        for number, values in enumerate(calls)
    }
    config = {"provider": {"aws": PROVIDER}, "module": modules}
    (folder / "main.tf.json").write_text(json.dumps(config))
    offline.init(folder)
    found = offline.errors(folder, "plan", "-refresh=false")
    return [line for each in found if each["summary"] in REFUSED for line in told(each["detail"])]


def told(detail: str) -> list[str]:
    """The sentences of a refusal: a security group's and those of checks come together, one a
    line."""
    sentence = detail.split("\n\nThis was checked by")[0]
    one_a_line = "_rules: " in sentence or sentence.startswith("service_checks.")
    return sentence.splitlines() if one_a_line else [" ".join(sentence.split())]


def test_every_variable_has_a_kind() -> None:
    assert set(BAD) == set(variables(""))


@pytest.mark.parametrize(
    ("name", "told"), CASES, ids=[f"{name}: {told!r}"[:60] for name, told in CASES]
)
def test_a_sentence_names_variable_and_value(sentences: list[str], name: str, told: str) -> None:
    about = [
        each for each in sentences if each.startswith(tuple(f"{name}{mark}" for mark in " .:["))
    ]
    assert any(" ".join(told.split()) in " ".join(each.split()) for each in about)

"""The documentation names only what there is: files, headings, variables, alarms, commands."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

from lab.control import PREFIX, VIEWS
from lab.switches import Switches
from tests.support.project import PROJECT
from tools import pages

# A word in backticks that is written like one of these is taken for a Terraform variable.
VARIABLE_ENDINGS = (
    *("_seconds", "_cidr", "_cidrs", "_rules", "_arn", "_arns", "_attempts", "_days", "_routes"),
    *("_email", "_type", "_base64", "_architecture", "_packages", "_zones", "_tokens", "_boundary"),
)
VARIABLE_STARTS = ("enable_", "allow_", "vip_", "wan_", "ami_", "notification_", "log_", "kms_")

# Absolute paths that may appear: examples, names in AWS, the lab's control API.
EXAMPLE_PATHS = ("/srv/", "/path/", "/aws/", "/lab/", "/persistent-vnf/", "/dev/", "/vnf/")


def documents() -> list[Path]:
    """Every page people read."""
    places = (
        "*.md",
        ".github/**/*.md",
        "docs/**/*.md",
        "modules/*/*.md",
        "examples/*/*.md",
        "tests/**/*.md",
    )
    return sorted(page for place in places for page in PROJECT.glob(place))


each_document = pytest.mark.parametrize(
    "page", documents(), ids=lambda page: str(page.relative_to(PROJECT))
)


def prose(page: Path) -> str:
    """A page without its fenced blocks and without what terraform-docs wrote."""
    text = re.sub(r"<!-- BEGIN_TF_DOCS -->.*<!-- END_TF_DOCS -->", "", page.read_text(), flags=re.S)
    return re.sub(r"^ *```.*?^ *```", "", text, flags=re.S | re.M)


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as code hosts make them: one that repeats is numbered."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.M)
    found = [re.sub(r"[^\w\- ]", "", each.lower()).replace(" ", "-") for each in headings]
    return {
        f"{anchor}-{before}" if (before := found[:place].count(anchor)) else anchor
        for place, anchor in enumerate(found)
    }


def quoted(page: Path) -> list[str]:
    """What the page writes in backticks."""
    return re.findall(r"`([^`\n]+)`", prose(page))


@cache
def terraform_names() -> frozenset[str]:
    """Variables, outputs, their attributes and arguments: every name in the Terraform files."""
    files = [*PROJECT.glob("*.tf"), *PROJECT.glob("modules/*/*.tf")]
    files += PROJECT.glob("examples/*/*.tf")
    return frozenset(re.findall(r"[a-z][a-z0-9_]+", "\n".join(file.read_text() for file in files)))


@each_document
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        place = (page.parent / name).resolve() if name else page
        assert place.exists(), f"{target} leads nowhere"
        assert place.is_relative_to(PROJECT), f"{target} leads out of the project"
        if anchor:
            assert anchor in anchors(place), f"{target}: no such heading"


@each_document
def test_every_variable_named_exists(page: Path) -> None:
    words = [word for word in quoted(page) if re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)+", word)]
    variables = [
        word
        for word in words
        if word.endswith(VARIABLE_ENDINGS) or word.startswith(VARIABLE_STARTS)
    ]
    switches = set(vars(Switches()))
    prefixes = {word for word in variables if word.endswith("_")}
    former = set(re.findall(r"`(\w+)` → `", prose(page)))  # old names, as upgrade notes tell them
    unknown = set(variables) - terraform_names() - switches - prefixes - former
    assert not unknown, f"no such variable: {sorted(unknown)}"


@each_document
def test_no_path_of_a_certain_machine_is_named(page: Path) -> None:
    paths = re.findall(r"(?<![\w.:/<>})*-])/[a-z][\w.-]*/[\w./-]*", page.read_text())
    assert [path for path in paths if not path.startswith(EXAMPLE_PATHS)] == []


@each_document
def test_every_make_target_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(), re.M))
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", page.read_text(), re.M))
    assert named <= targets


def releases_called() -> list[tuple[str, str, str]]:
    """Of every call of the module that a page shows: the page, its line, the release it names."""
    return [
        (str(block.page), found[0], found[1] or "")
        for block in pages.blocks(PROJECT)
        for found in pages.CALLED.finditer(block.text)
    ]


@each_document
def test_every_module_of_python_that_is_run_exists(page: Path) -> None:
    for name in re.findall(r"python -m ((?:tests|tools|demo|lab)\b[\w.]*)", page.read_text()):
        path = PROJECT / name.rstrip(".").replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), name


def test_every_call_of_the_module_names_a_release() -> None:
    """What a reader copies stays at one release until somebody changes it."""
    released = set(re.findall(r"^## \[([\d.]+)\]", (PROJECT / "CHANGELOG.md").read_text(), re.M))
    called = releases_called()
    assert called
    assert [each for each in called if each[2] not in released] == []


def test_the_readmes_call_names_this_release() -> None:
    version = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["version"]
    assert {release for page, _, release in releases_called() if page == "README.md"} == {version}


def operations() -> str:
    return (PROJECT / "docs" / "operations.md").read_text()


def test_operations_lists_exactly_the_alarms_there_are() -> None:
    files = [PROJECT / "modules" / module / "alarms.tf" for module in ("lifecycle", "prober")]
    source = "".join(file.read_text() for file in files)
    alarms = set(re.findall(r"^    ([a-z-]+) = \{$", source, re.M))
    of_each_vip = re.findall(r'"([a-z-]+)-\$\{vip.key\}" =>', source)
    of_each_check = re.findall(r'"([a-z-]+)-\$\{key\}" =>', source)
    assert alarms
    assert of_each_vip
    assert of_each_check
    # The default VIP's, and a check of it, as examples.
    alarms |= {f"{each}-vip" for each in of_each_vip}
    alarms |= {f"{each}-vip-sip-5060" for each in of_each_check}
    assert set(re.findall(r"^\| `sbc-([a-z0-9-]+)` \|", operations(), re.M)) == alarms


def test_operations_lists_exactly_the_metrics_there_are() -> None:
    folders = (PROJECT / "lambda_src" / function for function in ("hook_handler", "prober"))
    source = "\n".join(file.read_text() for folder in folders for file in folder.glob("*.py"))
    counted = re.findall(r"\.(?:count|_emit)\(([^\n]*(?:\n[^\n]+)?)\)", source)
    metrics = set(re.findall(r"([A-Z][A-Za-z]+)=", "\n".join(counted)))
    assert metrics
    named = re.findall(r"^\| `([A-Z]\w+)` \| (?:0 or 1|s|count) \|", operations(), re.M)
    assert set(named) == metrics


def test_operations_tells_of_every_variable_what_changing_it_does() -> None:
    variables = set(re.findall(r'^variable "(\w+)"', (PROJECT / "variables.tf").read_text(), re.M))
    table = operations().partition("## Changing variables")[2]
    told = set(re.findall(r"`(\w+)`", table))
    assert variables - told == set(), "tell in docs/operations.md what changing them does"


def test_the_lab_page_lists_exactly_the_control_api() -> None:
    page = (PROJECT / "docs" / "the-lab.md").read_text()
    rows = re.findall(r"^\| `([A-Z`, ]+) (/lab/[^`?]+)", page, re.M)
    told = {
        (method, path.removeprefix(PREFIX))
        for methods, path in rows
        for method in re.findall(r"[A-Z]+", methods)
    }
    assert told == set(VIEWS)


def test_the_index_lists_every_page() -> None:
    docs = PROJECT / "docs"
    listed = set(re.findall(r"\]\(([\w./-]+\.md)", (docs / "README.md").read_text()))
    pages = {page.name for page in docs.glob("*.md")} - {"README.md"}
    assert pages <= listed
    decisions = set(re.findall(r"\]\(([\w-]+\.md)", (docs / "decisions/README.md").read_text()))
    assert {page.name for page in docs.glob("decisions/*.md")} - {"README.md"} == decisions


def test_the_exception_for_an_organisation_names_every_call_of_the_handler() -> None:
    """docs/your-own-vpc.md has the statement to paste; what changes something in EC2 is in it."""
    policies = (PROJECT / "modules/lifecycle").glob("iam_[hl]*.tf")
    allowed = set(re.findall(r'"(ec2:[A-Z]\w+)"', "".join(each.read_text() for each in policies)))
    changing = {each for each in allowed if not each.startswith("ec2:Describe")}
    changing -= {
        "ec2:Vpc",
        "ec2:CreateAction",
        "ec2:RebootInstances",
        "ec2:TerminateInstances",
    }  # keys, and what is said apart
    (statement,) = re.findall(
        r"^```json\n(.*?)^```", (PROJECT / "docs/your-own-vpc.md").read_text(), re.M | re.S
    )
    assert set(json.loads(statement)["Action"]) == changing


@each_document
def test_every_address_in_the_state_is_one_of_today(page: Path) -> None:
    if page.name in ("upgrade-notes.md", "CHANGELOG.md"):  # they speak of former ones as well
        return
    called = dict(re.findall(r'^module "(\w+)" \{\n(.*?)^\}', root_configuration(), re.M | re.S))
    address = r"(?<!\w)module\.(\w+)(\[[^\]]+\])?\.(aws_\w+|terraform_data)\.(\w+)"
    for module, key, kind, name in re.findall(address, page.read_text()):
        if module not in called:  # a call of the root, and what stands in that
            assert f'resource "{kind}" "{name}"' in root_configuration(), f"{kind}.{name}"
            continue
        several = re.search(r"^ +(for_each|count) +=", called[module], re.M) is not None
        assert bool(key) == several, f"module.{module}: with a key, or without one"
        files = (PROJECT / "modules" / module).glob("*.tf")
        there = "".join(file.read_text() for file in files)
        assert f'resource "{kind}" "{name}"' in there, f"module.{module}.{kind}.{name}"


@cache
def root_configuration() -> str:
    return "\n".join(file.read_text() for file in sorted(PROJECT.glob("*.tf")))

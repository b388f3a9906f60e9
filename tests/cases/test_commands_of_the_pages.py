"""Somebody copies the commands of the pages, those of the lab's page into a lab that is served.

What only a deployment can answer is run by the deploy tests; of the AWS CLI's commands on all the
pages, service, operation and options are held against AWS's own description of its API.
"""

from __future__ import annotations

import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import boto3
import pytest
from botocore import xform_name

from tests.support.project import PROJECT

LAB_PAGE = PROJECT / "docs" / "the-lab.md"
PLACES = ("*.md", "docs/**/*.md", "modules/*/*.md", "examples/*/*.md", "tests/**/*.md")
PAGES = sorted(page for place in PLACES for page in PROJECT.glob(place))
START_SECONDS = 120.0

# Options of the AWS CLI itself: https://docs.aws.amazon.com/cli/latest/reference/#global-options
# Those of https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-pagination.html as well.
CLI_OPTIONS = {
    *("query", "output", "region", "profile", "endpoint-url", "no-cli-pager", "no-paginate"),
    *("max-items", "starting-token", "page-size"),
}


def fenced(page: Path, language: str) -> list[str]:
    """The blocks of a page in that language."""
    return re.findall(rf"^ *```{language}\n(.*?)^ *```$", page.read_text(), re.S | re.M)


def commands(page: Path, program: str) -> list[str]:
    """Lines of its shell blocks that start that program, continued lines put together."""
    lines = "\n".join(fenced(page, "sh")).replace("\\\n", " ").splitlines()
    return [line.strip() for line in lines if re.match(rf"\s*{program} ", line)]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """`make lab`, but for make: the file to source, of a lab that is served."""
    file = tmp_path_factory.mktemp("lab") / "builds" / "lab.env"
    command = [sys.executable, "-m", "lab", "--environment", str(file)]
    with subprocess.Popen(
        command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as lab:
        patience = time.monotonic() + START_SECONDS
        while not (file.exists() and file.read_text().endswith("\n")):
            assert lab.poll() is None, lab.stderr and lab.stderr.read()
            assert time.monotonic() < patience, "the lab does not start"
            time.sleep(0.1)
        content = file.read_text()
        yield file
        lab.send_signal(signal.SIGINT)
        said, _ = lab.communicate(timeout=60)
    assert said == content, "standard output is for a shell, and for nobody else"
    assert not file.exists(), "a file that leads to a lab that is gone"


def sourced(file: Path, command: str) -> str:
    """What a command says in a shell that has sourced the file; it has to succeed."""
    script = f". {shlex.quote(str(file))}; {command}"
    done = subprocess.run(["bash", "-ec", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def test_the_environment_is_a_file_of_exports(served: Path) -> None:
    lines = served.read_text().splitlines()
    assert lines
    assert all(re.fullmatch(r"export [A-Z0-9_]+=\S+", line) for line in lines)


@pytest.mark.parametrize("command", commands(LAB_PAGE, "curl"))
def test_the_lab_answers_the_pages_requests(served: Path, command: str) -> None:
    """Without what filters the answer."""
    request = command.partition(" | ")[0].replace("curl -s ", "curl -sS --fail ")
    assert request.startswith("curl -sS --fail ")
    assert sourced(served, request).strip() != ""


def test_the_pages_script_prints_what_the_page_says(served: Path) -> None:
    script = next(each for each in fenced(LAB_PAGE, "python") if "import boto3" in each)
    printed = LAB_PAGE.read_text().partition("It prints\n\n```\n")[2].partition("```")[0]
    python = shlex.quote(sys.executable)
    assert sourced(served, f"{python} - <<'END'\n{script}\nEND") == printed != ""


@cache
def operations(service: str) -> dict[str, set[str]]:
    """Each operation of a service as the AWS CLI names it, with its options."""
    session = boto3.Session("test", "test", region_name="eu-west-1")
    model = session.client(service).meta.service_model
    found = {}
    for name in model.operation_names:
        shape = model.operation_model(name).input_shape
        members = shape.members if shape else {}
        found[xform_name(name, "-")] = {xform_name(member, "-") for member in members}
    return found


def waiters(service: str) -> set[str]:
    session = boto3.Session("test", "test", region_name="eu-west-1")
    return {name.replace("_", "-") for name in session.client(service).waiter_names}


AWS_COMMANDS = [(page, command) for page in PAGES for command in commands(page, "aws")]


@pytest.mark.parametrize(
    ("page", "command"), AWS_COMMANDS, ids=[f"{p.name}: {c[:60]}" for p, c in AWS_COMMANDS]
)
def test_aws_knows_the_command_and_its_options(page: Path, command: str) -> None:
    words = shlex.split(command.partition(" | ")[0])
    _aws, service, operation, *rest = words
    if operation == "wait":
        assert rest[0] in waiters(service), f"{page.name}: aws {service} wait {rest[0]}"
        return
    assert operation in operations(service), f"{page.name}: aws {service} {operation}"
    options = {word.removeprefix("--") for word in rest if word.startswith("--")} - CLI_OPTIONS
    known = operations(service)[operation]
    known = known | {f"no-{option}" for option in known}
    assert options <= known, f"{page.name}: {command}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_a_module_is_run_in_the_projects_own_environment(page: Path) -> None:
    """`python -m` finds the project, and what it needs, under `tools/run` only."""
    shown = re.findall(r"(?:^|`)[^`\n]*python -m (?:tests|tools)\S*", page.read_text(), re.M)
    assert [each for each in shown if "tools/run python -m" not in each] == []

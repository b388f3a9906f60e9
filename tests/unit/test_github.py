"""Workflows, hooks, forms and updates name what there is, and may no more than they need."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.support.project import PROJECT
from tests.unit import github
from tools.setup import golang
from tools.setup.provider_release import RELEASE_VARIABLE, narrowed
from tools.setup.provider_trees import AWS
from tools.setup.versions import dotted

FORMS = sorted((PROJECT / ".github/ISSUE_TEMPLATE").glob("*.yml"))


def workflow(name: str) -> dict[str, Any]:
    return github.read(PROJECT / ".github/workflows" / f"{name}.yml")


class TestWorkflows:
    def test_they_are_pinned_bounded_and_call_make(self) -> None:
        assert github.workflows(PROJECT)
        assert github.wrong(PROJECT) == []

    def test_a_pull_request_is_linted_and_tested(self) -> None:
        check = workflow("check")
        assert "pull_request" in check["on"]
        assert set(github.commands(check)) == {"make lint", "make test", "make test-versions"}

    def test_a_release_is_checked_as_a_pull_request_is(self) -> None:
        jobs = workflow("release")["jobs"]
        assert jobs["check"]["uses"] == "./.github/workflows/check.yml"
        assert "workflow_call" in workflow("check")["on"]
        assert jobs["publish"]["needs"] == "check"

    def test_only_two_jobs_may_write_and_none_has_a_secret(self) -> None:
        may = [
            (file.stem, name, scope)
            for file in github.workflows(PROJECT)
            for name, job in {"": github.read(file), **github.read(file)["jobs"]}.items()
            for scope, access in job.get("permissions", {}).items()
            if access != "read"
        ]
        assert may == [("release", "publish", "contents"), ("verify-aws", "verify", "id-token")]
        assert not [file for file in github.workflows(PROJECT) if "secrets" in file.read_text()]

    def test_the_role_outlives_the_job_that_has_to_destroy_what_it_made(self) -> None:
        job = workflow("verify-aws")["jobs"]["verify"]
        lent = [step["with"]["role-duration-seconds"] for step in job["steps"] if _lends(step)]
        assert lent
        assert min(lent) >= job["timeout-minutes"] * 60


def _lends(step: dict[str, Any]) -> bool:
    return "configure-aws-credentials" in step.get("uses", "")


class TestVersions:
    def job(self) -> dict[str, Any]:
        job: dict[str, Any] = workflow("check")["jobs"]["versions"]
        assert job["env"] == {RELEASE_VARIABLE: "${{ matrix.provider }}"}
        return job

    def test_terraform_is_the_floor_of_the_module_and_the_newest(self) -> None:
        floor = re.search(r'required_version = ">= (\S+)"', (PROJECT / "versions.tf").read_text())
        assert floor is not None
        assert self.job()["strategy"]["matrix"]["terraform"] == [floor[1], "latest"]

    def test_the_provider_is_the_floor_the_tried_one_and_the_newest(self) -> None:
        assert AWS.preferred is not None
        newest = str(AWS.ceiling[0] - 1)
        named = self.job()["strategy"]["matrix"]["provider"]
        assert named == [dotted(AWS.floor), dotted(AWS.preferred), newest]
        assert [narrowed(AWS, each).preferred for each in named] == [None] * 3

    def test_all_else_runs_with_the_pages_terraform_and_lambdas_python(self) -> None:
        action = github.read(PROJECT / ".github/actions/prepare/action.yml")
        terraform = action["inputs"]["terraform"]["default"]
        assert f"Terraform {terraform}," in (PROJECT / "docs/README.md").read_text()
        python = action["inputs"]["python"]["default"]
        functions = (PROJECT / "modules/lifecycle/functions.tf").read_text()
        assert re.search(rf'runtime\s*= "python{python}"', functions)
        assert f"for name in python{python} " in (PROJECT / "tools/python").read_text()
        check = github.read(PROJECT / ".github/workflows/check.yml")
        # Debian: tests/guest and tests/prober unpack its packages.
        assert check["jobs"]["test"]["container"]["image"] == f"python:{python}-trixie"


MAKEFILE = "lint: setup\n\trelease $(TAG)\n"
GOOD = """
on: push
permissions: { contents: read }
concurrency: one
jobs:
  lint:
    timeout-minutes: 5
    strategy:
      matrix: { target: [lint] }
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
      - uses: ./.github/actions/prepare
      - run: make ${{ matrix.target }} TAG="$NAME" > notes
"""


class TestWhatIsWrongIsNoticed:
    def said(self, root: Path, text: str) -> list[str]:
        (root / ".github/workflows").mkdir(parents=True)
        (root / ".github/workflows/one.yml").write_text(text)
        (root / "Makefile").write_text(MAKEFILE)
        return github.wrong(root)

    def test_nothing_is_wrong_here(self, tmp_path: Path) -> None:
        assert self.said(tmp_path, GOOD) == []

    @pytest.mark.parametrize(
        ("right", "wrong", "told"),
        [
            ("3d3c42e5aac5ba805825da76410c181273ba90b1", "v7", "not pinned by a commit"),
            ("3d3c42e5aac5ba805825da76410c181273ba90b1", "3d3c42e", "not pinned by a commit"),
            (" # v7.0.1", "", "not pinned by a commit"),
            (" # v7.0.1", " # main", "not pinned by a commit"),
            ("permissions: { contents: read }", "permissions: write-all", "no permissions"),
            ("permissions: { contents: read }", "", "no permissions"),
            ("concurrency: one", "", "no concurrency"),
            ("    timeout-minutes: 5\n", "", "lint: no timeout"),
            ("[lint]", "[lint, lnit]", "no such target: make lnit"),
            ("TAG=", "TGA=", "no such variable"),
            ("make ${{ matrix.target }}", "make", "no target"),
            ("make ${{ matrix.target }}", "pytest", "not one call of make"),
            ("run: make", "run: |\n          cd x\n          make", "not one call of make"),
        ],
    )
    def test_each_wrong_line_is_told(
        self, tmp_path: Path, right: str, wrong: str, told: str
    ) -> None:
        assert right in GOOD
        said = self.said(tmp_path, GOOD.replace(right, wrong))
        assert [text for text in said if told in text] == said
        assert said


def test_an_action_of_our_own_is_pinned_too(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / ".github", tmp_path / ".github")
    shutil.copy(PROJECT / "Makefile", tmp_path)
    action = tmp_path / ".github/actions/prepare/action.yml"
    action.write_text(re.sub(r"@[0-9a-f]{40}", "@main", action.read_text()))
    assert len(github.wrong(tmp_path)) == 3


def test_hooks_call_make() -> None:
    entries = [
        hook["entry"]
        for repo in github.read(PROJECT / ".pre-commit-config.yaml")["repos"]
        for hook in repo["hooks"]
        if repo["repo"] == "local"
    ]
    assert entries == ["make fmt", "make lint"]
    assert [text for entry in entries for text in github.wrong_command(PROJECT, entry)] == []


class TestUpdates:
    def folders(self, ecosystem: str, holding: str) -> tuple[set[Path], set[Path]]:
        """The folders that are watched, and those that hold something to watch."""
        updates = github.read(PROJECT / ".github/dependabot.yml")["updates"]
        globs = [
            folder.strip("/")
            for update in updates
            if update["package-ecosystem"] == ecosystem
            for folder in update["directories"]
        ]
        watched = {path for glob in globs for path in (PROJECT.glob(glob) if glob else [PROJECT])}
        return watched, {path.parent for path in PROJECT.glob(holding)}

    @pytest.mark.parametrize(
        ("ecosystem", "holding"),
        [
            ("github-actions", ".github/actions/*/action.yml"),
            ("gomod", "tools/*/go.mod"),
            ("pip", "requirements*.txt"),
            ("terraform", "versions.tf"),
            ("terraform", "modules/*/versions.tf"),
            ("terraform", "examples/*/versions.tf"),
        ],
    )
    def test_whatever_is_pinned_is_watched(self, ecosystem: str, holding: str) -> None:
        watched, held = self.folders(ecosystem, holding)
        assert held
        assert held <= watched

    def test_every_tool_is_named(self) -> None:
        updates = github.read(PROJECT / ".github/dependabot.yml")["updates"]
        [tools] = [update for update in updates if update["package-ecosystem"] == "gomod"]
        allowed = {rule["dependency-name"] for rule in tools["allow"]}
        pinned = [path.parent for path in PROJECT.glob("tools/*/go.mod")]
        assert allowed == {golang.pinned_module(module)[0] for module in pinned}


class TestForms:
    @pytest.mark.parametrize("form", FORMS, ids=lambda form: form.stem)
    def test_a_form_is_one_that_the_host_takes(self, form: Path) -> None:
        content = github.read(form)
        if form.stem == "config":
            assert content == {"blank_issues_enabled": True}
            return
        assert {"name", "description", "body"} <= set(content)
        fields = [each for each in content["body"] if each["type"] != "markdown"]
        ids = [each["id"] for each in fields]
        assert len(set(ids)) == len(ids)
        assert {each["type"] for each in fields} <= {"input", "textarea", "dropdown", "checkboxes"}
        assert all(each["attributes"]["label"] for each in fields)

    def test_of_aws_it_asks_call_answer_and_switch(self) -> None:
        body = github.read(PROJECT / ".github/ISSUE_TEMPLATE/aws-behaves-differently.yml")["body"]
        required = {each["id"] for each in body if each.get("validations", {}).get("required")}
        assert {"call", "answer", "switch"} <= required

    @pytest.mark.parametrize(
        "file",
        [*FORMS, *github.workflows(PROJECT), PROJECT / ".github/pull_request_template.md"],
        ids=lambda file: file.name,
    )
    def test_every_page_and_target_named_exists(self, file: Path) -> None:
        text = file.read_text()
        for page in re.findall(r"\b(?:docs/[\w-]+|[A-Z]{4,})\.md\b", text):
            assert (PROJECT / page).is_file(), page
        for command in re.findall(r"`(make [^`]+)`", text):
            assert list(github.wrong_command(PROJECT, command)) == []

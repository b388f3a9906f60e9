"""The set-up's decisions: where it looks, in which order, and what it keeps."""

import os
import re
import stat
from pathlib import Path

import pytest

from tools.setup import binaries, environment, golang, providers, terraform
from tools.setup.places import Places, checkout_root, places
from tools.setup.provider_trees import (
    ARCHIVE,
    AWS,
    HOST,
    PROVIDERS,
    TREES_VARIABLE,
    find,
    link_tree,
    tree_roots,
)
from tools.setup.report import Missing, Report
from tools.setup.shell import Outcome, whole_or_absent
from tools.setup.terraform import Terraform, existing_config
from tools.setup.versions import parse

PLATFORM = "linux_amd64"


@pytest.fixture
def lines() -> list[str]:
    return []


@pytest.fixture
def report(lines: list[str]) -> Report:
    return Report(lines.append)


@pytest.fixture
def where(tmp_path: Path) -> Places:
    """A checkout, a cache, a home and a system of the test's own, with one pinned module."""
    there = Places(
        checkout=tmp_path / "checkout",
        cache=tmp_path / "cache",
        home=tmp_path / "home",
        system=tmp_path / "system",
    )
    for folder in (there.checkout, there.cache, there.home, there.system):
        folder.mkdir()
    add_tool_module(there, providers.ARCHIVE_MODULE, "1.3.0")
    return there


def add_tool_module(where: Places, tool: str, version: str) -> None:
    module = where.tool_module(tool)
    module.mkdir(parents=True)
    package = f"example.test/{tool}"
    lines = [
        f"module example.test/tools/{tool}\n",
        "go 1.24\n",
        f"tool {package}\n",
        "require (",
        f"\t{package} v{version} // indirect",
        ")\n",
    ]
    (module / "go.mod").write_text("\n".join(lines))
    (module / "go.sum").write_text(f"{package} v{version} h1:abc=\n")


def add_unpacked(root: Path, name: str, version: str) -> Path:
    folder = root / HOST / "hashicorp" / name / version / PLATFORM
    folder.mkdir(parents=True)
    (folder / f"terraform-provider-{name}_v{version}_x5").touch()
    return folder


def add_program(folder: Path, name: str, says: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\ncat <<'END'\n{says}\nEND\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


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


class TestProviderTrees:
    def test_the_newest_version_that_fits_is_taken(self, tmp_path: Path) -> None:
        for version in ("4.67.0", "5.80.0", "5.100.0", "7.0.0"):
            add_unpacked(tmp_path, "aws", version)
        package = find(AWS, [tmp_path], PLATFORM)
        assert package is not None
        assert package.version == (5, 100, 0)

    def test_another_platform_does_not_count(self, tmp_path: Path) -> None:
        add_unpacked(tmp_path, "aws", "5.100.0")
        assert find(AWS, [tmp_path], "darwin_arm64") is None

    def test_an_empty_platform_folder_does_not_count(self, tmp_path: Path) -> None:
        (tmp_path / HOST / "hashicorp/aws/5.100.0" / PLATFORM).mkdir(parents=True)
        assert find(AWS, [tmp_path], PLATFORM) is None

    def test_a_packed_provider_is_found_and_linked(self, tmp_path: Path) -> None:
        packed = tmp_path / HOST / f"hashicorp/aws/terraform-provider-aws_5.90.1_{PLATFORM}.zip"
        packed.parent.mkdir(parents=True)
        packed.touch()
        package = find(AWS, [tmp_path], PLATFORM)
        assert package is not None
        assert package.version == (5, 90, 1)
        link_tree(tmp_path / "links", [package])
        link = tmp_path / "links" / HOST / "hashicorp/aws" / packed.name
        assert link.resolve() == packed

    def test_roots_come_in_order_and_only_if_they_hold_providers(self, where: Places) -> None:
        named, empty = where.checkout / "named", where.checkout / "empty"
        mirror = where.home / "mirror"
        implied = where.home / ".terraform.d/plugins"
        shared = where.system / "usr/share/terraform/plugins"
        added = where.system / "opt/anything"
        for root in (named, mirror, implied, shared, added):
            add_unpacked(root, "aws", "5.100.0")
        config = where.home / ".terraformrc"
        config.write_text(
            f'provider_installation {{\n  filesystem_mirror {{\n    path = "{mirror}"\n  }}\n}}\n'
        )
        variable = {TREES_VARIABLE: f"{named}{os.pathsep}{empty}"}
        assert tree_roots(where, variable, config) == [named, mirror, implied, shared, added]

    def test_links_are_at_the_leaf_and_old_ones_go(self, tmp_path: Path) -> None:
        unpacked = add_unpacked(tmp_path / "there", "aws", "5.100.0")
        tree = tmp_path / "links"
        (tree / HOST / "hashicorp/archive/9.9.9").mkdir(parents=True)
        package = find(AWS, [tmp_path / "there"], PLATFORM)
        assert package is not None
        link_tree(tree, [package])
        leaf = tree / HOST / "hashicorp/aws/5.100.0" / PLATFORM
        assert leaf.is_symlink()
        assert leaf.resolve() == unpacked
        assert not leaf.parent.is_symlink()
        assert not (tree / HOST / "hashicorp/archive").exists()


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


class FakeInit:
    """Stands for ``terraform init``: gives what the registry or a configuration can give."""

    def __init__(self, where: Places, registry: tuple[str, ...] = (), theirs: bool = False) -> None:
        self.where, self.registry, self.theirs = where, registry, theirs
        self.runs: list[tuple[str, list[str]]] = []

    def __call__(
        self, _terraform: Terraform, wanted: list[object], config: Path, _cache: Path | None
    ) -> Outcome:
        names = [provider.name for provider in PROVIDERS if provider in wanted]
        self.runs.append((config.name, names))
        if config != self.where.terraform_config:
            return Outcome(0 if self.theirs else 1, "Error: not served")
        written, served = config.read_text(), set()
        if "filesystem_mirror" in written:
            served |= {path.name for path in (self.where.provider_tree / HOST).glob("hashicorp/*")}
        if "direct" in written:
            served |= set(self.registry)
        return Outcome(0 if set(names) <= served else 1, "Error: no such host")


class TestDecision:
    terraform = Terraform(Path("terraform"), "1.11.4", PLATFORM)

    def decide(
        self,
        monkeypatch: pytest.MonkeyPatch,
        init: FakeInit,
        report: Report,
        environ: dict[str, str] | None = None,
    ) -> providers.Decision:
        monkeypatch.setattr(providers, "try_init", init)
        return providers.decide(init.where, self.terraform, environ or {}, report)

    def put_in_cache(self, where: Places) -> Path:
        binary = golang.built_path(where, providers.ARCHIVE_MODULE, PLATFORM)
        binary.parent.mkdir(parents=True)
        binary.touch()
        return binary

    def test_a_configuration_that_serves_both_is_used_as_it_is(
        self, where: Places, report: Report, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        config = where.home / ".terraformrc"
        config.touch()
        decision = self.decide(monkeypatch, FakeInit(where, theirs=True), report)
        assert decision.config == config
        assert not where.terraform_config.exists()

    def test_trees_go_before_the_registry(
        self, where: Places, report: Report, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name, version in (("aws", "5.100.0"), ("archive", "2.7.0")):
            add_unpacked(where.system / "opt/x", name, version)
        init = FakeInit(where, registry=("aws", "archive"))
        decision = self.decide(monkeypatch, init, report)
        assert "direct" not in decision.config.read_text()
        assert decision.plugin_cache is None
        assert init.runs == [("terraform.rc", ["aws", "archive"])]

    def test_the_registry_gives_what_the_trees_lack(
        self, where: Places, report: Report, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        add_unpacked(where.system / "opt/x", "aws", "5.100.0")
        init = FakeInit(where, registry=("archive",))
        decision = self.decide(monkeypatch, init, report)
        written = decision.config.read_text()
        assert f'include = ["{HOST}/hashicorp/aws"]' in written
        assert f'exclude = ["{HOST}/hashicorp/aws"]' in written
        assert decision.plugin_cache == where.plugin_cache

    def test_without_a_registry_archive_is_built(
        self, where: Places, report: Report, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        add_unpacked(where.system / "opt/x", "aws", "5.100.0")
        binary = self.put_in_cache(where)
        decision = self.decide(monkeypatch, FakeInit(where), report)
        leaf = where.provider_tree / HOST / "hashicorp/archive/1.3.0" / PLATFORM
        assert (leaf / "terraform-provider-archive").resolve() == binary
        assert "direct" not in decision.config.read_text()

    def test_without_any_way_to_aws_it_says_how_to_get_it(
        self, where: Places, report: Report, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with pytest.raises(Missing, match=TREES_VARIABLE):
            self.decide(monkeypatch, FakeInit(where), report)

    def test_a_second_run_tries_nothing(
        self, where: Places, report: Report, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        add_unpacked(where.system / "opt/x", "aws", "5.100.0")
        self.put_in_cache(where)
        first = self.decide(monkeypatch, FakeInit(where), report)
        again = FakeInit(where)
        assert self.decide(monkeypatch, again, report) == first
        assert again.runs == []

    def test_it_decides_anew_when_a_link_hangs(
        self, where: Places, report: Report, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        add_unpacked(where.system / "opt/x", "aws", "5.100.0")
        binary = self.put_in_cache(where)
        self.decide(monkeypatch, FakeInit(where, registry=()), report)
        binary.unlink()
        again = FakeInit(where, registry=("archive",))
        assert self.decide(monkeypatch, again, report).plugin_cache is not None
        assert again.runs

    def test_it_decides_anew_when_a_better_tree_appears(
        self, where: Places, report: Report, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        add_unpacked(where.system / "opt/x", "aws", "5.100.0")
        self.put_in_cache(where)
        self.decide(monkeypatch, FakeInit(where), report)
        named = where.home / "named"
        add_unpacked(named, "aws", "6.1.0")
        self.decide(monkeypatch, FakeInit(where), report, {TREES_VARIABLE: str(named)})
        assert (where.provider_tree / HOST / "hashicorp/aws/6.1.0").is_dir()


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
        with pytest.raises(Missing, match=r"Install Go \(1.24 or later\)"):
            golang.build(where, providers.ARCHIVE_MODULE, PLATFORM, report)

    def test_a_failed_build_leaves_nothing(
        self, where: Places, report: Report, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        go = add_program(where.home / "bin", "go", "no way")
        go.write_text("#!/bin/sh\necho no way\nexit 1\n")
        monkeypatch.setenv("PATH", f"{go.parent}:{os.defpath}")
        with pytest.raises(Missing, match="no way"):
            golang.build(where, providers.ARCHIVE_MODULE, PLATFORM, report)
        assert list((where.cache / "built").iterdir()) == []

    @pytest.mark.parametrize(
        "tool", [providers.ARCHIVE_MODULE, "tflint", "tflint-ruleset-aws", "terraform-docs"]
    )
    def test_every_pinned_module_names_its_tool(self, tool: str) -> None:
        module = checkout_root() / "tools" / tool
        assert golang.pinned_package(module).endswith(tool)
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
        with pytest.raises(Missing, match="not on PATH"):
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
            with pytest.raises(Missing, match="too old"):
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


class TestEnvironment:
    def test_a_download_cache_only_where_something_is_downloaded(self, where: Places) -> None:
        mirrored = environment.terraform(providers.Decision(where.terraform_config, None))
        assert mirrored == {"TF_CLI_CONFIG_FILE": str(where.terraform_config)}
        direct = providers.Decision(where.terraform_config, where.plugin_cache)
        assert environment.terraform(direct)["TF_PLUGIN_CACHE_DIR"] == str(where.plugin_cache)

    def test_the_file_survives_a_shell(self, tmp_path: Path) -> None:
        where = places(tmp_path / "with a space", {"HOME": str(tmp_path)})
        environment.write(where, providers.Decision(where.terraform_config, None))
        script = f'. "{where.env_file}"; echo "$TF_CLI_CONFIG_FILE"'
        assert terraform.run(["sh", "-c", script]).output.strip() == str(where.terraform_config)


def test_archive_is_the_only_provider_that_can_be_built() -> None:
    module = checkout_root() / "tools" / providers.ARCHIVE_MODULE
    version = parse(golang.pinned_version(module))
    assert version is not None
    assert ARCHIVE.accepts(version)

"""Where set-up finds Terraform's providers, and what it decides from that."""

import os
from pathlib import Path

import pytest

from tests.unit.tools_ground import PLATFORM, add_unpacked, ground
from tools.setup import golang, providers
from tools.setup.places import Places
from tools.setup.provider_trees import (
    AWS,
    HOST,
    PROVIDERS,
    TREES_VARIABLE,
    find,
    link_tree,
    tree_roots,
)
from tools.setup.report import Missing, Report
from tools.setup.shell import Outcome
from tools.setup.terraform import Terraform


@pytest.fixture
def report() -> Report:
    return Report(lambda _line: None)


@pytest.fixture
def where(tmp_path: Path) -> Places:
    return ground(tmp_path)


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

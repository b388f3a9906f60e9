"""Where set-up finds Terraform's providers, and what it decides from that."""

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from tests.unit.tools_ground import PLATFORM, add_unpacked
from tools.setup import golang, providers
from tools.setup.places import Places
from tools.setup.provider_release import RELEASE_VARIABLE, wanted
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
from tools.setup.report import MissingError, Report
from tools.setup.shell import Outcome
from tools.setup.terraform import Terraform


class TestProviderTrees:
    def test_the_newest_version_that_fits_is_taken(self, tmp_path: Path) -> None:
        for version in ("4.67.0", "5.80.0", "6.10.0", "6.9.0", "7.0.0"):
            add_unpacked(tmp_path, "aws", version)
        package = find(AWS, [tmp_path], PLATFORM)
        assert package is not None
        assert package.version == (6, 10, 0)

    def test_the_version_the_lab_was_held_against_is_preferred(self, tmp_path: Path) -> None:
        for version in ("5.99.0", "5.100.0", "6.1.0"):
            add_unpacked(tmp_path, "aws", version)
        package = find(AWS, [tmp_path], PLATFORM)
        assert package is not None
        assert package.version == AWS.preferred

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


class TestRelease:
    @pytest.mark.parametrize(
        ("named", "constraint"),
        [
            ("5.80.0", ">= 5.80.0, < 5.80.1"),
            ("5.100", ">= 5.100.0, < 5.101.0"),
            ("5", ">= 5.80.0, < 6.0.0"),
            ("6", ">= 6.0.0, < 7.0.0"),
        ],
    )
    def test_a_named_release_narrows_what_the_module_admits(
        self, named: str, constraint: str
    ) -> None:
        aws, archive = wanted({RELEASE_VARIABLE: named})
        assert aws.constraint == constraint
        assert aws.preferred is None
        assert archive is ARCHIVE

    def test_without_a_name_it_is_what_the_lab_was_held_against(self) -> None:
        assert wanted({}) == wanted({RELEASE_VARIABLE: ""}) == PROVIDERS

    @pytest.mark.parametrize("named", ["7", "4.67.0", "5.79", "newest", "6.0.0-beta1", "5.80.0.1"])
    def test_a_release_that_the_module_refuses_is_told(self, named: str) -> None:
        with pytest.raises(
            MissingError, match=rf"{RELEASE_VARIABLE}={named}: .*>= 5.80.0, < 7.0.0"
        ):
            wanted({RELEASE_VARIABLE: named})

    def test_the_newest_of_a_major_release_is_found(self, tmp_path: Path) -> None:
        for version in ("5.100.0", "6.9.0", "6.10.0", "7.0.0"):
            add_unpacked(tmp_path, "aws", version)
        package = find(wanted({RELEASE_VARIABLE: "6"})[0], [tmp_path], PLATFORM)
        assert package is not None
        assert package.version == (6, 10, 0)


PUBLISHED = {"aws": "5.100.0", "archive": "2.7.0"}


class FakeInit:
    """Stands for ``terraform init``: installs what the registry, or a configuration, gives."""

    def __init__(self, registry: Iterable[str] = (), theirs: Iterable[str] = ()) -> None:
        self.registry, self.theirs = set(registry), set(theirs)
        self.runs: list[tuple[str, dict[str, str]]] = []

    def __call__(
        self, _terraform: Terraform, folder: Path, required: dict[str, str], config: Path
    ) -> Outcome:
        self.runs.append((config.name, required))
        served = self.registry if config.name == "direct.rc" else self.theirs
        if config.name == "terraform.rc":
            tree = config.parent / "providers" / HOST
            served = {path.name for path in tree.glob("hashicorp/*")}
        names = {source.partition("/")[2] for source in required}
        if not names <= served:
            return Outcome(1, "Error: no such host")
        for name in names:
            add_unpacked(folder / ".terraform" / "providers", name, PUBLISHED[name])
        return Outcome(0, "")


def put_in_cache(where: Places) -> Path:
    """Makes it look as if the archive provider had been built."""
    binary = golang.built_path(where, providers.ARCHIVE_MODULE, PLATFORM)
    binary.parent.mkdir(parents=True)
    binary.touch()
    return binary


Prepare = Callable[..., list[str]]
AWS_LEAF = f"aws/5.100.0/{PLATFORM}"
BUILT_LEAF = f"archive/1.3.0/{PLATFORM}/terraform-provider-archive"


@pytest.fixture
def prepare(where: Places, report: Report, monkeypatch: pytest.MonkeyPatch) -> Prepare:
    """Runs the decision with a fake init and returns the links it made, relative to hashicorp/."""
    where.prepared.mkdir()
    monkeypatch.setenv("PATH", str(where.home))  # no Go: nothing is ever really built here

    def run(init: FakeInit, release: str = "") -> list[str]:
        monkeypatch.setattr(providers, "init", init)
        found = Terraform(Path("terraform"), "1.11.4", PLATFORM)
        providers.prepare(where, found, {RELEASE_VARIABLE: release}, report)
        tree = where.provider_tree / HOST / "hashicorp"
        return sorted(str(path.relative_to(tree)) for path in tree.rglob("*") if path.is_symlink())

    return run


class TestDecision:
    def test_with_both_in_trees_nothing_is_downloaded(
        self, where: Places, prepare: Prepare
    ) -> None:
        for name, version in (("aws", "5.100.0"), ("archive", "2.7.0")):
            add_unpacked(where.system / "opt/x", name, version)
        init = FakeInit(registry=("aws", "archive"))
        assert prepare(init) == [f"archive/2.7.0/{PLATFORM}", AWS_LEAF]
        assert [config for config, _ in init.runs] == ["terraform.rc"]

    def test_the_persons_configuration_goes_before_the_registry(
        self, where: Places, prepare: Prepare
    ) -> None:
        add_unpacked(where.system / "opt/x", "archive", "2.7.0")
        (where.home / ".terraformrc").touch()
        init = FakeInit(registry=("aws",), theirs=("aws",))
        assert AWS_LEAF in prepare(init)
        assert [config for config, _ in init.runs] == [".terraformrc", "terraform.rc"]

    def test_the_registry_is_asked_for_the_version_the_lab_was_held_against(
        self, where: Places, prepare: Prepare
    ) -> None:
        put_in_cache(where)
        init = FakeInit(registry=("aws",))
        assert prepare(init) == [BUILT_LEAF, AWS_LEAF]
        assert init.runs[0] == ("direct.rc", {"hashicorp/aws": "5.100.0"})

    def test_the_registry_is_asked_for_the_release_that_is_named(
        self, where: Places, prepare: Prepare
    ) -> None:
        for name, version in (("aws", "5.90.0"), ("archive", "2.7.0")):
            add_unpacked(where.system / "opt/x", name, version)
        init = FakeInit(registry=("aws",))
        assert AWS_LEAF in prepare(init, "5.100.0")
        assert init.runs[0] == ("direct.rc", {"hashicorp/aws": ">= 5.100.0, < 5.100.1"})

    def test_it_decides_anew_for_another_release(self, where: Places, prepare: Prepare) -> None:
        for name, version in (("aws", "5.80.0"), ("aws", "5.100.0"), ("archive", "2.7.0")):
            add_unpacked(where.system / "opt/x", name, version)
        assert AWS_LEAF in prepare(FakeInit())
        assert f"aws/5.80.0/{PLATFORM}" in prepare(FakeInit(), "5.80.0")
        assert AWS_LEAF in prepare(FakeInit())

    def test_without_a_registry_archive_is_built(self, where: Places, prepare: Prepare) -> None:
        add_unpacked(where.system / "opt/x", "aws", "5.100.0")
        binary = put_in_cache(where)
        assert prepare(FakeInit()) == [BUILT_LEAF, AWS_LEAF]
        link = where.provider_tree / HOST / "hashicorp" / BUILT_LEAF
        assert link.resolve() == binary

    @pytest.mark.usefixtures("where")
    def test_without_any_way_to_aws_it_says_how_to_get_it(self, prepare: Prepare) -> None:
        with pytest.raises(MissingError, match=TREES_VARIABLE):
            prepare(FakeInit())

    @pytest.mark.parametrize("registry", [(), ("archive",)])
    def test_a_second_run_tries_nothing(
        self, where: Places, prepare: Prepare, registry: tuple[str, ...]
    ) -> None:
        add_unpacked(where.system / "opt/x", "aws", "5.100.0")
        put_in_cache(where)
        first = prepare(FakeInit(registry))
        again = FakeInit()
        assert prepare(again) == first
        assert again.runs == []

    def test_another_checkout_finds_what_was_downloaded(
        self, where: Places, prepare: Prepare
    ) -> None:
        prepare(FakeInit(registry=("aws", "archive")))
        shutil.rmtree(where.prepared)
        where.prepared.mkdir()
        again = FakeInit()
        assert AWS_LEAF in prepare(again)
        assert [config for config, _ in again.runs] == ["terraform.rc"]

    def test_it_decides_anew_when_a_link_hangs(self, where: Places, prepare: Prepare) -> None:
        add_unpacked(where.system / "opt/x", "aws", "5.100.0")
        binary = put_in_cache(where)
        prepare(FakeInit())
        binary.unlink()
        assert BUILT_LEAF not in prepare(FakeInit(registry=("archive",)))

    def test_it_decides_anew_when_a_better_tree_appears(
        self, where: Places, prepare: Prepare
    ) -> None:
        put_in_cache(where)
        add_unpacked(where.system / "opt/x", "aws", "5.90.0")
        assert f"aws/5.90.0/{PLATFORM}" in prepare(FakeInit())
        add_unpacked(where.system / "opt/y", "aws", "5.100.0")
        assert prepare(FakeInit()) == [BUILT_LEAF, AWS_LEAF]

"""Terraform providers that lie on this machine already, and the one tree of links made of them."""

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.setup.places import Places
from tools.setup.shell import replace_link
from tools.setup.versions import Version, dotted, parse

HOST = "registry.terraform.io"
TREES_VARIABLE = "PERSISTENT_VNF_PROVIDER_MIRROR"


@dataclass(frozen=True)
class Provider:
    """A provider the module requires: at least ``floor``, below ``ceiling`` (versions.tf).

    ``preferred`` is the version this project was tried with, where that matters.
    """

    name: str
    floor: Version
    ceiling: Version
    preferred: Version | None = None

    @property
    def source(self) -> str:
        """The address in required_providers."""
        return f"hashicorp/{self.name}"

    @property
    def constraint(self) -> str:
        """As written in versions.tf."""
        return f">= {dotted(self.floor)}, < {dotted(self.ceiling)}"

    def accepts(self, version: Version) -> bool:
        """Whether the module may be used with that version."""
        return self.floor <= version < self.ceiling


# The lab was held against the calls of this very version.
AWS = Provider("aws", (5, 80, 0), (7, 0, 0), preferred=(5, 100, 0))
ARCHIVE = Provider("archive", (1, 3, 0), (3, 0, 0))
PROVIDERS = (AWS, ARCHIVE)


@dataclass(frozen=True)
class Package:
    """One provider version for one platform: an unpacked folder, a zip, or a single binary."""

    provider: Provider
    version: Version
    platform: str
    path: Path

    def __str__(self) -> str:
        return f"provider {self.provider.source} {dotted(self.version)}"


def tree_roots(where: Places, environ: Mapping[str, str], config: Path | None) -> list[Path]:
    """Folders that may hold providers, the more explicit first.

    The folders named by a variable, those a Terraform CLI configuration names, the mirror folders
    Terraform implies when there is no configuration, any tree one level under the system's folder
    for add-on software, and what was downloaded before.
    """
    named = [Path(part) for part in environ.get(TREES_VARIABLE, "").split(os.pathsep) if part]
    data_home = Path(environ.get("XDG_DATA_HOME") or where.home / ".local/share")
    implied = [
        where.home / ".terraform.d/plugins",
        data_home / "terraform/plugins",
        where.home / "Library/Application Support/io.terraform/plugins",
        where.system / "Library/Application Support/io.terraform/plugins",
        where.system / "usr/local/share/terraform/plugins",
        where.system / "usr/share/terraform/plugins",
    ]
    added = [tree.parent for tree in sorted((where.system / "opt").glob(f"*/{HOST}"))]
    roots = [*named, *_mirrors_named_in(config), *implied, *added, where.provider_cache]
    return [root for root in dict.fromkeys(roots) if (root / HOST).is_dir()]


def find(provider: Provider, roots: Iterable[Path], platform: str) -> Package | None:
    """The preferred version, else the newest that fits; the first root wins a tie."""
    packages = [package for root in roots for package in _packages(provider, root, platform)]
    return max(
        packages,
        key=lambda package: (package.version == provider.preferred, package.version),
        default=None,
    )


def link_tree(tree: Path, packages: Iterable[Package]) -> None:
    """Makes ``tree`` a filesystem mirror of exactly these packages.

    Real folders with a link at the leaf: Terraform does not follow a link to a provider's folder,
    only to a platform's folder or to a zip.
    """
    if tree.exists():
        shutil.rmtree(tree)
    for package in packages:
        folder = tree / HOST / package.provider.source
        version = folder / dotted(package.version) / package.platform
        if package.path.suffix == ".zip":
            replace_link(folder / package.path.name, package.path)
        elif package.path.is_dir():
            replace_link(version, package.path)
        else:
            replace_link(version / f"terraform-provider-{package.provider.name}", package.path)


def _packages(provider: Provider, root: Path, platform: str) -> Iterator[Package]:
    folder = root / HOST / provider.source
    binary = f"terraform-provider-{provider.name}"
    for unpacked in folder.glob(f"*/{platform}"):
        if any(unpacked.glob(f"{binary}*")):
            yield from _accepted(provider, unpacked.parent.name, platform, unpacked)
    for packed in folder.glob(f"{binary}_*_{platform}.zip"):
        number = packed.name.removeprefix(f"{binary}_").removesuffix(f"_{platform}.zip")
        yield from _accepted(provider, number, platform, packed)


def _accepted(provider: Provider, number: str, platform: str, path: Path) -> Iterator[Package]:
    version = parse(number)
    if version is not None and provider.accepts(version):
        yield Package(provider, version, platform, path.absolute())


def _mirrors_named_in(config: Path | None) -> list[Path]:
    if config is None:
        return []
    blocks = re.findall(r"filesystem_mirror\s*\{(.*?)\}", config.read_text(), re.DOTALL)
    paths = re.findall(r'^\s*path\s*=\s*"([^"]+)"', "\n".join(blocks), re.MULTILINE)
    return [Path(path).expanduser() for path in paths]

"""Decides, by trying, where this checkout's Terraform gets its providers from.

In this order: trees on this machine (those of the person's own Terraform CLI configuration among
them); what else that configuration gives; the registry; the Go client for what none of them gave.
Whatever the source, the end is one tree of links and a configuration that knows only this tree, so
that every later ``terraform init`` is quick and takes the same versions. The outcome is kept with
what it was decided on, so that nothing is tried twice.
"""

import contextlib
import json
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.setup import golang
from tools.setup.places import Places
from tools.setup.provider_release import wanted
from tools.setup.provider_trees import (
    ARCHIVE,
    HOST,
    TREES_VARIABLE,
    Package,
    Provider,
    find,
    link_tree,
    tree_roots,
)
from tools.setup.report import MissingError, Report
from tools.setup.shell import replace_link
from tools.setup.terraform import Terraform, existing_config, init, reason
from tools.setup.versions import dotted, parse

ARCHIVE_MODULE = "terraform-provider-archive"
_DIRECT = "provider_installation {\n  direct {}\n}\n"


@dataclass(frozen=True)
class _Search:
    where: Places
    terraform: Terraform
    environ: Mapping[str, str]
    theirs: Path | None
    report: Report
    providers: tuple[Provider, ...]

    def in_trees(self) -> dict[Provider, Package]:
        roots = tree_roots(self.where, self.environ, self.theirs)
        found = {each: find(each, roots, self.terraform.platform) for each in self.providers}
        return {provider: package for provider, package in found.items() if package}


def prepare(
    where: Places, terraform: Terraform, environ: Mapping[str, str], report: Report
) -> None:
    """Writes a configuration under which both providers install; MissingError if none can be."""
    theirs = existing_config(environ, where, report)
    search = _Search(where, terraform, environ, theirs, report, wanted(environ))
    if _kept(where) == _basis(search):
        report.found("the providers, as decided by an earlier run")
        return
    packages = search.in_trees()
    for package in packages.values():
        report.found(f"{package} in {package.path}")
    for provider in search.providers:
        if provider not in packages:
            packages[provider] = _downloaded(search, provider) or _built(search, provider)
    _configure(search, packages.values())
    # Only now: what was downloaded is in a tree from here on.
    (where.prepared / "providers.json").write_text(json.dumps(_basis(search), indent=2) + "\n")


def _downloaded(search: _Search, provider: Provider) -> Package | None:
    """The provider by way of the person's configuration or of the registry, if either gives it."""
    where, report = search.where, search.report
    where.cache.mkdir(parents=True, exist_ok=True)
    release = dotted(provider.preferred) if provider.preferred else provider.constraint
    ways = [(f"your configuration {search.theirs}", search.theirs)] if search.theirs else []
    with tempfile.TemporaryDirectory(dir=where.cache) as scratch:
        direct = Path(scratch) / "direct.rc"
        direct.write_text(_DIRECT)
        for way, config in [*ways, ("the Terraform registry", direct)]:
            report.getting(f"provider {provider.source} from {way}")
            tried = init(search.terraform, Path(scratch), {provider.source: release}, config)
            if tried.ok:
                _store(Path(scratch) / ".terraform" / "providers", where.provider_cache)
                package = find(provider, [where.provider_cache], search.terraform.platform)
                assert package is not None
                report.got(str(package))
                return package
            report.note(f"not to be had there: {reason(tried)}")
    return None


def _store(downloaded: Path, cache: Path) -> None:
    """Moves what Terraform installed (a link, if it came from a mirror of theirs) into the tree."""
    for leaf in (downloaded / HOST).glob("*/*/*/*"):
        target = cache / leaf.relative_to(downloaded)
        target.parent.mkdir(parents=True, exist_ok=True)
        if leaf.is_symlink():
            replace_link(target, leaf.resolve())
        else:
            # Another checkout may have been quicker: its copy is as good.
            with contextlib.suppress(OSError):
                leaf.rename(target)


def _built(search: _Search, provider: Provider) -> Package:
    if provider is not ARCHIVE:
        raise MissingError(f"provider {provider.source}", _how_to_get([provider]))
    platform = search.terraform.platform
    instead = f"put the provider into a folder named in {TREES_VARIABLE}"
    binary = golang.build(search.where, ARCHIVE_MODULE, platform, search.report, instead)
    version = parse(golang.pinned_version(search.where.tool_module(ARCHIVE_MODULE)))
    assert version is not None
    return Package(provider, version, platform, binary)


def _configure(search: _Search, packages: Iterable[Package]) -> None:
    """Writes tree and configuration, and really installs from them."""
    where, report = search.where, search.report
    link_tree(where.provider_tree, packages)
    where.terraform_config.write_text(_configuration(where.provider_tree))
    required = {provider.source: provider.constraint for provider in search.providers}
    with tempfile.TemporaryDirectory() as scratch:
        tried = init(search.terraform, Path(scratch), required, where.terraform_config)
    if not tried.ok:
        raise MissingError(
            f"the providers: terraform init fails with what was found: {reason(tried)}",
            f"Remove {where.prepared} and run this again; {_how_to_get(search.providers)}",
        )
    written = where.terraform_config.relative_to(where.checkout)
    report.got(f"{written}, a Terraform CLI configuration of this checkout")


def _configuration(tree: Path) -> str:
    lines = [
        "# Written by tools/setup: where this checkout's Terraform gets its providers from.",
        "disable_checkpoint = true",
        "",
        "provider_installation {",
        "  filesystem_mirror {",
        f"    path = {json.dumps(str(tree))}",
        "  }",
        "}",
    ]
    return "\n".join([*lines, ""])


def _how_to_get(providers: Iterable[Provider]) -> str:
    wanted = ", ".join(f"{each.source} ({each.constraint})" for each in providers)
    return (
        f"Open the way to {HOST}, or on a machine that has it make a folder with "
        f"`terraform providers mirror` for {wanted}, and name it in {TREES_VARIABLE}."
    )


def _basis(search: _Search) -> dict[str, object]:
    """All that a decision depends on; when it changes, the decision is taken anew."""
    terraform, module = search.terraform, search.where.tool_module(ARCHIVE_MODULE)
    return {
        "checkout": str(search.where.checkout),
        "terraform": [str(terraform.path), terraform.version, terraform.platform],
        "theirs": str(search.theirs),
        "trees": sorted(str(package.path) for package in search.in_trees().values()),
        "archive": golang.cache_key(module, terraform.platform),
    }


def _kept(where: Places) -> object:
    """What the last decision was taken on, if all that it made is still there."""
    record = where.prepared / "providers.json"
    links = [path for path in where.provider_tree.rglob("*") if path.is_symlink()]
    whole = links and all(link.exists() for link in links) and where.terraform_config.is_file()
    return json.loads(record.read_text()) if whole and record.is_file() else None

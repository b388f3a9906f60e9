"""Decides, by trying, where this checkout's Terraform gets its providers from.

In this order: the person's own Terraform CLI configuration if it serves all that is required; else
trees on this machine, the registry for what they lack, and the Go client for what the registry does
not give. The outcome is kept with what it was decided on, so that nothing is tried twice.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.setup import golang
from tools.setup.places import Places
from tools.setup.provider_trees import (
    ARCHIVE,
    HOST,
    PROVIDERS,
    TREES_VARIABLE,
    Package,
    Provider,
    find,
    link_tree,
    tree_roots,
)
from tools.setup.report import Missing, Report
from tools.setup.terraform import Terraform, existing_config, reason, try_init
from tools.setup.versions import parse

ARCHIVE_MODULE = "terraform-provider-archive"


@dataclass(frozen=True)
class Decision:
    """The CLI configuration to use, and the download cache if anything is downloaded."""

    config: Path
    plugin_cache: Path | None


@dataclass(frozen=True)
class _Sources:
    terraform: Terraform
    config: Path | None
    roots: list[Path]
    where: Places
    report: Report


def decide(
    where: Places, terraform: Terraform, environ: Mapping[str, str], report: Report
) -> Decision:
    """The configuration under which both providers install; raises Missing when there is none."""
    config = existing_config(environ, where, report)
    sources = _Sources(terraform, config, tree_roots(where, environ, config), where, report)
    basis = _basis(sources)
    decision = _kept(where, basis)
    if decision is None:
        decision = _own_configuration(sources) if config is None else _theirs_or_own(sources)
        _keep(where, basis, decision)
    else:
        report.found(f"the providers, as decided earlier: {_named(decision.config, where)}")
    return decision


def _theirs_or_own(sources: _Sources) -> Decision:
    config, where, report = sources.config, sources.where, sources.report
    assert config is not None
    tried = try_init(sources.terraform, PROVIDERS, config, where.plugin_cache)
    if tried.ok:
        report.found(f"both providers, by your Terraform CLI configuration {config}")
        return Decision(config, where.plugin_cache)
    report.note(f"your Terraform CLI configuration {config} does not serve both providers")
    return _own_configuration(sources)


def _own_configuration(sources: _Sources) -> Decision:
    where, report = sources.where, sources.report
    packages = {
        provider: package
        for provider in PROVIDERS
        if (package := find(provider, sources.roots, sources.terraform.platform))
    }
    for package in packages.values():
        report.found(f"{package} in {package.path}")
    lacking = [provider for provider in PROVIDERS if provider not in packages]
    from_registry = _from_registry(sources, lacking)
    for provider in lacking:
        if provider not in from_registry:
            packages[provider] = _built(sources, provider)

    link_tree(where.provider_tree, packages.values())
    _write_config(where, packages, from_registry)
    decision = Decision(where.terraform_config, where.plugin_cache if from_registry else None)
    tried = try_init(sources.terraform, PROVIDERS, decision.config, decision.plugin_cache)
    if not tried.ok:
        raise Missing(
            f"the providers: terraform init fails with what was found: {reason(tried)}",
            f"Remove {where.prepared} and run this again; {_how_to_get(PROVIDERS)}",
        )
    report.got(f"a Terraform CLI configuration of this checkout: {_named(decision.config, where)}")
    return decision


def _from_registry(sources: _Sources, lacking: list[Provider]) -> list[Provider]:
    """The providers that the registry really gives, now in the download cache."""
    if not lacking:
        return []
    report, where = sources.report, sources.where
    where.prepared.mkdir(parents=True, exist_ok=True)
    where.terraform_config.write_text(_direct_block([]))
    names = " and ".join(provider.source for provider in lacking)
    report.getting(f"{names} from the Terraform registry")
    tried = try_init(sources.terraform, lacking, where.terraform_config, where.plugin_cache)
    if tried.ok:
        report.got(f"{names} from the Terraform registry")
        return lacking
    report.note(f"the registry did not give it: {reason(tried)}")
    return []


def _built(sources: _Sources, provider: Provider) -> Package:
    if provider is not ARCHIVE:
        raise Missing(f"provider {provider.source}", _how_to_get([provider]))
    platform = sources.terraform.platform
    binary = golang.build(sources.where, ARCHIVE_MODULE, platform, sources.report)
    version = parse(golang.pinned_version(sources.where.tool_module(ARCHIVE_MODULE)))
    assert version is not None
    return Package(provider, version, platform, binary)


def _how_to_get(providers: Iterable[Provider]) -> str:
    wanted = ", ".join(f"{each.source} ({each.constraint})" for each in providers)
    return (
        f"Open the way to {HOST}, or on a machine that has it make a folder with "
        f"`terraform providers mirror` for {wanted}, and name it in {TREES_VARIABLE}."
    )


def _write_config(
    where: Places, packages: Mapping[Provider, Package], from_registry: list[Provider]
) -> None:
    included = ", ".join(f'"{HOST}/{provider.source}"' for provider in packages)
    mirror = [
        "  filesystem_mirror {",
        f'    path    = "{where.provider_tree}"',
        f"    include = [{included}]",
        "  }",
    ]
    direct = _direct_lines(list(packages)) if from_registry else []
    where.terraform_config.write_text(_config([*(mirror if packages else []), *direct]))


def _direct_block(excluded: list[Provider]) -> str:
    return _config(_direct_lines(excluded))


def _direct_lines(excluded: list[Provider]) -> list[str]:
    names = ", ".join(f'"{HOST}/{provider.source}"' for provider in excluded)
    return ["  direct {", *([f"    exclude = [{names}]"] if names else []), "  }"]


def _config(installation: list[str]) -> str:
    head = [
        "# Written by tools/setup: where this checkout's Terraform gets its providers from.",
        "disable_checkpoint = true",
        # The project keeps no lock file: a provider built here has a checksum of its own.
        "plugin_cache_may_break_dependency_lock_file = true",
        "",
        "provider_installation {",
    ]
    return "\n".join([*head, *installation, "}", ""])


def _basis(sources: _Sources) -> dict[str, object]:
    """All that a decision depends on; when it changes, the decision is taken anew."""
    config, platform = sources.config, sources.terraform.platform
    there = [find(provider, sources.roots, platform) for provider in PROVIDERS]
    module = sources.where.tool_module(ARCHIVE_MODULE)
    return {
        "checkout": str(sources.where.checkout),
        "terraform": [str(sources.terraform.path), sources.terraform.version, platform],
        "config": [str(config), config.stat().st_mtime_ns] if config else None,
        "trees": [str(package.path) if package else None for package in there],
        "archive": golang.cache_key(module, platform),
    }


def _kept(where: Places, basis: dict[str, object]) -> Decision | None:
    record = where.prepared / "providers.json"
    if not record.is_file():
        return None
    kept = json.loads(record.read_text())
    config = Path(kept["config"])
    whole = config.is_file() and all(
        path.exists() for path in where.provider_tree.rglob("*") if path.is_symlink()
    )
    if kept["basis"] != basis or not whole:
        return None
    return Decision(config, where.plugin_cache if kept["downloads"] else None)


def _keep(where: Places, basis: dict[str, object], decision: Decision) -> None:
    kept = {
        "basis": basis,
        "config": str(decision.config),
        "downloads": decision.plugin_cache is not None,
    }
    where.prepared.mkdir(parents=True, exist_ok=True)
    (where.prepared / "providers.json").write_text(json.dumps(kept, indent=2) + "\n")


def _named(path: Path, where: Places) -> str:
    return str(path.relative_to(where.checkout) if path.is_relative_to(where.checkout) else path)

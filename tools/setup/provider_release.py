"""Which releases of the providers set-up is asked for: the tried ones, or one that a person names.

The module promises a range of releases of the AWS provider; with a variable of the environment the
tests run with any one of them.
"""

from collections.abc import Mapping
from dataclasses import replace

from tools.setup.provider_trees import ARCHIVE, AWS, Provider
from tools.setup.report import MissingError
from tools.setup.versions import Version, parse

RELEASE_VARIABLE = "PERSISTENT_VNF_AWS_PROVIDER"
PARTS = 3  # major, minor, patch


def wanted(environ: Mapping[str, str]) -> tuple[Provider, ...]:
    """The providers to get; MissingError if the variable names a release the module refuses."""
    named = environ.get(RELEASE_VARIABLE, "")
    return (narrowed(AWS, named) if named else AWS, ARCHIVE)


def narrowed(provider: Provider, named: str) -> Provider:
    """The releases that begin as ``named`` does (``5.80.0``, ``5.80``, ``6``); or MissingError."""
    version = parse(named)
    if version is not None and len(version) <= PARTS:
        after = (*version[:-1], version[-1] + 1)
        floor = max(provider.floor, _whole(version))
        ceiling = min(provider.ceiling, _whole(after))
        if floor < ceiling:
            return replace(provider, floor=floor, ceiling=ceiling, preferred=None)
    raise MissingError(
        f"{RELEASE_VARIABLE}={named}: no release of {provider.source} that the module admits",
        f"Name one within {provider.constraint}, or its beginning: 6 is the newest 6.x.",
    )


def _whole(version: Version) -> Version:
    return version + (0,) * (PARTS - len(version))

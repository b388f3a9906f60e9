"""Where set-up keeps things: one folder in the checkout, one cache shared by all checkouts."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Places:
    """Every folder and file set-up reads or writes.

    ``checkout`` is the project's root; ``cache`` outlives it; ``home`` and ``system`` (the root of
    the file system) are parameters so that tests can stand on ground of their own.
    """

    checkout: Path
    cache: Path
    home: Path
    system: Path = Path("/")

    @property
    def prepared(self) -> Path:
        """All that set-up writes for this checkout, but for the virtual environments."""
        return self.checkout / ".tools"

    @property
    def env_file(self) -> Path:
        """Shell lines that ``tools/run`` sources."""
        return self.prepared / "env"

    @property
    def bin(self) -> Path:
        """Links to the tools, put first on PATH."""
        return self.prepared / "bin"

    @property
    def tflint_plugins(self) -> Path:
        """What TFLINT_PLUGIN_DIR names."""
        return self.prepared / "tflint-plugins"

    @property
    def service_reference(self) -> Path:
        """AWS's Service Authorization Reference, as policies are held against it."""
        return self.prepared / "service-reference.json"

    @property
    def guests(self) -> Path:
        """Links to unpacked Debian trees, one per release, for tests/guest."""
        return self.prepared / "guests"

    @property
    def servers(self) -> Path:
        """The same for tests/prober."""
        return self.prepared / "servers"

    @property
    def provider_tree(self) -> Path:
        """This checkout's own Terraform filesystem mirror, made of links."""
        return self.prepared / "providers"

    @property
    def terraform_config(self) -> Path:
        """The Terraform CLI configuration that set-up writes."""
        return self.prepared / "terraform.rc"

    @property
    def provider_cache(self) -> Path:
        """The tree of the providers set-up downloaded, for all checkouts."""
        return self.cache / "providers"

    def tool_module(self, tool: str) -> Path:
        """The pinned Go module of a tool."""
        return self.checkout / "tools" / tool


def places(checkout: Path, environ: Mapping[str, str]) -> Places:
    """The real places, by the XDG rules."""
    home = Path(environ.get("HOME") or Path.home())
    base = environ.get("XDG_CACHE_HOME") or str(home / ".cache")
    return Places(checkout=checkout, cache=Path(base) / "persistent-vnf", home=home)


def checkout_root() -> Path:
    """The checkout this file lies in."""
    return Path(__file__).resolve().parents[2]


def current() -> Places:
    """The places of this checkout in this process's environment."""
    return places(checkout_root(), os.environ)

"""Ground for the tests of set-up: a checkout, a cache, a home and a system of their own."""

import stat
from pathlib import Path

from tools.setup.places import Places
from tools.setup.provider_trees import HOST
from tools.setup.providers import ARCHIVE_MODULE

PLATFORM = "linux_amd64"


def ground(tmp_path: Path) -> Places:
    """Empty places, but for the pinned module of the archive provider."""
    there = Places(
        checkout=tmp_path / "checkout",
        cache=tmp_path / "cache",
        home=tmp_path / "home",
        system=tmp_path / "system",
    )
    for folder in (there.checkout, there.cache, there.home, there.system):
        folder.mkdir()
    add_tool_module(there, ARCHIVE_MODULE, "1.3.0")
    return there


def add_tool_module(where: Places, tool: str, version: str) -> None:
    """Pins a tool, as ``tools/<tool>/go.mod`` does."""
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
    """Puts an unpacked provider into a tree and returns its folder."""
    folder = root / HOST / "hashicorp" / name / version / PLATFORM
    folder.mkdir(parents=True)
    (folder / f"terraform-provider-{name}_v{version}_x5").touch()
    return folder


def add_program(folder: Path, name: str, says: str) -> Path:
    """Puts a program there that prints one thing whatever it is asked."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\ncat <<'END'\n{says}\nEND\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path

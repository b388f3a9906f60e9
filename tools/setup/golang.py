"""Tools built by the Go client from the pinned modules ``tools/<tool>/go.mod`` and ``go.sum``.

Each module has a single ``tool`` line naming the package to build. A built tool lies in the shared
cache under a key made of both files and the platform, so a second run, or another checkout, finds
it at once, and a new pin never meets an old binary.
"""

import hashlib
import re
import shutil
import time
from pathlib import Path

from tools.setup.places import Places
from tools.setup.report import MissingError, Report
from tools.setup.shell import run, whole_or_absent


def pinned_package(module: Path) -> str:
    """The package named by the module's ``tool`` line."""
    match = re.search(r"^tool (\S+)$", (module / "go.mod").read_text(), re.MULTILINE)
    if match is None:
        raise ValueError(f"{module / 'go.mod'} has no tool line")
    return match.group(1)


def pinned_module(module: Path) -> tuple[str, str]:
    """Path and version, without the leading v, of the module that holds the tool.

    A tool may lie deep in its module: `example.com/tool/cmd/tool` in `example.com/tool`.
    """
    package = pinned_package(module)
    required: list[tuple[str, str]] = re.findall(
        r"^\s*(?:require )?(\S+) v(\S+)", (module / "go.mod").read_text(), re.M
    )
    holding = [
        (path, version) for path, version in required if f"{package}/".startswith(f"{path}/")
    ]
    if not holding:
        raise ValueError(f"{module / 'go.mod'} requires no version of its tool")
    return max(holding)


def pinned_version(module: Path) -> str:
    """The version of the module that holds the tool, without the leading v."""
    return pinned_module(module)[1]


def cache_key(module: Path, platform: str) -> str:
    """Short and stable: changes with go.mod, go.sum or the platform, and with nothing else."""
    digest = hashlib.sha256(platform.encode())
    for name in ("go.mod", "go.sum"):
        digest.update(b"\0" + (module / name).read_bytes())
    return digest.hexdigest()[:16]


def built_path(where: Places, tool: str, platform: str) -> Path:
    """Where the tool's binary lies once built."""
    key = cache_key(where.tool_module(tool), platform)
    return where.cache / "built" / f"{tool}-{key}" / tool


def build(where: Places, tool: str, platform: str, report: Report, instead: str = "") -> Path:
    """The tool's binary, from the cache or built now; raises MissingError when it cannot be had.

    ``instead`` says what a person without Go can do; unless told, install the tool.
    """
    binary = built_path(where, tool, platform)
    module = where.tool_module(tool)
    version = pinned_version(module)
    if binary.is_file():
        report.found(f"{tool} {version}, built earlier")
        return binary
    if shutil.which("go") is None:
        raise MissingError(
            f"{tool} {version}: it is neither installed nor can it be built, as Go is not on PATH",
            f"Install Go ({_go_floor(module)} or later), or {instead or f'install {tool}'}, "
            "and run this again.",
        )
    report.getting(f"{tool} {version}: building with Go, once; this takes a minute or two")
    began = time.monotonic()
    with whole_or_absent(binary.parent) as folder:
        _compile(module, folder / tool, tool)
    report.got(f"{tool} {version}, built in {time.monotonic() - began:.0f} s")
    return binary


def _compile(module: Path, target: Path, tool: str) -> None:
    # -mod=readonly: what is built is what is pinned. -buildvcs=false: a checkout without git, or
    # owned by somebody else, builds too.
    command = ["go", "build", "-mod=readonly", "-trimpath", "-buildvcs=false", "-ldflags=-s -w"]
    done = run([*command, "-o", target, pinned_package(module)], cwd=module)
    if not done.ok:
        tail = "\n".join(done.output.splitlines()[-15:])
        raise MissingError(
            f"{tool}: Go could not build it from {module}:\n{tail}",
            f"If Go is too old, install {_go_floor(module)} or later; else see the lines above.",
        )


def _go_floor(module: Path) -> str:
    match = re.search(r"^go (\S+)$", (module / "go.mod").read_text(), re.MULTILINE)
    return match.group(1) if match else "a current version"

"""Programs that come from Debian's packages where the person has none: yanglint and ip."""

import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.setup.places import Places
from tools.setup.report import MissingError, Report
from tools.setup.shell import Outcome, replace_link, run
from tools.setup.versions import Version, dotted, parse

_LIMIT_SECONDS = 600


@dataclass(frozen=True)
class Packaged:
    """A program, the version it is needed from on, and the Debian packages that have it.

    ``packages`` are its names from release to release, the newest first.
    """

    name: str
    floor: Version
    packages: tuple[str, ...]
    source: str
    says_version: str = "--version"


YANGLINT = Packaged(
    name="yanglint",
    floor=(2, 0),
    packages=("libyang3-tools", "libyang2-tools", "libyang-tools"),
    source="https://github.com/CESNET/libyang",
)
IP = Packaged(
    name="ip",
    floor=(5, 0),
    packages=("iproute2",),
    source="https://github.com/iproute2/iproute2",
    says_version="-V",
)


def prepare(where: Places, tool: Packaged, environ: Mapping[str, str], report: Report) -> None:
    """Links the program into the checkout's own folder; MissingError when it cannot be had."""
    path = on_path(where, tool, environ)
    if path is None:
        install(tool, environ, report)
        path = on_path(where, tool, environ)
    if path is None:
        raise MissingError(f"{tool.name} is not on PATH after its installation", how(tool))
    version = version_of(path, tool.says_version)
    if version is None or version < tool.floor:
        raise MissingError(f"{path} is not {dotted(tool.floor)} or later", how(tool))
    report.found(f"{tool.name} {dotted(version)} at {path}")
    replace_link(where.bin / tool.name, path)


def on_path(where: Places, tool: Packaged, environ: Mapping[str, str]) -> Path | None:
    """The program on PATH, the checkout's own link apart."""
    folders = environ.get("PATH", "").split(os.pathsep)
    theirs = os.pathsep.join(folder for folder in folders if Path(folder) != where.bin)
    path = shutil.which(tool.name, path=theirs)
    return Path(path) if path else None


def version_of(path: Path, option: str) -> Version | None:
    """What it says of itself."""
    match = re.search(r"\b(\d+\.\d+\.\d+)\b", run([path, option]).output)
    return parse(match.group(1)) if match else None


def install(tool: Packaged, environ: Mapping[str, str], report: Report) -> None:
    """Installs the Debian package, as root or by a sudo that asks for no password."""
    what = f"{tool.name} is not on PATH"
    apt = shutil.which("apt-get", path=environ.get("PATH", ""))
    if apt is None:
        raise MissingError(what, how(tool))
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if sudo and not run([*sudo, "true"]).ok:
        raise MissingError(
            f"{what}, and installing it needs root or sudo without a password", how(tool)
        )
    report.getting(f"{tool.name} from Debian's packages, by apt-get")
    done = _first_there_is(sudo, apt, tool)
    if not done.ok:  # Its lists of packages may be absent, as in a fresh container, or too old.
        _apt(sudo, apt, "update")
        done = _first_there_is(sudo, apt, tool)
    if not done.ok:
        tail = "\n".join(done.output.splitlines()[-10:])
        raise MissingError(f"{tool.name}, by apt-get:\n{tail}", how(tool))
    report.got(f"{tool.name}, by apt-get")


def _first_there_is(sudo: list[str], apt: str, tool: Packaged) -> Outcome:
    for package in tool.packages:
        done = _apt(sudo, apt, "install", "--no-install-recommends", package)
        if done.ok:
            break
    return done


def _apt(sudo: list[str], apt: str, *arguments: str) -> Outcome:
    command = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", apt, "--yes", "--quiet"]
    return run([*command, *arguments], timeout_seconds=_LIMIT_SECONDS)


def how(tool: Packaged) -> str:
    """How a person installs it."""
    newest, *older = tool.packages
    before = f" (on older ones {' or '.join(older)})" if older else ""
    return (
        f"Install {tool.name} {dotted(tool.floor)} or later and put it on PATH: "
        f"`apt-get install {newest}` on Debian and Ubuntu{before}; elsewhere "
        f"the system's own package of it, or build it from {tool.source}."
    )

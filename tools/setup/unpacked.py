"""Debian's own programs for the tests in ``tests/guest`` and ``tests/prober``: not installed.

apt-get resolves, checks and downloads as for an empty machine of the release; the packages are
unpacked into a folder of the shared cache. No maintainer script runs, so no daemon starts, and
nothing of this machine changes: neither its packages nor its udev rules. The mirror is the one this
machine's apt uses.
"""

import hashlib
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from tools.setup.report import MissingError, Report
from tools.setup.shell import Outcome, replace_link, run, whole_or_absent

HOW = (
    "The tests in tests/guest and tests/prober need Linux with iproute2 and util-linux, and "
    "apt-get with a Debian mirror in its sources, as a Debian system or container has. If it is a "
    "program that is missing there, `apt-get install iproute2 util-linux`."
)
# What runs on the machine itself: the packages come by the first two, namespaces by the others.
PROGRAMS = ("apt-get", "dpkg-deb", "ip", "nsenter", "unshare")
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
# Where both trees meet since Debian 12; older packages still name the short ones.
MERGED = ("bin", "sbin", "lib", "lib64")
LEFT_OUT = ("doc", "locale", "man")


@dataclass(frozen=True)
class Tree:
    """A Debian release and what apt-get is asked for; all that it depends on comes with it."""

    codename: str
    packages: tuple[str, ...]

    @property
    def key(self) -> str:
        """Short and stable: changes with what is asked for, and with nothing else."""
        asked = " ".join((self.codename, *self.packages, *LEFT_OUT))
        return hashlib.sha256(asked.encode()).hexdigest()[:16]


def prepare(trees: Sequence[Tree], cache: Path, links: Path, purpose: str, report: Report) -> None:
    """Links every tree, by its codename, into ``links``; raises MissingError when one fails.

    ``cache`` keeps them. ``purpose``: what a person is told of each, like "programs for tests/x".
    """
    for program in PROGRAMS:
        if shutil.which(program) is None:
            raise MissingError(f"{program} is not on PATH", HOW)
    for tree in trees:
        kept = cache / f"{tree.codename}-{tree.key}"
        what = f"Debian {tree.codename}'s {purpose}"
        if kept.is_dir():
            report.found(f"{what}, got earlier")
        else:
            _get(kept, tree, what, report)
        replace_link(links / tree.codename, kept)


def mirror(scratch: Path) -> str:
    """The address of Debian's archive that this machine's apt is configured with.

    ``scratch`` takes the lists of packages where the machine has none, as a fresh container.
    """
    found = _debian([])
    if found is None:
        (scratch / "partial").mkdir(parents=True)
        lists = ["-o", f"Dir::State::Lists={scratch}"]
        # A source of somebody else's may fail; what is missed then is said below.
        run(["apt-get", *lists, "-o", "APT::Sandbox::User=", "update", "-q"])
        found = _debian(lists)
    if found is None:
        raise MissingError("apt has no source of Debian's packages", HOW)
    return found


def _debian(lists: list[str]) -> str | None:
    form = "$(ORIGIN) $(CODENAME) $(REPO_URI)"
    asked = _run(["apt-get", *lists, "indextargets", "--format", form])
    for line in asked.output.splitlines():
        origin, codename, address = line.split()
        # Security updates have an archive of their own, without the packages of a release.
        if origin == "Debian" and not codename.endswith("-security"):
            return address
    return None


def _get(kept: Path, tree: Tree, what: str, report: Report) -> None:
    report.getting(f"{what}; this takes a minute")
    began = time.monotonic()
    # A scratch of its own, thrown away: what is kept is only the unpacked tree.
    with whole_or_absent(kept) as building:
        scratch = building.parent / "apt"
        _download(scratch, tree)
        archives = sorted((scratch / "archives").glob("*.deb"))
        for each in MERGED:
            (building / "usr" / each).mkdir(parents=True)
            (building / each).symlink_to(f"usr/{each}")
        for archive in archives:
            _unpack(archive, building)
    report.got(f"{len(archives)} packages, unpacked in {time.monotonic() - began:.0f} s")


def _download(scratch: Path, tree: Tree) -> None:
    for folder in ("lists/partial", "archives/partial"):
        (scratch / folder).mkdir(parents=True)
    (scratch / "status").touch()
    address = mirror(scratch / "machine")
    source = f"deb [signed-by={KEYRING}] {address} {tree.codename} main\n"
    (scratch / "sources.list").write_text(source)
    options = _apt_options(scratch)
    _run(["apt-get", *options, "update", "-q"])
    _run(["apt-get", *options, "install", "-qy", "--download-only", *tree.packages])


def _apt_options(scratch: Path) -> list[str]:
    """An apt that knows nothing of this machine's packages, and needs no right to change them."""
    settings = {
        "Dir::Etc::SourceList": scratch / "sources.list",
        "Dir::Etc::SourceParts": "/dev/null",
        "Dir::State": scratch,
        "Dir::State::Lists": scratch / "lists",
        "Dir::State::status": scratch / "status",
        "Dir::Cache": scratch,
        "Dir::Cache::archives": scratch / "archives",
        "Acquire::Languages": "none",
        "Acquire::IndexTargets::deb::DEP-11::DefaultEnabled": "false",
        "APT::Install-Recommends": "false",
        "APT::Update::Error-Mode": "any",
        "APT::Sandbox::User": "",
        "Debug::NoLocking": "true",
    }
    return [part for name, value in settings.items() for part in ("-o", f"{name}={value}")]


def _unpack(archive: Path, root: Path) -> None:
    without = " ".join(f"--exclude=./usr/share/{folder}" for folder in LEFT_OUT)
    # A package's own folder must not take the place of a link to the merged one.
    unpack = f"tar -x --keep-directory-symlink --no-same-owner {without} -C {quote(str(root))}"
    pipe = f"dpkg-deb --fsys-tarfile {quote(str(archive))} | {unpack}"
    _run(["bash", "-o", "pipefail", "-c", pipe])


def _run(command: Sequence[str | Path]) -> Outcome:
    done = run(command, env={"LC_ALL": "C"})
    if not done.ok:
        tail = "\n".join(done.output.splitlines()[-5:])
        raise MissingError(f"{command[0]} for Debian's programs:\n{tail}", HOW)
    return done

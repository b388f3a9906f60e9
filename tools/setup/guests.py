"""Debian's own programs for the tests in ``tests/guest``."""

from dataclasses import dataclass

from tools.setup import unpacked
from tools.setup.places import Places
from tools.setup.report import Report

PACKAGES = (
    "bash",
    "bsdutils",
    "cloud-init",
    "coreutils",
    "curl",
    "dash",
    "dbus",
    "grep",
    "iproute2",
    "netplan.io",
    "python3-minimal",
    "sed",
    "systemd",
    "util-linux",
)


@dataclass(frozen=True)
class Release:
    """A Debian release, with the release of amazon-ec2-net-utils that it carries for good."""

    codename: str
    net_utils: str

    @property
    def tree(self) -> unpacked.Tree:
        """What is unpacked of it."""
        return unpacked.Tree(self.codename, (*PACKAGES, f"amazon-ec2-net-utils={self.net_utils}"))


# The routes that net-utils makes changed with 2.4.0: one release before it, one after.
RELEASES = (Release("bookworm", "2.3.0-3"), Release("trixie", "2.4.1-2"))


def prepare(where: Places, report: Report) -> None:
    """Links the tree of every release into ``where.guests``; raises MissingError when one fails."""
    trees = [release.tree for release in RELEASES]
    purpose = "programs for tests/guest"
    unpacked.prepare(trees, where.cache / "guests", where.guests, purpose, report)

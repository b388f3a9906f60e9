"""The real servers that ``tests/prober`` asks: Debian's packages of two releases."""

from tools.setup import unpacked
from tools.setup.places import Places
from tools.setup.report import Report

PACKAGES = (
    "coreutils",
    "dash",
    "kamailio",
    "kamailio-tls-modules",
    "knot",
    "nginx-light",
    "strongswan-charon",
    "strongswan-swanctl",
)
TREES = tuple(unpacked.Tree(codename, PACKAGES) for codename in ("bookworm", "trixie"))


def prepare(where: Places, report: Report) -> None:
    """Links the tree of every release into ``where.servers``; raises MissingError if one fails."""
    purpose = "servers for tests/prober"
    unpacked.prepare(TREES, where.cache / "servers", where.servers, purpose, report)

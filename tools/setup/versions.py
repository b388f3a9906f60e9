"""Version numbers as Terraform and its providers write them."""

import re

Version = tuple[int, ...]


def parse(text: str) -> Version | None:
    """``1.11.4`` or ``v1.11.4`` as numbers; None for anything else, pre-releases included.

    Terraform, too, takes a pre-release only when it is asked for by its exact name.
    """
    match = re.fullmatch(r"v?(\d+(?:\.\d+)*)", text)
    return tuple(int(part) for part in match.group(1).split(".")) if match else None


def dotted(version: Version) -> str:
    """The usual spelling."""
    return ".".join(str(part) for part in version)

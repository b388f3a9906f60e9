"""``python -m tools.release v0.2.0``: the changelog's section of a tag, as the release's notes.

A tag is a release if pyproject.toml has its version and CHANGELOG.md a section of that version
with a date and something in it. Standard library only: the release runs it before any set-up.
"""

import argparse
import re
import sys
import tomllib
from pathlib import Path

from tools.setup.places import checkout_root

TAG = r"v(\d+\.\d+\.\d+)"


class NoReleaseError(Exception):
    """The tag names no release of this checkout; the message says why and what to do."""


def version_of(tag: str, pyproject: str) -> str:
    """The version that a tag such as ``v0.2.0`` names, if ``pyproject`` has it too."""
    named = re.fullmatch(TAG, tag)
    if named is None:
        raise NoReleaseError(
            f"TAG={tag!r} is no release. Name one as v0.2.0: v, three numbers, dots."
        )
    there = tomllib.loads(pyproject)["project"]["version"]
    if named[1] != there:
        raise NoReleaseError(
            f"The tag {tag} and version {there} in pyproject.toml differ. "
            "Tag the commit that sets the version, or set the version first."
        )
    return named[1]


def section(version: str, changelog: str) -> str:
    """What the changelog says of a version, without its heading."""
    heading = rf"^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d$"
    parts = re.split(heading, changelog, flags=re.M)
    if len(parts) != 2:
        raise NoReleaseError(
            f"CHANGELOG.md has {len(parts) - 1} headings of the form '## [{version}] - YYYY-MM-DD'."
            " A release has one: give what is under Unreleased that heading."
        )
    text = re.split(r"^## ", parts[1], maxsplit=1, flags=re.M)[0].strip()
    if not text:
        raise NoReleaseError(f"CHANGELOG.md says nothing of {version}. Say what changed.")
    return text


def absolute(text: str, base: str) -> str:
    """The text with its relative links made absolute: the page of a release is not in the tree."""
    return re.sub(r"\]\((?![a-z]+:)", f"]({base.rstrip('/')}/", text) if base else text


def notes(tag: str, checkout: Path, base: str = "") -> str:
    """The notes of a tag's release; ``base`` is the URL under which its files are to be read."""
    version = version_of(tag, (checkout / "pyproject.toml").read_text())
    return absolute(section(version, (checkout / "CHANGELOG.md").read_text()), base)


def main(arguments: list[str]) -> int:
    """Returns the exit status: 1 when the tag is no release of this checkout."""
    parser = argparse.ArgumentParser(prog="tools.release", description=__doc__)
    parser.add_argument("tag", help="such as v0.2.0")
    parser.add_argument("--base", default="", metavar="URL", help="where its files are to be read")
    options = parser.parse_args(arguments)
    try:
        print(notes(options.tag, checkout_root(), options.base))
    except NoReleaseError as no:
        print(no, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

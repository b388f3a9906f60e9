"""What several readers need: the lines of a configuration, and blocks inside of blocks."""

from __future__ import annotations

import re
from ipaddress import IPv4Network


def network(address: str, mask: str) -> IPv4Network:
    """Address and dotted mask, or wildcard, as a network."""
    return IPv4Network(f"{address}/{mask}")


def between(text: str, begin: str, end: str) -> list[str]:
    """The stripped lines between the one that is ``begin`` and the next that is ``end``."""
    lines = [line.strip() for line in text.splitlines()]
    if begin not in lines:
        return []
    first = lines.index(begin) + 1
    return lines[first : lines.index(end, first)]


def entries(lines: list[str]) -> dict[str, dict[str, str]]:
    """FortiOS: the settings of each ``edit … next`` by the entry's name."""
    found: dict[str, dict[str, str]] = {}
    name = ""
    for line in lines:
        if line.startswith("edit "):
            name = line.removeprefix("edit ").strip('"')
            found[name] = {}
        elif matched := re.fullmatch(r"set (\S+) (.*)", line):
            found[name][matched[1]] = matched[2].strip('"')
    return found


def blocks(text: str) -> dict[str, object]:
    """Junos: each block by its name, its statements (their last word) as the leaves."""
    root: dict[str, object] = {}
    stack: list[dict[str, object]] = [root]
    for line in (line.strip() for line in text.splitlines()):
        if line.endswith("{"):
            inner = stack[-1].setdefault(line[:-1].strip(), {})
            assert isinstance(inner, dict)
            stack.append(inner)
        elif line == "}":
            stack.pop()
        elif line.endswith(";"):
            words = line[:-1].split(" ", 1)
            stack[-1][words[0]] = words[-1]
    return root

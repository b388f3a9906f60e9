"""FortiOS commands held to the tables of its CLI reference, which are in fortios.toml.

The text is read as FortiOS reads it: line by line, in the table and the entry that are open then.
"""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from ipaddress import (
    IPv4Address,
    IPv4Interface,
    IPv4Network,
    IPv6Address,
    IPv6Interface,
    IPv6Network,
)
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_suffix(".toml")
PORT = re.compile(r"port\d+")  # What a FortiGate-VM has by itself.
Rule = dict[str, Any]


@cache
def tables() -> dict[str, Rule]:
    """The tables by name."""
    found: dict[str, Rule] = tomllib.loads(TABLE.read_text())["tables"]
    return found


@dataclass
class Open:
    """A table, or an entry of one, between its first line and its last."""

    name: str
    closed_by: str
    entered: bool
    entry: str = ""
    said: dict[str, list[str]] = field(default_factory=dict)

    @property
    def rule(self) -> Rule:
        """What is known of the table."""
        return tables().get(self.name, {"keys": {}})


@dataclass
class Reading:
    """The state while a text is read; ``interfaces`` are those that it has edited so far."""

    opened: list[Open] = field(default_factory=list)
    interfaces: set[str] = field(default_factory=set)

    def line(self, words: list[str]) -> Iterator[str]:
        """What is wrong with a line."""
        word, *values = words
        if word == "config":
            yield from self.config(values)
        elif word in ("end", "next"):
            yield from self.close(word)
        elif not self.opened:
            yield "stands outside of any table"
        elif word == "edit":
            yield from self.edit(values)
        elif word in ("set", "unset", "append"):
            yield from self.set(word, values)
        else:
            yield f"there is no command {word}"

    def close(self, word: str) -> Iterator[str]:
        """The last line of a table or an entry; ``end`` in an entry closes both."""
        if word == "end" and self.opened and self.opened[-1].closed_by == "next":
            yield from self.close("next")
        if not self.opened or self.opened[-1].closed_by != word:
            yield f"{word} closes nothing"
            return
        place = self.opened.pop()
        if place.name == "system interface" and place.entry and not PORT.fullmatch(place.entry):
            missing = {"vdom", "type"} - set(place.said)
            if missing:
                yield f"a new interface, {place.entry}, needs {', '.join(sorted(missing))}"

    def config(self, values: list[str]) -> Iterator[str]:
        """A table of the whole, or one within the table or entry that is open."""
        outer = self.opened[-1:]
        name = " ".join([*(place.name for place in outer), *values])
        if name not in tables():
            yield f"there is no table {name}"
        for key, wanted in tables().get(name, {}).get("needs", {}).items():
            if outer[0].said.get(key) != [wanted]:
                yield f"{name} needs {key} {wanted} before it"
        entered = "entry" not in tables().get(name, {})
        self.opened.append(Open(name, "end", entered))

    def edit(self, values: list[str]) -> Iterator[str]:
        """The first line of an entry."""
        table = self.opened[-1]
        rule = table.rule.get("entry")
        self.opened.append(Open(table.name, "next", True, " ".join(values)))
        if rule is None or table.closed_by == "next":
            yield f"{table.name} has no entries to edit here"
        elif len(values) != 1:
            yield "edit names one entry"
        else:
            yield from self.wrong(rule, values)
            if table.name == "system interface":
                self.interfaces.add(values[0])

    def set(self, word: str, values: list[str]) -> Iterator[str]:
        """A key with its values."""
        place = self.opened[-1]
        if not place.entered:
            yield f"{place.name} has entries, and none is open"
            return
        key = values[0] if values else ""
        rule = place.rule["keys"].get(key)
        if rule is None:
            yield f"{place.name} has no key {key}"
            return
        for earlier, wanted in rule.get("after", {}).items():
            said = place.said.get(earlier, [])
            if not said or (wanted and said[0] not in wanted):
                yield f"{key} needs {earlier} {' or '.join(wanted)}".rstrip() + " before it"
        if word != "unset":
            place.said[key] = values[1:]
            yield from self.wrong(rule, values[1:])

    def wrong(self, rule: Rule, values: list[str]) -> Iterator[str]:
        """What a key's rule, or an entry's, forbids."""
        kind = rule["kind"]
        if not values:
            yield "has no value"
        elif kind in ("text", "integer", "option", *ADDRESSES) and len(values) != 1:
            yield f"has {len(values)} values instead of one: {' '.join(values)}"
        elif kind in ("text", "names", "ports"):
            yield from self.long(rule, values)
            if kind == "ports":
                yield from self.unknown(values)
        elif kind in ("option", "options"):
            for value in values:
                if value not in rule["of"]:
                    yield f"{value} is none of {', '.join(rule['of'])}"
        elif kind == "integer":
            number = int(values[0]) if re.fullmatch(r"\d+", values[0]) else -1
            if not rule["least"] <= number <= rule["most"]:
                yield f"{values[0]} is not between {rule['least']} and {rule['most']}"
        elif not fits(kind, values):
            yield f"{' '.join(values)} is no {kind}"

    def long(self, rule: Rule, values: list[str]) -> Iterator[str]:
        """Texts that are too long."""
        for value in values:
            if not 0 < len(value) <= rule["longest"]:
                yield f"{value!r} has {len(value)} characters, at most {rule['longest']}"

    def unknown(self, values: list[str]) -> Iterator[str]:
        """Interfaces that are neither the machine's own nor configured before."""
        for value in values:
            if value not in self.interfaces and not PORT.fullmatch(value):
                yield f"there is no interface {value}"


ADDRESSES = {"ipv4": IPv4Address, "ipv6": IPv6Address}
RANGES = {
    "host": IPv4Interface,
    "network": IPv4Network,
    "networks": IPv4Network,
    "host6": IPv6Interface,
    "network6": IPv6Network,
}


def fits(kind: str, values: list[str]) -> bool:
    """Whether the values are an address (with a mask where the kind has one) or networks."""
    made: Callable[[str], object] = (ADDRESSES | RANGES)[kind]
    written = values if kind == "networks" else ["/".join(values)]
    try:
        for value in written:
            made(value)
    except ValueError:
        return False
    return kind in ADDRESSES or all("/" in value for value in written)


def problems(text: str) -> list[str]:
    """What FortiOS would refuse; none if all is well."""
    reading, found = Reading(), list[str]()
    for number, line in enumerate(text.splitlines(), 1):
        try:
            words = shlex.split(line)
        except ValueError as error:
            found.append(f"line {number}: {error}: {line.strip()}")
            continue
        if words and not words[0].startswith("#"):
            found += [f"line {number}: {why}: {line.strip()}" for why in reading.line(words)]
    return found + [f"{place.name} is left open" for place in reading.opened]

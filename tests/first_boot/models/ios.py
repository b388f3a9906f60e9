"""A device that reads IOS lines one by one, as day-0 does: what it accepts, where, and what not.

Rules of IOS that it follows: a line is a command of the present mode, or else of the global one,
which it then returns to; a word may be shortened as long as it stays unique; a line that names an
interface which is not there is refused, and the mode stays; ``exit`` leaves one mode, in the
global one the configuration itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from ipaddress import AddressValueError, IPv4Address, IPv4Network, IPv6Address, IPv6Interface

from tests.first_boot.models.ios_commands import COMMANDS, GLOBAL, NAMESAKES, Command

EXEC = "exec"
WAN = "GigabitEthernet1"


def commands(text: str) -> list[str]:
    """The IOS lines of a first-boot configuration: of the CSR 1000V's or the Catalyst 8000V's."""
    numbered = re.findall(r'^ios-config-\d+="(.*)"$', text, re.M)
    return numbered or text.split("Section: IOS configuration\n")[1].splitlines()


def vips(lines: list[str]) -> set[str]:
    """The VIPs' interfaces that a configuration has a block for."""
    return {line.split()[1] for line in lines if line.startswith("interface ")}


@dataclass
class Device:
    """A device with these interfaces. ``running`` has each accepted line with its block's header,
    ``refused`` the others; ``saved`` is ``running`` when it was written to memory."""

    interfaces: set[str]
    running: list[tuple[str, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    saved: list[tuple[str, str]] = field(default_factory=list)
    mode: str = GLOBAL
    header: str = ""

    def enter(self, lines: list[str]) -> Device:
        """Reads the lines in their order; returns itself."""
        for line in lines:
            self.read(line)
        return self

    def read(self, line: str) -> None:
        """Reads one line."""
        if self.mode == EXEC:
            self._in_exec(line)
        elif line in ("exit", "end"):
            self.mode = EXEC if line == "end" or self.mode == GLOBAL else GLOBAL
            self.header = ""
        elif command := self._understood(line):
            self._accept(command, line)
        else:
            self.refused.append(line)

    def _in_exec(self, line: str) -> None:
        if line == "configure terminal":
            self.mode, self.header = GLOBAL, ""
        elif line == "write memory":
            self.saved = list(self.running)
        else:
            self.refused.append(line)

    def _understood(self, line: str) -> Command | None:
        for mode in dict.fromkeys((self.mode, GLOBAL)):
            known = [command for command in (*COMMANDS, *NAMESAKES) if command.mode == mode]
            whole = [c for c in known if self.fits(line, c, short=False)]
            found = whole or [c for c in known if self.fits(line, c, short=True)]
            if len(found) == 1:
                return found[0]
            if found:
                return None  # ambiguous
        return None

    def _accept(self, command: Command, line: str) -> None:
        if command.mode == GLOBAL:
            self.mode = command.opens or GLOBAL
            self.header = line if command.opens else ""
        entry = ("" if command.mode == GLOBAL else self.header, line)
        if entry not in self.running:
            self.running.append(entry)

    def fits(self, line: str, command: Command, short: bool) -> bool:
        """Whether a line is that command here; with ``short`` its words may be shortened."""
        wanted, given = command.words.split(), line.split()
        if wanted[-1] == "<line>" and len(given) >= len(wanted):
            given = [*given[: len(wanted) - 1], " ".join(given[len(wanted) - 1 :])]
        return len(wanted) == len(given) and all(
            self._is_value(word, value) if word.startswith("<") else _same(word, value, short)
            for word, value in zip(wanted, given, strict=True)
        )

    def _is_value(self, kind: str, value: str) -> bool:
        if kind == "<interface>":
            return value in self.interfaces
        if kind in ("<ip>", "<mask>", "<wildcard>"):
            return _is_address(value, kind)
        if kind in ("<ip6>", "<prefix6>"):
            return _is_address6(value, kind)
        if limits := re.fullmatch(r"<(\d+)-(\d+)>", kind):
            return value.isdigit() and int(limits[1]) <= int(value) <= int(limits[2])
        return True


def _same(word: str, value: str, short: bool) -> bool:
    return word.startswith(value) if short else word == value


def _is_address(value: str, kind: str) -> bool:
    try:
        number = int(IPv4Address(value))
    except AddressValueError:
        return False
    if kind == "<ip>":
        return True
    ones = 0xFFFFFFFF - number if kind == "<wildcard>" else number
    return any(int(IPv4Network((0, length)).netmask) == ones for length in range(33))


def _is_address6(value: str, kind: str) -> bool:
    """An IPv6 address, or one with its prefix length."""
    try:
        made = IPv6Address(value) if kind == "<ip6>" else IPv6Interface(value)
    except ValueError:
        return False
    return isinstance(made, IPv6Interface) == ("/" in value)

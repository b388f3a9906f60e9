"""VyOS's commands, held to how its cloud-init reads a line and to its interface definitions.

A line is read as the module vyos_userdata of VyOS's cloud-init reads it, in words of our own:
https://github.com/vyos/vyos-cloud-init/blob/current/cloudinit/config/cc_vyos_userdata.py,
``string_to_command``, commit fd8c12784127e3258762d0163455d595b427ea53. What is in single quotes at
the end is the value; all before it is the path, one node for each word. So a leaf's value without
quotes becomes a node beneath the leaf, which the boot's loader does not know. The definitions are
in vyos.json, which ``vyos_extract`` writes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_interface,
    ip_network,
)
from pathlib import Path
from typing import Any

import yaml

MODEL = Path(__file__).parent / "vyos.json"
Nodes = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Command:
    """A line as cloud-init reads it: the action (set, delete), the words of the path, the value."""

    action: str
    path: tuple[str, ...]
    value: str | None


@cache
def nodes() -> Nodes:
    """Kind and constraint of each path that is known here."""
    known: Nodes = json.loads(MODEL.read_text())["nodes"]
    return known


def lines(text: str) -> list[str]:
    """The commands of a user data document."""
    found: list[str] = yaml.safe_load(text)["vyos_config_commands"]
    return found


def command(line: str) -> Command | None:
    """How cloud-init reads a line, or None if it passes over it in silence."""
    action, _, rest = line.partition(" ")
    if action not in ("set", "delete") or not rest:
        return None
    path, quoted, value = rest.partition(" '")
    if "'" in path or (quoted and not (path and value.endswith("'"))):
        return None
    return Command(action, tuple(path.split()), value[:-1] if quoted else None)


def problems(line: str) -> list[str]:
    """What is wrong with a line, each as a sentence; nothing if it does what it says."""
    read = command(line)
    if read is None or not read.path:
        return [f"cloud-init passes over it: {line}"]
    if read.value is not None and re.search("['\"]", read.value):
        return [f"a value cannot hold a quote: {read.value}"]
    return list(_walked(read))


def _walked(read: Command) -> Iterator[str]:
    """The path's nodes, one after the other; a word after a tag node is that node's value."""
    known, kind, words = "", "node", list(read.path)
    while words:
        if kind == "leaf":
            yield f"{known} is a leaf: its value must stand in single quotes, not {words[0]}"
            return
        word = words.pop(0)
        if f"{known} {word}".strip() not in nodes():
            yield f"the release has no {word} in {known or 'its configuration'}"
            return
        known = f"{known} {word}".strip()
        kind = nodes()[known]["kind"]
        if kind == "tag" and words:
            yield from _value(known, words.pop(0))
            kind = "node" if words or read.value is None else "full"
    yield from _ending(read, known, kind)


def _ending(read: Command, known: str, kind: str) -> Iterator[str]:
    takes_value = kind == "tag" or (kind == "leaf" and "valueless" not in nodes()[known])
    if read.value is not None:
        if takes_value:
            yield from _value(known, read.value)
        else:
            yield f"{known} takes no value here: {read.value}"
    elif takes_value and read.action == "set":
        yield f"{known} needs a value"


def _value(known: str, value: str) -> Iterator[str]:
    regexes = nodes()[known].get("regex", [])
    validators = nodes()[known].get("validators", [])
    # As in VyOS, one of them is enough.
    fits = [re.fullmatch(regex, value) is not None for regex in regexes]
    fits += [VALIDATORS[name.split()[0]](value, name) for name in validators]
    if fits and not any(fits):
        yield f"{known} cannot be {value}: {', '.join([*regexes, *validators])}"


def rule_problems(read: Iterable[Command]) -> list[str]:
    """What ``policy local-route`` and ``local-route6`` would refuse as a whole.

    https://github.com/vyos/vyos-1x/blob/sagitta/src/conf_mode/policy_local-route.py, verify: one
    rule without selector or table fails all of them.
    """
    selectors = {"source", "destination", "fwmark", "inbound-interface", "protocol"}
    rules: dict[tuple[str, str], set[str]] = {}
    for path in (one.path for one in read if one.path[:1] == ("policy",)):
        rules.setdefault((path[1], path[3]), set()).update(path[4:6])
    return [f"rule {n} selects nothing" for (_, n), has in rules.items() if not has & selectors] + [
        f"rule {n} sets no table" for (_, n), has in rules.items() if "table" not in has
    ]


def _parses(kind: Callable[[str], object], value: str) -> bool:
    try:
        return bool(kind(value))
    except ValueError:
        return False


def _is(kind: Callable[[str], object]) -> Callable[[str, str], bool]:
    """An address of a kind."""
    return lambda value, _: _parses(kind, value)


def _has_length(kind: Callable[[str], object]) -> Callable[[str, str], bool]:
    """A network of a kind, with its prefix length."""
    return lambda value, _: "/" in value and _parses(kind, value)


def _host(value: str, _: str = "") -> bool:
    """An address with a prefix length that is neither the network nor its broadcast address."""
    if "/" not in value or not _parses(ip_interface, value):
        return False
    host = ip_interface(value)
    edges = (host.network.network_address, host.network.broadcast_address)
    return host.network.prefixlen >= host.max_prefixlen - 1 or host.ip not in edges


def _number(value: str, validator: str) -> bool:
    lowest, highest = validator.split()[-1].split("-")
    return value.isdecimal() and int(lowest) <= int(value) <= int(highest)


# Those of what we use; another raises a KeyError until it is written.
VALIDATORS: dict[str, Callable[[str, str], bool]] = {
    "file-path": lambda _value, _name: False,  # of interfaces: the names are among the regexes
    "fqdn": lambda value, _: re.fullmatch("[A-Za-z0-9][-.A-Za-z0-9]*", value) is not None,
    "ip-address": _is(ip_address),
    "ip-host": _host,
    "ip-prefix": _has_length(ip_network),
    "ipv4-address": _is(IPv4Address),
    "ipv4-prefix": _has_length(IPv4Network),
    "ipv6-address": _is(IPv6Address),
    "ipv6-prefix": _has_length(IPv6Network),
    "numeric": _number,
}

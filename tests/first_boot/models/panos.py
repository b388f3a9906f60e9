"""PAN-OS first-boot pairs held to the documented keys, which are in panos.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from ipaddress import AddressValueError, IPv4Address
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_suffix(".toml")
LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
NAME = rf"{LABEL}(\.{LABEL})*"


@cache
def table() -> dict[str, Any]:
    """The documented keys, and what belongs together."""
    return tomllib.loads(TABLE.read_text())


def problems(text: str) -> list[str]:
    """What is no documented pair, said twice, or of no use alone; none if all is well."""
    found, pairs = [], dict[str, str]()
    for number, line in enumerate(text.splitlines(), 1):
        pair = re.fullmatch(r"([a-z0-9-]+)=([!-:<-~]+)", line)
        if pair is None:
            found.append(f"line {number} is not key=value, without spaces or semicolons: {line}")
            continue
        key, value = pair.groups()
        if key in pairs:
            found.append(f"line {number} repeats {key}")
        pairs[key] = value
        found += [f"line {number}: {why}" for why in wrong(key, value)]
    return found + list(alone(pairs))


def wrong(key: str, value: str) -> Iterator[str]:
    """What the key's rules forbid."""
    rule = table()["keys"].get(key)
    if rule is None:
        yield f"there is no key {key}"
        return
    if value not in rule.get("values", [value]):
        yield f"{key} is {' or '.join(rule['values'])}, not {value}"
    if len(value) > rule.get("longest", len(value)):
        yield f"{key} has {len(value)} characters, at most {rule['longest']}"
    if not re.fullmatch(rule.get("pattern", r"\S+"), value):
        yield f"{key} is not like {rule['pattern']}: {value}"
    if rule.get("kind") == "ipv4" and not is_address(value):
        yield f"{key} is no IPv4 address: {value}"
    if rule.get("kind") == "host" and not (is_address(value) or is_name(value)):
        yield f"{key} is neither an IPv4 address nor a name: {value}"


def is_address(value: str) -> bool:
    """Whether the value is an IPv4 address, or a mask written like one."""
    try:
        IPv4Address(value)
    except AddressValueError:
        return False
    return True


def is_name(value: str) -> bool:
    """Whether the value is a domain name; digits and dots alone would be meant as an address."""
    return bool(re.fullmatch(NAME, value)) and not re.fullmatch(r"[0-9.]+", value)


def alone(pairs: dict[str, str]) -> Iterator[str]:
    """What is of no use without something else."""
    for rule in table()["together"]:
        value = pairs.get(rule["key"])
        if value is None or value == rule.get("unless") or value != rule.get("value", value):
            continue
        missing = [key for key in rule.get("needs", []) if key not in pairs]
        if missing:
            yield f"{rule['key']}={value} needs {', '.join(missing)}"
        if "one_of" in rule and not pairs.keys() & set(rule["one_of"]):
            yield f"{rule['key']} needs {' or '.join(rule['one_of'])}"

"""Attributes of a check, as Terraform describes them: each is required and of one type.

Terraform checks what a person wrote; here is checked what a probe would stumble over each time.
All raise ValueError with a sentence.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from ipaddress import AddressValueError, IPv4Address
from typing import Any

Attributes = Mapping[str, Any]

_HEX = re.compile(r"([0-9A-Fa-f]{2})*")
_LABEL = r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_HOST = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(\.{_LABEL})*")


def refusal(name: str, value: object, rule: str) -> ValueError:
    """The error that says which attribute it is, what it is, and what it has to be."""
    return ValueError(f"{name} is {json.dumps(value)} and has to be {rule}")


def text(described: Attributes, name: str) -> str:
    """The attribute as text that may be empty."""
    value = described.get(name)
    if not isinstance(value, str):
        raise refusal(name, value, "text")
    return value


def matching(described: Attributes, name: str, pattern: re.Pattern[str], rule: str) -> str:
    """The attribute as text that the pattern describes."""
    value = text(described, name)
    if not pattern.fullmatch(value):
        raise refusal(name, value, rule)
    return value


def whole_number(described: Attributes, name: str, lowest: int, highest: int) -> int:
    """The attribute as a whole number in that range."""
    value = described.get(name)
    if type(value) is not int or not lowest <= value <= highest:
        raise refusal(name, value, f"{lowest} to {highest}")
    return value


def one_of(described: Attributes, name: str, choices: Collection[str]) -> str:
    """The attribute as one of the names."""
    value = text(described, name)
    if value not in choices:
        raise refusal(name, value, f"one of {', '.join(choices)}")
    return value


def octets(described: Attributes, name: str) -> bytes:
    """The attribute as octets, which are written in hex."""
    return bytes.fromhex(matching(described, name, _HEX, "pairs of hex digits"))


def host(described: Attributes, name: str) -> str:
    """The attribute as a host's name or IPv4 address."""
    return matching(described, name, _HOST, "a host's name or IPv4 address")


def ipv4(described: Attributes, name: str) -> str:
    """The attribute as an IPv4 address."""
    value = text(described, name)
    try:
        return str(IPv4Address(value))
    except AddressValueError:
        raise refusal(name, value, "an IPv4 address") from None

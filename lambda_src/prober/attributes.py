"""Attributes of a check, as Terraform describes them: each is required and of one type.

Terraform checks what a person wrote; here is checked what a probe would stumble over each time.
All raise ValueError with a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import AddressValueError, IPv4Address
from typing import Any

Attributes = Mapping[str, Any]

_LABEL = r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
_HOST = re.compile(rf"{_LABEL}(\.{_LABEL})*")
_LONGEST_HOST = 253


def text(described: Attributes, name: str) -> str:
    """The attribute as text that may be empty."""
    value = described.get(name)
    if not isinstance(value, str):
        raise ValueError(f"{name} is {value!r} and has to be text")
    return value


def whole_number(described: Attributes, name: str, lowest: int, highest: int) -> int:
    """The attribute as a whole number in that range."""
    value = described.get(name)
    if type(value) is not int or not lowest <= value <= highest:
        raise ValueError(f"{name} is {value!r} and has to be {lowest} to {highest}")
    return value


def one_of(described: Attributes, name: str, choices: Mapping[str, Any]) -> str:
    """The attribute as one of the names."""
    value = text(described, name)
    if value not in choices:
        raise ValueError(f"{name} is {value!r} and has to be one of {', '.join(choices)}")
    return value


def octets(described: Attributes, name: str) -> bytes:
    """The attribute as octets, which are written in hex."""
    value = text(described, name)
    try:
        return bytes.fromhex(value)
    except ValueError:
        raise ValueError(f"{name} is {value!r} and has to be hex") from None


def host(described: Attributes, name: str) -> str:
    """The attribute as a host's name or IPv4 address."""
    value = text(described, name)
    if not _HOST.fullmatch(value) or len(value) > _LONGEST_HOST:
        raise ValueError(f"{name} is {value!r} and has to be a host's name")
    return value


def ipv4(described: Attributes, name: str) -> str:
    """The attribute as an IPv4 address."""
    value = text(described, name)
    try:
        return str(IPv4Address(value))
    except AddressValueError:
        raise ValueError(f"{name} is {value!r} and has to be an IPv4 address") from None

"""What others put where the VIP belongs, named for people by id and by owner. Pure.

Only sentences depend on it: where AWS did not tell, the ids are left out, and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hook_handler.answers import Answer

_UNSEEN = (
    "Interfaces that EC2 does not show, most likely of an AWS service (look with "
    "`aws ec2 describe-network-interfaces --include-managed-resources`),"
)


def interfaces(found: Sequence[Answer] | None, addresses: Set[str] | None = None) -> str:
    """Those found in a subnet, or those of them with `addresses`. None: AWS did not tell."""
    if found is None:
        return "foreign interfaces" if addresses else "Foreign interfaces"
    named = [
        _name(each)
        for each in found
        if addresses is None or not addresses.isdisjoint(_addresses(each))
    ]
    if not named:
        return _UNSEEN.rstrip(",") if addresses else _UNSEEN
    return ", ".join(named) if addresses else "The interfaces " + ", ".join(named)


def subnets(ids: Sequence[str], vpc_id: str) -> str:
    """Subnets of the VPC that overlap the VIP's range."""
    named = f" ({', '.join(ids)})" if ids else ""
    return f"Another subnet of {vpc_id}{named}"


def _addresses(interface: Answer) -> list[str]:
    return [each["PrivateIpAddress"] for each in interface.get("PrivateIpAddresses", [])]


def _name(interface: Answer) -> str:
    """Id and, as far as EC2 tells, whose it is: people cannot delete an interface of a service."""
    operator = interface.get("Operator", {})
    kind = interface.get("InterfaceType", "interface")
    owner = [
        f"managed by {operator['Principal']}" if operator.get("Principal") else "",
        "hidden" if operator.get("HiddenByDefault") else "",
        kind if kind != "interface" else "",
        interface.get("Description", ""),
    ]
    told = ", ".join(each for each in owner if each)
    interface_id = str(interface["NetworkInterfaceId"])
    return f"{interface_id} ({told})" if told else interface_id

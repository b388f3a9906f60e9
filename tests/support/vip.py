"""Where the VIPs of a deployed VNF are. Looked at past the API: no call of it is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from moto.awslambda.exceptions import UnknownFunctionException
from moto.awslambda.models import lambda_backends

from lab.context import Lab
from tests.support.oracle import Oracle

# in service: serving, by the oracle; cut off: attached, but not serving; free: attached to nothing.
VipState = Literal["in service", "cut off", "attaching", "detaching", "free", "absent"]


@dataclass(frozen=True)
class Vip:
    """Where the address is. missing: what it lacks to serve, in words.

    addresses: by what they are called, all that has to stay, of all VIPs; of a next-hop route the
    VIP that it leads to. each: how each VIP by itself is, by its key.
    """

    state: VipState = "absent"
    instance_id: str | None = None
    zone: str | None = None
    private_ip: str | None = None
    public_ip: str | None = None
    missing: str = ""
    addresses: Mapping[str, str | None] = field(default_factory=dict)
    each: Mapping[str, VipState] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        return self.state == "in service"


def observe(lab: Lab, name: str) -> Vip:
    """The VIP of the VNF of that name; absent while it has no hook handler that knows of one.

    Of several VIPs it is the one with the lowest device index; serving, they all have to be whole.

    Callers hold the lab's lock.
    """
    environment = handler_environment(lab, name)
    if environment is None:
        return Vip()
    oracle = Oracle(lab, environment)
    interfaces = oracle.interfaces_of(oracle.vips[0]["key"])
    if len(interfaces) != 1:
        return Vip()
    (interface,) = interfaces
    missing, public = oracle.why_not_serving(), oracle.public_addresses(interface)
    return Vip(
        state=_state(interface.attachment_id and interface.attachment_status, missing),
        instance_id=interface.instance.id if interface.attachment_id else None,
        zone=interface.availability_zone,
        private_ip=interface.private_ip_address,
        public_ip=public.get(interface.private_ip_address),
        missing=missing,
        addresses={
            name: value for each in oracle.vips for name, value in _addresses(oracle, each).items()
        },
        each={each["key"]: _state_of(oracle, each["key"]) for each in oracle.vips},
    )


def _state_of(oracle: Oracle, key: str) -> VipState:
    interfaces = oracle.interfaces_of(key)
    if len(interfaces) != 1:
        return "absent"
    (interface,) = interfaces
    attachment = interface.attachment_id and interface.attachment_status
    return _state(attachment, oracle.why_not_serving_of(key))


def _addresses(oracle: Oracle, vip: Mapping[str, Any]) -> dict[str, str | None]:
    """Those of one VIP, as they are; none of an interface that is not there."""
    found: dict[str, str | None] = {}
    for interface in oracle.interfaces_of(vip["key"]):
        public = oracle.public_addresses(interface)
        for address in interface.private_ip_addresses:
            private = address["PrivateIpAddress"]
            name = vip["key"] if private == vip["address"] else f"{vip['key']} {private}"
            found[name] = private
            if private in public:
                found[f"{name} Elastic IP"] = public[private]
        for route in vip["next_hop_routes"]:
            leads_here = oracle.leads_to(**route) == interface.id
            found[f"{route['destination']} by"] = vip["key"] if leads_here else None
    return found


def handler_environment(lab: Lab, name: str) -> Mapping[str, str] | None:
    """What the deployed hook handler is told; None where there is none."""
    functions = lambda_backends[lab.account][lab.region]
    try:
        found = functions.get_function(f"{name}-hook-handler")
    except UnknownFunctionException:
        return None
    return dict(found.environment_vars)


def _state(attachment: str | None, missing: str) -> VipState:
    match attachment:
        case None:
            return "free"
        case "attaching" | "detaching":
            return attachment
        case _:
            return "cut off" if missing else "in service"

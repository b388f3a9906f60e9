"""API calls and lab entries in a person's words. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from lab.ec2.event_shapes import STATE_CHANGE
from lab.pipeline.call_log import Call
from lab.pipeline.throttle import READS
from tests.support.vip import Vip

Params = Mapping[str, Any]

_LONG_ID = re.compile(r"\b((?:[a-z]+-)+[0-9a-f]{6})[0-9a-f]{2,26}\b")
_LONGEST = 110  # characters of a failure's message

FUNCTION = "λ"
OWN_SOURCE = "persistent-vnf."


def short(text: str) -> str:
    """Resource ids cut to six digits: enough to tell them apart in one demo."""
    return _LONG_ID.sub(r"\1", text)


def told(vip: Vip, how: str = "{}") -> str:
    """All its addresses and routes, each value written as `how` says."""
    return ", ".join(f"{name} {how.format(value)}" for name, value in vip.addresses.items())


def trigger(event: Any) -> str:
    """What woke a function: launch, terminate, state change, audit, sweep, warmup; otherwise
    "event"."""
    told = event if isinstance(event, Mapping) else {}
    kind = str(told.get("detail-type", ""))
    if kind.endswith("Lifecycle Action"):
        return "launch" if "-launch " in kind else "terminate"
    if kind == STATE_CHANGE:
        return "state change"
    source = str(told.get("source", ""))
    return source.removeprefix(OWN_SOURCE) if source.startswith(OWN_SOURCE) else "event"


def cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def changes(call: Call) -> bool:
    """Whether the call wants to change something."""
    return not call.action.startswith(READS)


def words(call: Call) -> str:
    """The call by its API name, with what matters of its arguments."""
    tell = _TOLD.get(call.action)
    told = tell(call.params) if tell else ""
    return short(f"{call.action} {told}".strip())


def _interface_attribute(params: Params) -> str:
    eni = params["NetworkInterfaceId"]
    if "SourceDestCheck" in params:
        return f"{eni}: source/destination check off"
    if "Groups" in params:
        return f"{eni}: security groups"
    if "ConnectionTrackingSpecification" in params:
        return f"{eni}: connection tracking"
    return f"{eni}: {params.get('Description', {}).get('Value', '')}"


def _detach(params: Params) -> str:
    force = " by force" if params.get("Force") else ""
    return f"{params['AttachmentId']}{force}"


def _attach(params: Params) -> str:
    at = f"at index {params['DeviceIndex']}"
    return f"{params['NetworkInterfaceId']} to {params['InstanceId']} {at}"


def _complete(params: Params) -> str:
    instance = params.get("InstanceId")
    of = f" for {instance}" if instance else ""
    return f"{params['LifecycleActionResult']} on {params['LifecycleHookName']}{of}"


def _subnet(params: Params) -> str:
    return f"{params['CidrBlock']} in {params['AvailabilityZone']}"


def _interface(params: Params) -> str:
    addresses = ", ".join(each["PrivateIpAddress"] for each in params["PrivateIpAddresses"])
    return f"with {addresses} in {params['SubnetId']}"


def _destination(params: Params) -> str:
    destination = params.get("DestinationCidrBlock") or params["DestinationIpv6CidrBlock"]
    return f"{destination} of {params['RouteTableId']}"


def _route(params: Params) -> str:
    return f"{_destination(params)} to {params['NetworkInterfaceId']}"


_TOLD: dict[str, Callable[[Params], str]] = {
    "CreateSubnet": _subnet,
    "DeleteSubnet": lambda p: str(p["SubnetId"]),
    "AssociateRouteTable": lambda p: f"{p['RouteTableId']} with {p['SubnetId']}",
    "ReplaceRouteTableAssociation": lambda p: f"by {p['RouteTableId']}",
    "CreateNetworkInterface": _interface,
    "DeleteNetworkInterface": lambda p: str(p["NetworkInterfaceId"]),
    "AttachNetworkInterface": _attach,
    "DetachNetworkInterface": _detach,
    "ModifyNetworkInterfaceAttribute": _interface_attribute,
    "AssociateAddress": lambda p: f"{p['AllocationId']} with {p['NetworkInterfaceId']}",
    "CreateRoute": _route,
    "ReplaceRoute": _route,
    "DeleteRoute": _destination,
    "RebootInstances": lambda p: ", ".join(p["InstanceIds"]),
    "TerminateInstances": lambda p: ", ".join(p["InstanceIds"]),
    "CompleteLifecycleAction": _complete,
    "RecordLifecycleActionHeartbeat": lambda p: f"on {p['LifecycleHookName']}: more time",
    "SetDesiredCapacity": lambda p: f"{p['DesiredCapacity']}",
    "SetInstanceHealth": lambda p: f"{p['InstanceId']} {p['HealthStatus']}",
    "PutRule": lambda p: f"{p['Name']}",
    "DisableRule": lambda p: str(p["Name"]),
    "Publish": lambda p: f"“{p.get('Subject', '')}”",
}

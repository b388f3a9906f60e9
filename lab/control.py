"""The control API: what is asked of the lab itself, over HTTP.

GET  /lab/state /lab/inventory /lab/clock /lab/gaps
GET  /lab/calls?after=N  /lab/timeline?after=N
GET  /lab/faults     POST one fault          DELETE all of them
GET  /lab/az_down    PUT a list of AZ names
GET  /lab/sold_out   PUT a list of pairs: instance type, AZ name
GET  /lab/reserved   PUT a list of such pairs
GET  /lab/guest?function=F&address=A&protocol=P&port=N
GET  /lab/switches   PATCH an object of switches
All bodies are JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, fields
from typing import Any

from werkzeug.wrappers import Request, Response

from lab.context import Lab
from lab.errors import AwsError
from lab.inventory import inventory
from lab.pipeline.faults import Fault

PREFIX = "/lab/"

Body = Any
View = Callable[[Lab, Request], Body]


def respond(lab: Lab, environ: dict[str, Any]) -> Response:
    request = Request(environ)
    view = VIEWS.get((request.method, request.path.removeprefix(PREFIX)))
    if view is None:
        return _json({"error": f"no {request.method} {request.path}"}, status=404)
    try:
        with lab.lock:
            return _json(view(lab, request))
    except (KeyError, TypeError, ValueError) as error:
        return _json({"error": f"{type(error).__name__}: {error}"}, status=400)


def _json(body: Body, status: int = 200) -> Response:
    text = json.dumps(body, default=str)
    return Response(text, status=status, content_type="application/json")


def _after(request: Request) -> int:
    return int(request.args.get("after", 0))


def _clock(lab: Lab, _: Request) -> Body:
    return {"now": lab.clock.now(), "rate": lab.clock.rate, "origin": lab.clock.origin}


def _state(lab: Lab, request: Request) -> Body:
    return {
        "clock": _clock(lab, request),
        "calls": len(lab.call_log.calls),
        "gaps": len(lab.gaps.all),
        "faults": len(lab.faults.all),
        "lambdas_busy": lab.lambdas.busy,
        "az_down": sorted(lab.ec2.az_down),
        "impaired": sorted(lab.ec2.impaired),
    }


def _inject(lab: Lab, request: Request) -> Body:
    wanted = dict(request.get_json())
    if "error" in wanted:
        wanted["error"] = AwsError(**wanted["error"])
    return _fault(lab.faults.inject(Fault(**wanted)))


def _fault(fault: Fault) -> Body:
    shown = {f.name: getattr(fault, f.name) for f in fields(fault)}
    return shown | {"error": str(fault.error) if fault.error else None}


def _clear_faults(lab: Lab, _: Request) -> Body:
    lab.faults.clear()
    return []


def _set_az_down(lab: Lab, request: Request) -> Body:
    wanted = request.get_json()
    if not isinstance(wanted, list):
        raise TypeError("a list of Availability Zone names")
    lab.ec2.az_down.clear()
    lab.ec2.az_down.update(wanted)
    return sorted(lab.ec2.az_down)


def _put_pools(lab: Lab, request: Request) -> Body:
    """The set of that name on `lab.ec2`: its pairs of instance type and AZ."""
    pools: set[tuple[str, str]] = getattr(lab.ec2, request.path.removeprefix(PREFIX))
    wanted = {(str(instance_type), str(zone)) for instance_type, zone in request.get_json()}
    pools.clear()
    pools.update(wanted)
    return sorted(pools)


def _guest(lab: Lab, request: Request) -> Body:
    """Where a function's traffic to a private address gets; null: nobody answers."""
    asked = request.args
    return lab.guests.port_for(
        asked["function"], asked["address"], asked["protocol"], int(asked["port"])
    )


def _set_switches(lab: Lab, request: Request) -> Body:
    for name, value in dict(request.get_json()).items():
        if not hasattr(lab.switches, name):
            raise KeyError(f"no switch {name}")
        setattr(lab.switches, name, tuple(value) if isinstance(value, list) else value)
    return asdict(lab.switches)


VIEWS: dict[tuple[str, str], View] = {
    ("GET", "clock"): _clock,
    ("GET", "state"): _state,
    ("GET", "inventory"): lambda lab, _: inventory(lab),
    ("GET", "gaps"): lambda lab, _: lab.gaps.as_json(),
    ("GET", "calls"): lambda lab, request: lab.call_log.as_json(_after(request)),
    ("GET", "timeline"): lambda lab, request: lab.timeline.as_json(_after(request)),
    ("GET", "faults"): lambda lab, _: [_fault(fault) for fault in lab.faults.all],
    ("POST", "faults"): _inject,
    ("DELETE", "faults"): _clear_faults,
    ("GET", "az_down"): lambda lab, _: sorted(lab.ec2.az_down),
    ("PUT", "az_down"): _set_az_down,
    ("GET", "sold_out"): lambda lab, _: sorted(lab.ec2.sold_out),
    ("PUT", "sold_out"): _put_pools,
    ("GET", "reserved"): lambda lab, _: sorted(lab.ec2.reserved),
    ("PUT", "reserved"): _put_pools,
    ("GET", "guest"): _guest,
    ("GET", "switches"): lambda lab, _: asdict(lab.switches),
    ("PATCH", "switches"): _set_switches,
}

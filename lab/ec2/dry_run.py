"""DryRun where moto executes: in the network around interfaces, and for status checks."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from moto.core.responses import ActionResult
from moto.ec2.responses import EC2Response
from moto.ec2.responses.instances import InstanceResponse
from moto.ec2.responses.internet_gateways import InternetGateways
from moto.ec2.responses.network_acls import NetworkACLs
from moto.ec2.responses.route_tables import RouteTables
from moto.ec2.responses.subnets import Subnets
from moto.ec2.responses.vpcs import VPCs

from lab.patching import replace

Action = Callable[[EC2Response], ActionResult]


def _refuse_first(action: Action) -> Action:
    @wraps(action)
    def guarded(response: EC2Response) -> ActionResult:
        response.error_on_dryrun()
        return action(response)

    return guarded


def install() -> None:
    status = InstanceResponse.describe_instance_status
    replace(InstanceResponse, "describe_instance_status", _refuse_first(status))
    for calls in (Subnets, RouteTables, NetworkACLs, VPCs, InternetGateways):
        for name, action in list(vars(calls).items()):
            if callable(action) and not name.startswith("_"):
                setattr(calls, name, _refuse_first(action))

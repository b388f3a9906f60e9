"""Whether EC2 checks a resource that a call touches without naming it.

The role may touch all resources of the call. A session policy allows all but one of them: when the
dry run is refused then, EC2 checks that one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tools.verify_aws.facts import Facts
from tools.verify_aws.rights.calls import ALLOWED, DENIED, Call
from tools.verify_aws.rights.dry_run import ask
from tools.verify_aws.rights.role import LentRole

ACTIONS = {
    "modify_network_interface_attribute": "ec2:ModifyNetworkInterfaceAttribute",
    "replace_route_table_association": "ec2:ReplaceRouteTableAssociation",
    "associate_address": "ec2:AssociateAddress",
}


@dataclass(frozen=True)
class Doubt:
    """A call, what is surely checked for it (ARNs), and what may be."""

    question: str
    call: Call
    surely: Sequence[str]
    maybe: str


@dataclass(frozen=True)
class Finding:
    """Codes of the two dry runs; the second tells nothing if the first was not allowed."""

    question: str
    with_it: str
    without_it: str

    @property
    def checked(self) -> bool | None:
        if self.with_it != ALLOWED:
            return None
        return {DENIED: True, ALLOWED: False}.get(self.without_it)


def doubts(facts: Facts) -> list[Doubt]:
    return [_instance_of_the_interface(facts), _present_table(facts), _losing_interface(facts)]


def settle(doubt: Doubt, role: LentRole) -> Finding:
    action = ACTIONS[doubt.call.method]
    whole = ask(role.ec2(_allowing(action, [*doubt.surely, doubt.maybe])), doubt.call)
    without = ask(role.ec2(_allowing(action, doubt.surely)), doubt.call)
    return Finding(doubt.question, with_it=whole, without_it=without)


def _instance_of_the_interface(facts: Facts) -> Doubt:
    call = Call(
        "modify_network_interface_attribute",
        {"NetworkInterfaceId": facts.vip_interface, "SourceDestCheck": {"Value": False}},
    )
    return Doubt(
        question="modify_checks_instance",
        call=call,
        surely=[facts.arn_of("network-interface", facts.vip_interface)],
        maybe=facts.arn_of("instance", facts.instance_id),
    )


def _present_table(facts: Facts) -> Doubt:
    call = Call(
        "replace_route_table_association",
        {"AssociationId": facts.vip_association, "RouteTableId": facts.wan_table},
    )
    return Doubt(
        question="replace_checks_present_table",
        call=call,
        surely=[
            facts.arn_of("subnet", facts.vip_subnet),
            facts.arn_of("route-table", facts.wan_table),
        ],
        maybe=facts.arn_of("route-table", facts.vip_table),
    )


def _losing_interface(facts: Facts) -> Doubt:
    call = Call(
        "associate_address",
        {
            "AllocationId": facts.allocation_id,
            "NetworkInterfaceId": facts.wan_interface,
            "AllowReassociation": True,
        },
    )
    return Doubt(
        question="associate_checks_loser",
        call=call,
        surely=[
            facts.arn_of("elastic-ip", facts.allocation_id),
            facts.arn_of("network-interface", facts.wan_interface),
        ],
        maybe=facts.arn_of("network-interface", facts.vip_interface),
    )


def _allowing(action: str, resources: Sequence[str]) -> Any:
    statement = {"Effect": "Allow", "Action": action, "Resource": list(resources)}
    return {"Version": "2012-10-17", "Statement": [statement]}

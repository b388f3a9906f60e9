"""All that exists in the account, by kind: what a destroy must leave as it was.

Read from moto's backends, in every Region that was touched. A key pending deletion and a
terminated instance count as gone; what AWS itself owns (default VPC, managed policies, AWS's
keys) does not count.
"""

from __future__ import annotations

from typing import Any

from moto.autoscaling.models import autoscaling_backends
from moto.awslambda.models import lambda_backends
from moto.cloudwatch.models import cloudwatch_backends
from moto.ec2.models import ec2_backends
from moto.events.models import events_backends
from moto.iam.models import iam_backends
from moto.kms.models import kms_backends
from moto.logs.models import logs_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends
from moto.ssm.models import ssm_backends

from lab.context import Lab

Inventory = dict[str, list[str]]


def inventory(lab: Lab) -> Inventory:
    """Names or ids by kind; kinds with nothing are left out."""
    ec2 = ec2_backends[lab.account][lab.region]
    found: Inventory = {
        **_ec2(ec2),
        **_gateways(ec2),
        **_services(lab.account, lab.region),
        **_iam(iam_backends[lab.account][lab.partition]),
    }
    return {kind: sorted(names) for kind, names in found.items() if names}


def _ec2(ec2: Any) -> Inventory:
    own = {vpc.id for vpc in ec2.vpcs.values() if not vpc.is_default}
    instances = [i for r in ec2.reservations.values() for i in r.instances]
    return {
        "vpc": list(own),
        "subnet": [
            subnet.id
            for by_zone in ec2.subnets.values()
            for subnet in by_zone.values()
            if subnet.vpc_id in own
        ],
        "network interface": [eni.id for eni in ec2.enis.values()],
        "address": [address.allocation_id for address in ec2.addresses],
        "route table": [t.id for t in ec2.route_tables.values() if t.vpc_id in own],
        "security group": [
            group.id
            for vpc_id, groups in ec2.groups.items()
            if vpc_id in own
            for group in groups.values()
        ],
        "launch template": list(ec2.launch_templates),
        "instance": [i.id for i in instances if i._state.name != "terminated"],
        "VPC endpoint": [
            e.id for e in ec2.vpc_end_points.values() if e.state not in ("deleting", "deleted")
        ],
        "flow log": list(ec2.flow_logs),
        "network ACL": [a.id for a in ec2.network_acls.values() if a.vpc_id in own],
    }


def _gateways(ec2: Any) -> Inventory:
    """What leads out of a VPC, and the ranges that its routes may name."""
    return {
        "internet gateway": list(ec2.internet_gateways),
        "egress-only internet gateway": list(ec2.egress_only_internet_gateways),
        "VPN gateway": _kept(ec2.vpn_gateways),
        "VPN connection": _kept(ec2.vpn_connections),
        "customer gateway": _kept(ec2.customer_gateways),
        "transit gateway": _kept(ec2.transit_gateways),
        "transit gateway attachment": _kept(ec2.transit_gateway_attachments),
        "VPC peering connection": _kept(ec2.vpc_pcxs),
        "prefix list": [
            each.id
            for each in ec2.managed_prefix_lists.values()
            if each.owner_id != "AWS" and each.state != "delete-complete"
        ],
    }


def _kept(by_id: dict[str, Any]) -> list[str]:
    """Those that are not merely shown for a while after their end."""
    return [name for name, one in by_id.items() if _state(one) not in ("deleting", "deleted")]


def _state(one: Any) -> str:
    """moto keeps that of a peering connection, which has a message too, one level deeper."""
    return str(getattr(one, "state", None) or one._status.code)


def _services(account: str, region: str) -> Inventory:
    cloudwatch = cloudwatch_backends[account][region]
    buses = events_backends[account][region].event_buses.values()
    keys = [
        key
        for key in kms_backends[account][region].keys.values()
        if key.key_state != "PendingDeletion" and not _of_aws(key)
    ]
    return {
        "Auto Scaling group": list(autoscaling_backends[account][region].autoscaling_groups),
        "function": [
            f.function_name for f in lambda_backends[account][region].list_functions(None)
        ],
        "rule": [name for bus in buses for name in bus.rules],
        "parameter": _parameters(ssm_backends[account][region]),
        "topic": list(sns_backends[account][region].topics),
        "queue": list(sqs_backends[account][region].queues),
        "log group": list(logs_backends[account][region].groups),
        "alarm": list(cloudwatch.alarms),
        "dashboard": list(cloudwatch.dashboards),
        "key": [key.id for key in keys],
        "key alias": [alias for key in keys for alias in key.aliases],
    }


def _parameters(ssm: Any) -> list[str]:
    """Without AWS's own, which moto loads into the same place when somebody asks for one."""
    return [str(name) for name in ssm._parameters if not str(name).startswith("/aws/")]


def _of_aws(key: Any) -> bool:
    # moto makes alias/aws/ebs at the first encrypted volume, and calls it a customer's.
    return any(alias.startswith("alias/aws/") for alias in key.aliases)


def _iam(iam: Any) -> Inventory:
    return {
        "role": [role.name for role in iam.roles.values()],
        "policy": [
            policy.arn
            for policy in iam.managed_policies.values()
            if ":aws:policy/" not in policy.arn
        ],
        "instance profile": [profile.name for profile in iam.instance_profiles.values()],
    }

"""What the hook handler is told in its environment, as the module's defaults make it."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Sequence
from typing import Any

CIDR, ADDRESS = "10.16.10.0/24", "10.16.10.20"


def handler_environment(
    name: str,
    *,
    vpc_id: str,
    wan_security_group_id: str,
    vips: Sequence[dict[str, Any]],
    topic_arn: str,
) -> dict[str, str]:
    """The variables for a VNF of that name with those VIPs.

    By id what differs from deployment to deployment.
    """
    return {
        "VPC_ID": vpc_id,
        "OWN_VPC": "true",
        "WAN_SECURITY_GROUP_ID": wan_security_group_id,
        "VIPS": encode(vips),
        "GROUP_NAME": name,
        "LAUNCH_HOOK_NAME": f"{name}-launch",
        "TERMINATE_HOOK_NAME": f"{name}-terminate",
        "STATE_CHANGES_RULE_NAME": f"{name}-state-changes",
        "OWNER_TAG_KEY": "PersistentVnf",
        "OWNER_TAG_VALUE": name,
        "RESOURCE_TAGS": json.dumps({"Name": f"{name}-vip", "PersistentVnf": name}),
        "TOPIC_ARN": topic_arn,
        "REBOOT_AFTER_ATTACH": "false",
        "REBOOT_DELAY_SECONDS": "30",
        "SUBNET_CREATION_ATTEMPTS": "10",
        "LAUNCH_BEFORE_TERMINATE": "false",
        "STANDBY": "none",
        "FUNCTION_TIMEOUT_SECONDS": "120",
        "WARMUP_GRACE_SECONDS": "120",
        "HEALTH_CHECK_GRACE_SECONDS": "60",
        "IMPAIRED_AFTER_SECONDS": "0",
        "SERVICE_ALARM_ARNS": encode([]),
        "MAX_REPLACEMENTS_PER_HOUR": "3",
        "STORM_CLEARED_AT": "1970-01-01T00:00:00Z",
        "END_SLOW_SHUTDOWN_AFTER_SECONDS": "0",
        "METRICS_NAMESPACE": "PersistentVnf",
        "LOG_LEVEL": "INFO",
    }


def vip(
    key: str = "vip",
    *,
    route_table_id: str,
    security_group_ids: Sequence[str],
    allocation_id: str | None = None,
    **changes: Any,
) -> dict[str, Any]:
    """One VIP as Terraform describes it to the function, the default one unless changed."""
    described = {
        "key": key,
        "cidr": CIDR,
        "address": ADDRESS,
        "secondary_addresses": [],
        "elastic_ips": {},
        "device_index": 1,
        "ipv6_cidr": None,
        "ipv6_address": None,
        "route_table_id": route_table_id,
        "network_acl_id": None,
        "security_group_ids": list(security_group_ids),
        "next_hop_routes": [],
        "connection_tracking": None,
        "interface_tags": {},
    } | changes
    if allocation_id:
        described["elastic_ips"] = {described["address"]: allocation_id}
    return described


def encode(listed: Sequence[Any]) -> str:
    """VIPS or SERVICE_ALARM_ARNS, as Terraform's base64gzip(jsonencode(…)) writes it."""
    return base64.b64encode(gzip.compress(json.dumps(listed).encode(), mtime=0)).decode()


def decode(value: str) -> list[dict[str, Any]]:
    """The VIPs of the variable VIPS, in ascending device index."""
    described = json.loads(gzip.decompress(base64.b64decode(value)))
    return sorted(described, key=lambda each: int(each["device_index"]))

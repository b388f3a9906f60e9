"""What the hook handler is told in its environment, as the module's defaults make it."""

from __future__ import annotations

import json


def handler_environment(
    name: str,
    *,
    vpc_id: str,
    allocation_id: str,
    route_table_id: str,
    security_group_ids: str,
    topic_arn: str,
) -> dict[str, str]:
    """The variables for a VNF of that name; by id what differs from deployment to deployment.

    security_group_ids: with commas between them.
    """
    return {
        "VPC_ID": vpc_id,
        "VIP_CIDR": "10.16.10.0/24",
        "VIP_ADDRESS": "10.16.10.20",
        "EIP_ALLOCATION_ID": allocation_id,
        "VIP_ROUTE_TABLE_ID": route_table_id,
        "VIP_SECURITY_GROUP_IDS": security_group_ids,
        "GROUP_NAME": name,
        "LAUNCH_HOOK_NAME": f"{name}-launch",
        "TERMINATE_HOOK_NAME": f"{name}-terminate",
        "OWNER_TAG_KEY": "PersistentVnf",
        "OWNER_TAG_VALUE": name,
        "RESOURCE_TAGS": json.dumps({"Name": f"{name}-vip", "PersistentVnf": name}),
        "TOPIC_ARN": topic_arn,
        "REBOOT_AFTER_ATTACH": "false",
        "REBOOT_DELAY_SECONDS": "30",
        "SUBNET_CREATION_ATTEMPTS": "10",
        "LAUNCH_BEFORE_TERMINATE": "false",
        "FUNCTION_TIMEOUT_SECONDS": "120",
        "WARMUP_GRACE_SECONDS": "120",
        "METRICS_NAMESPACE": "PersistentVnf",
        "LOG_LEVEL": "INFO",
    }

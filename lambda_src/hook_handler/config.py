"""The function's configuration, as Terraform wrote it into its environment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from common.environment import BadEnvironmentError, flag, moment, text, unpacked, whole_number
from hook_handler.vips import NOTHING_REMOVED, NextHopRoute, Removed, Vip, decode


@dataclass(frozen=True)
class Config:
    """One module instance: its network, its VIPs, its group.

    A field has the name of its environment variable, and that has the name of Terraform's.
    `removed` comes with Terraform's call after a change, and with nothing else.
    """

    vpc_id: str
    own_vpc: bool  # made by the module, and so deleted with it
    wan_security_group_id: str
    vips: tuple[Vip, ...]
    group_name: str
    launch_hook_name: str
    terminate_hook_name: str
    state_changes_rule_name: str
    owner_tag_key: str
    owner_tag_value: str
    resource_tags: Mapping[str, str]
    topic_arn: str
    reboot_after_attach: bool
    reboot_delay_seconds: int
    subnet_creation_attempts: int
    launch_before_terminate: bool
    standby: str  # none, hot
    function_timeout_seconds: int
    warmup_grace_seconds: int
    health_check_grace_seconds: int
    impaired_after_seconds: int  # 0: that is left to Auto Scaling
    service_alarm_arns: tuple[str, ...]  # any of them says that the service does not answer
    max_replacements_per_hour: int
    storm_cleared_at: float  # seconds since the Unix epoch
    end_slow_shutdown_after_seconds: int  # 0: a guest has all the time it takes
    metrics_namespace: str
    removed: Removed = NOTHING_REMOVED

    @property
    def has_standby(self) -> bool:
        """A second instance is in service beside the one that holds the VIP."""
        return self.standby == "hot"

    def vip(self, key: str) -> Vip:
        """The VIP of that key."""
        return next(vip for vip in self.vips if vip.key == key)

    @property
    def allocation_ids(self) -> frozenset[str]:
        """Every Elastic IP that concerns us."""
        wanted = (allocation_id for vip in self.vips for _, allocation_id in vip.elastic_ips)
        return self.removed.elastic_ips.union(wanted)

    @property
    def next_hop_routes(self) -> frozenset[NextHopRoute]:
        """Every route of others' tables that concerns us."""
        wanted = (route for vip in self.vips for route in vip.next_hop_routes)
        return self.removed.routes.union(wanted)


def from_environment(environment: Mapping[str, str]) -> Config:
    """Read the configuration; BadEnvironmentError names the first variable that is wrong."""
    return Config(
        vpc_id=text(environment, "VPC_ID"),
        own_vpc=flag(environment, "OWN_VPC"),
        wan_security_group_id=text(environment, "WAN_SECURITY_GROUP_ID"),
        vips=decode(text(environment, "VIPS")),
        group_name=text(environment, "GROUP_NAME"),
        launch_hook_name=text(environment, "LAUNCH_HOOK_NAME"),
        terminate_hook_name=text(environment, "TERMINATE_HOOK_NAME"),
        state_changes_rule_name=text(environment, "STATE_CHANGES_RULE_NAME"),
        owner_tag_key=text(environment, "OWNER_TAG_KEY"),
        owner_tag_value=text(environment, "OWNER_TAG_VALUE"),
        resource_tags=_tags(text(environment, "RESOURCE_TAGS")),
        topic_arn=text(environment, "TOPIC_ARN"),
        reboot_after_attach=flag(environment, "REBOOT_AFTER_ATTACH"),
        reboot_delay_seconds=whole_number(environment, "REBOOT_DELAY_SECONDS"),
        subnet_creation_attempts=whole_number(environment, "SUBNET_CREATION_ATTEMPTS"),
        launch_before_terminate=flag(environment, "LAUNCH_BEFORE_TERMINATE"),
        standby=text(environment, "STANDBY"),
        function_timeout_seconds=whole_number(environment, "FUNCTION_TIMEOUT_SECONDS"),
        warmup_grace_seconds=whole_number(environment, "WARMUP_GRACE_SECONDS"),
        health_check_grace_seconds=whole_number(environment, "HEALTH_CHECK_GRACE_SECONDS"),
        impaired_after_seconds=whole_number(environment, "IMPAIRED_AFTER_SECONDS"),
        service_alarm_arns=_alarm_arns(text(environment, "SERVICE_ALARM_ARNS")),
        max_replacements_per_hour=whole_number(environment, "MAX_REPLACEMENTS_PER_HOUR"),
        storm_cleared_at=moment(environment, "STORM_CLEARED_AT"),
        end_slow_shutdown_after_seconds=whole_number(
            environment, "END_SLOW_SHUTDOWN_AFTER_SECONDS"
        ),
        metrics_namespace=text(environment, "METRICS_NAMESPACE"),
    )


def _alarm_arns(value: str) -> tuple[str, ...]:
    try:
        return tuple(unpacked(value))
    except (ValueError, TypeError) as error:
        raise BadEnvironmentError(f"SERVICE_ALARM_ARNS cannot be read: {error!r}.") from error


def _tags(value: str) -> dict[str, str]:
    try:
        tags = json.loads(value)
    except ValueError as error:
        raise BadEnvironmentError(f"RESOURCE_TAGS is not JSON: {error}.") from error
    if not isinstance(tags, dict) or not all(isinstance(tag, str) for tag in tags.values()):
        raise BadEnvironmentError("RESOURCE_TAGS has to be a JSON object of strings.")
    return tags

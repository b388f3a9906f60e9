"""Flow logs are delivered with a role, and what it may not do shows in their status only.

The lab delivers none: it asks for the role's rights when the flow log is made.
https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
"""

from __future__ import annotations

from typing import Any

from moto.ec2.models import EC2Backend
from moto.ec2.models.flow_logs import FlowLogs as FlowLog
from moto.logs.models import logs_backends

from lab.ec2.current import current, tell
from lab.iam.services import FLOW_LOGS
from lab.pipeline.principals import Caller

DELIVERY = ("CreateLogStream", "DescribeLogStreams", "PutLogEvents")


class FlowLogs(EC2Backend):
    def create_flow_logs(self, *args: Any, **kwargs: Any) -> tuple[list[FlowLog], list[Any]]:
        """moto looks for a log group by its name alone; the provider gives the ARN."""
        made, unsuccessful = super().create_flow_logs(*args, **kwargs)
        for flow_log in made:
            if flow_log.log_destination_type == "cloud-watch-logs":
                _tell_status(flow_log)
        return made, unsuccessful


def _tell_status(flow_log: FlowLog) -> None:
    granted = _may_assume(flow_log) and _may_write(flow_log)
    flow_log.deliver_logs_status = "SUCCESS" if granted else "FAILED"
    flow_log.deliver_logs_error_message = None if granted else "Access error"
    if not granted:
        tell(f"flow log {flow_log.id} of {flow_log.resource_id}: Access error")


def _may_assume(flow_log: FlowLog) -> bool:
    active = current()
    source = {
        "aws:SourceAccount": active.account,
        "aws:SourceArn": active.arn("ec2", f"vpc-flow-log/{flow_log.id}"),
    }
    role = flow_log.deliver_logs_permission_arn
    return active.iam.service_may(FLOW_LOGS, "sts:AssumeRole", role, source)


def _may_write(flow_log: FlowLog) -> bool:
    active, group = current(), _log_group(flow_log)
    if group not in logs_backends[active.account][active.region].groups:
        return False
    role = Caller("service", "vpc-flow-logs", role_arn=flow_log.deliver_logs_permission_arn)
    where = {"logGroupName": group, "logStreamName": f"{flow_log.resource_id}-all"}
    return all(active.iam.permits(role, "logs", action, where) for action in DELIVERY)


def _log_group(flow_log: FlowLog) -> str:
    """Its name; an ARN may end in ``:*``."""
    if flow_log.log_group_name:
        return str(flow_log.log_group_name)
    return str(flow_log.log_destination).split(":log-group:", 1)[1].removesuffix(":*")

"""Clients for the operator's account: whatever credentials and region boto3 finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from tools.verify_aws.stopping import StopError

if TYPE_CHECKING:
    from mypy_boto3_autoscaling import AutoScalingClient
    from mypy_boto3_ec2 import EC2Client
    from mypy_boto3_events import EventBridgeClient

PATIENT = Config(retries={"mode": "standard", "total_max_attempts": 6})


@dataclass(frozen=True)
class Aws:
    """Making it calls nothing. Services without type stubs here are ``Any``."""

    region: str
    ec2: EC2Client
    autoscaling: AutoScalingClient
    events: EventBridgeClient
    iam: Any
    sts: Any
    logs: Any


def connect() -> Aws:
    """Raises StopError when there is no region to work in."""
    where = region()
    if where is None:
        raise StopError("No region is set: choose one with AWS_REGION, or in your AWS profile.")
    session = boto3.Session()
    clients: Any = {
        service: session.client(service, config=PATIENT)
        for service in ("ec2", "autoscaling", "events", "iam", "sts", "logs")
    }
    return Aws(region=where, **clients)


def region() -> str | None:
    """From the environment or the profile; nothing is called."""
    return boto3.Session().region_name


def code_of(error: ClientError) -> str:
    """The code of an AWS error, such as UnauthorizedOperation."""
    return str(error.response.get("Error", {}).get("Code", "unknown"))

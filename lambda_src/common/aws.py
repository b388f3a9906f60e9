"""boto3 clients with limits that fit a function's time-out.

botocore waits 60 s for a connection and as long for an answer by default: one dead endpoint would
eat the whole invocation. The retry mode is named because its default changed in 2026
(docs/aws-behaviour.md#sdk-retries), and the package ships no boto3 of its own
(docs/aws-behaviour.md#sdk-of-the-runtime).
"""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config as BotoConfig

if TYPE_CHECKING:
    from mypy_boto3_autoscaling import AutoScalingClient
    from mypy_boto3_ec2 import EC2Client
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_sns import SNSClient

# Where it found credentials and endpoint is no news in every cold start's log.
logging.getLogger("botocore").setLevel(logging.WARNING)

CLIENT_CONFIG = BotoConfig(
    retries={"mode": "standard", "total_max_attempts": 4},
    connect_timeout=3,
    read_timeout=10,
    # The observation and the steps that run side by side share one client.
    max_pool_connections=10,
)
# A function that is called and waited for: one try, for as long as an audit may take.
FUNCTION_CLIENT_CONFIG = CLIENT_CONFIG.merge(
    BotoConfig(retries={"mode": "standard", "total_max_attempts": 1}, read_timeout=60)
)


@cache
def ec2() -> EC2Client:
    """The EC2 client of this process."""
    return boto3.client("ec2", config=CLIENT_CONFIG)


@cache
def autoscaling() -> AutoScalingClient:
    """The Auto Scaling client of this process."""
    return boto3.client("autoscaling", config=CLIENT_CONFIG)


@cache
def events() -> EventBridgeClient:
    """The EventBridge client of this process."""
    return boto3.client("events", config=CLIENT_CONFIG)


@cache
def cloudwatch(region: str) -> Any:
    """The CloudWatch client of this process for that region: alarms may ring in another one."""
    return boto3.client("cloudwatch", region_name=region, config=CLIENT_CONFIG)


@cache
def sns() -> SNSClient:
    """The SNS client of this process."""
    return boto3.client("sns", config=CLIENT_CONFIG)


@cache
def functions() -> Any:
    """The Lambda client of this process."""
    return boto3.client("lambda", config=FUNCTION_CLIENT_CONFIG)


@cache
def logs() -> Any:
    """The CloudWatch Logs client of this process."""
    return boto3.client("logs", config=CLIENT_CONFIG)

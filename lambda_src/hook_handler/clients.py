"""What an invocation works with: AWS clients and the runtime."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from common import aws
from common.runtime import LambdaContext, Runtime, of_lambda

if TYPE_CHECKING:
    from mypy_boto3_autoscaling import AutoScalingClient
    from mypy_boto3_ec2 import EC2Client
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_sns import SNSClient


@dataclass(frozen=True)
class Clients:
    """Clients and runtime of one invocation. A simulation brings its own."""

    ec2: EC2Client
    autoscaling: AutoScalingClient
    sns: SNSClient
    events: Callable[[], EventBridgeClient]  # made when it is needed: no heal waits for it
    cloudwatch: Callable[[str], Any]  # of a region
    runtime: Runtime


def for_lambda(context: LambdaContext) -> Clients:
    """The clients of a real invocation."""
    runtime = of_lambda(context)
    return Clients(aws.ec2(), aws.autoscaling(), aws.sns(), aws.events, aws.cloudwatch, runtime)

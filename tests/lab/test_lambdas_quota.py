"""Lambda's quota of concurrent executions, as Service Quotas tells it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lab.context import ACCOUNT
from lab.in_process import client
from tests.support.worlds.ec2 import Ec2World

CONCURRENT_EXECUTIONS = {"ServiceCode": "lambda", "QuotaCode": "L-B99A9384"}


def applied(**asked: str) -> dict[str, Any]:
    quota: dict[str, Any] = client("service-quotas").get_service_quota(**asked)["Quota"]
    return quota


def default(**asked: str) -> dict[str, Any]:
    quota: dict[str, Any] = client("service-quotas").get_aws_default_service_quota(**asked)["Quota"]
    return quota


@pytest.mark.behaviour("concurrency-of-functions")
@pytest.mark.usefixtures("world")
def test_an_account_may_run_a_thousand_functions_at_a_time() -> None:
    assert applied(**CONCURRENT_EXECUTIONS) == CONCURRENT_EXECUTIONS | {
        "ServiceName": "AWS Lambda",
        "QuotaArn": f"arn:aws:servicequotas:eu-west-1:{ACCOUNT}:lambda/L-B99A9384",
        "QuotaName": "Concurrent executions",
        "Value": 1000,
        "Unit": "None",
        "Adjustable": True,
        "GlobalQuota": False,
    }


@pytest.mark.behaviour("concurrency-of-functions")
def test_a_new_account_may_run_fewer_than_the_default(world: Ec2World) -> None:
    world.lab.switches.lambda_concurrency = 10
    assert applied(**CONCURRENT_EXECUTIONS)["Value"] == 10
    of_all = default(**CONCURRENT_EXECUTIONS)
    assert of_all["Value"] == 1000
    assert of_all["QuotaArn"] == "arn:aws:servicequotas:eu-west-1::lambda/L-B99A9384"


@pytest.mark.behaviour("concurrency-of-functions")
@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("ask", [applied, default])
def test_another_quota_is_no_such_resource(ask: Callable[..., Any]) -> None:
    with pytest.raises(ClientError, match="NoSuchResourceException"):
        ask(ServiceCode="lambda", QuotaCode="L-00000000")


@pytest.mark.usefixtures("world")
def test_quotas_of_vpcs_are_motos() -> None:
    vpcs = {"ServiceCode": "vpc", "QuotaCode": "L-F678F1CE"}
    assert applied(**vpcs)["QuotaName"] == "VPCs per Region"
    assert default(**vpcs) == applied(**vpcs)

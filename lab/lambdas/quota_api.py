"""Lambda's quota of concurrent executions, by Service Quotas: moto has quotas of VPCs only.

docs/aws-behaviour.md#concurrency-of-functions
docs/aws-behaviour.md#reading-a-quota
"""

from __future__ import annotations

import json
from typing import Any

from moto.servicequotas.models import ServiceQuotasBackend
from moto.servicequotas.responses import ServiceQuotasResponse

from lab import context
from lab.patching import add, replace

SERVICE, CODE = "lambda", "L-B99A9384"
DEFAULT = 1000  # of every account, whatever it may run itself

_moto_get = ServiceQuotasBackend.get_service_quota

Quota = dict[str, Any]


def _get_service_quota(backend: ServiceQuotasBackend, service_code: str, quota_code: str) -> Quota:
    """What the account may run."""
    if (service_code, quota_code) != (SERVICE, CODE):
        return _moto_get(backend, service_code, quota_code)
    lab = context.current()
    return _concurrent_executions(lab.switches.lambda_concurrency, lab.account)


def _get_default(response: ServiceQuotasResponse) -> str:
    """GetAWSDefaultServiceQuota: what AWS gives everybody. moto's quotas are all defaults."""
    asked = json.loads(response.body)
    service, code = asked["ServiceCode"], asked["QuotaCode"]
    if (service, code) == (SERVICE, CODE):
        quota = _concurrent_executions(DEFAULT, account="")
    else:
        quota = _moto_get(response.backend, service, code)
    return json.dumps({"Quota": quota})


def _concurrent_executions(value: int, account: str) -> Quota:
    """account: that it applies to; a default is of none."""
    lab = context.current()
    return {
        "ServiceCode": SERVICE,
        "ServiceName": "AWS Lambda",
        "QuotaArn": f"arn:{lab.partition}:servicequotas:{lab.region}:{account}:{SERVICE}/{CODE}",
        "QuotaCode": CODE,
        "QuotaName": "Concurrent executions",
        "Value": float(value),
        "Unit": "None",
        "Adjustable": True,
        "GlobalQuota": False,
    }


def install() -> None:
    """Patch moto's classes, once per process."""
    replace(ServiceQuotasBackend, "get_service_quota", _get_service_quota)
    add(ServiceQuotasResponse, "get_aws_default_service_quota", _get_default)

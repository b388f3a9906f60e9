"""The key of a log group that exists: moto takes one at its creation only.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_AssociateKmsKey.html
"""

from __future__ import annotations

from moto.core.responses import EmptyResult
from moto.logs.exceptions import ResourceNotFoundException
from moto.logs.models import LogGroup
from moto.logs.responses import LogsResponse

from lab.iam.log_groups import require_key
from lab.patching import add


def _associate(response: LogsResponse) -> EmptyResult:
    group, key_arn = _group(response), response._get_param("kmsKeyId")
    require_key(key_arn, str(group.name))
    group.kms_key_id = key_arn
    return EmptyResult()


def _disassociate(response: LogsResponse) -> EmptyResult:
    _group(response).kms_key_id = None
    return EmptyResult()


def _group(response: LogsResponse) -> LogGroup:
    name = response._get_param("logGroupName")
    if name not in response.logs_backend.groups:
        raise ResourceNotFoundException()
    return response.logs_backend.groups[name]


def install() -> None:
    add(LogsResponse, "associate_kms_key", _associate)
    add(LogsResponse, "disassociate_kms_key", _disassociate)

"""A log group with a key: its policy has to let CloudWatch Logs in, for that very group.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
"""

from __future__ import annotations

from typing import Any

from moto.logs.models import LogGroup, LogsBackend

from tests.lab import lab
from tests.lab.errors import AwsError
from tests.lab.iam.keys import FOR_LOGS
from tests.lab.iam.services import logs_of
from tests.lab.lab import Lab
from tests.lab.patching import replace

_moto_create = LogsBackend.create_log_group


def _create_log_group(
    backend: LogsBackend, log_group_name: str, tags: dict[str, str], **kwargs: Any
) -> LogGroup:
    active, key_arn = lab.active(), kwargs.get("kmsKeyId")
    if active is not None and key_arn:
        group_arn = f"arn:aws:logs:{active.region}:{active.account}:log-group:{log_group_name}"
        _require(active, key_arn, group_arn)
    return _moto_create(backend, log_group_name, tags, **kwargs)


def _require(active: Lab, key_arn: str, group_arn: str) -> None:
    """AWS's sentence does not tell a key that is missing from one that lets nobody in."""
    context = {"kms:EncryptionContext:aws:logs:arn": group_arn}
    service = logs_of(active.region)
    if all(active.iam.service_may(service, use, key_arn, context) for use in FOR_LOGS):
        return
    raise AwsError(
        "AccessDeniedException",
        f"The specified KMS key does not exist or is not allowed to be used with Arn '{group_arn}'",
    )


def install() -> None:
    replace(LogsBackend, "create_log_group", _create_log_group)

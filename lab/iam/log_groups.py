"""A log group with a key: its policy has to let CloudWatch Logs in, for that very group.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
"""

from __future__ import annotations

from typing import Any

from moto.logs.models import LogGroup, LogsBackend

from lab import context
from lab.errors import AwsError
from lab.iam.keys import FOR_LOGS
from lab.iam.services import logs_of
from lab.patching import replace

_moto_create = LogsBackend.create_log_group


def _create_log_group(
    backend: LogsBackend, log_group_name: str, tags: dict[str, str], **kwargs: Any
) -> LogGroup:
    if key_arn := kwargs.get("kmsKeyId"):
        require_key(key_arn, log_group_name)
    return _moto_create(backend, log_group_name, tags, **kwargs)


def require_key(key_arn: str, log_group_name: str) -> None:
    """Raise AWS's error unless the key lets CloudWatch Logs in for that group.

    AWS's sentence does not tell a key that is missing from one that lets nobody in.
    """
    active = context.active()
    if active is None:
        return
    group_arn = active.arn("logs", f"log-group:{log_group_name}")
    encrypted = {"kms:EncryptionContext:aws:logs:arn": group_arn}
    service = logs_of(active.region)
    if all(active.iam.service_may(service, use, key_arn, encrypted) for use in FOR_LOGS):
        return
    raise AwsError(
        "AccessDeniedException",
        f"The specified KMS key does not exist or is not allowed to be used with Arn '{group_arn}'",
    )


def install() -> None:
    replace(LogsBackend, "create_log_group", _create_log_group)

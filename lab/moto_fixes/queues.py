"""A queue keeps its policy when other attributes are set: moto takes it away.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
"""

from __future__ import annotations

from typing import Any

from moto.sqs.models import Queue

from lab.patching import replace

_moto_set = Queue._set_attributes


def _set_attributes(queue: Queue, attributes: dict[str, Any], now: float | None = None) -> None:
    present = getattr(queue, "policy", None)
    if present and "Policy" not in attributes:
        attributes = attributes | {"Policy": present}
    _moto_set(queue, attributes, now)


def install() -> None:
    replace(Queue, "_set_attributes", _set_attributes)

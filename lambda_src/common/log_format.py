"""Log lines as JSON objects where Lambda writes text only: outside of the partition aws.

docs/aws-behaviour.md#logs-of-a-function
"""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

# Of every record; whatever else one has is an `extra` key of ours.
_STANDARD = {*logging.makeLogRecord({}).__dict__, "message", "asctime", "aws_request_id"}


def apply(environment: Mapping[str, str]) -> None:
    """Format as Lambda's own JSON does, if this is Lambda and it does not."""
    in_lambda = "AWS_LAMBDA_FUNCTION_NAME" in environment
    if not in_lambda or environment.get("AWS_LAMBDA_LOG_FORMAT") == "JSON":
        return
    for handler in logging.getLogger().handlers:
        handler.setFormatter(JsonLines())


class JsonLines(logging.Formatter):
    """With the keys of Lambda's own: time, level, message, request id, `extra`, exception."""

    def format(self, record: logging.LogRecord) -> str:
        """One line. Lambda's handler adds no line end of its own."""
        line = {
            "timestamp": f"{datetime.fromtimestamp(record.created, UTC):%Y-%m-%dT%H:%M:%SZ}",
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
            "requestId": getattr(record, "aws_request_id", None),
        }
        extra = {key: value for key, value in vars(record).items() if key not in _STANDARD}
        return json.dumps(extra | line | _exception(record), ensure_ascii=False) + "\n"


def _exception(record: logging.LogRecord) -> dict[str, Any]:
    if not record.exc_info or record.exc_info[0] is None:
        return {}
    kind, error, trace = record.exc_info
    return {
        "errorType": kind.__name__,
        "errorMessage": str(error),
        "stackTrace": traceback.format_tb(trace),
    }

"""Logging as Lambda's Python runtime sets it up before the handler is imported.

docs/aws-behaviour.md#logs-of-a-function
"""

import json
import logging
import os
import sys
import time
import traceback
from typing import Any

_RESERVED = {*logging.makeLogRecord({}).__dict__, "message", "asctime", "aws_request_id"}
_TEXT = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n"


def configure(request_id: str) -> None:
    """JSON format: level of AWS_LAMBDA_LOG_LEVEL; text format: Python's own default, WARNING."""
    logging.Formatter.converter = time.gmtime
    handler = logging.StreamHandler(sys.stdout)
    handler.terminator = ""  # Lambda's formats have the line end
    root = logging.getLogger()
    if os.environ["AWS_LAMBDA_LOG_FORMAT"] == "JSON":
        handler.setFormatter(_Json())
        level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "INFO")
        root.setLevel({"TRACE": "DEBUG", "FATAL": "CRITICAL"}.get(level, level))
    else:
        handler.setFormatter(logging.Formatter(_TEXT, "%Y-%m-%dT%H:%M:%S"))
    handler.addFilter(lambda record: _stamp(record, request_id))
    root.handlers = [handler]


def report(error: dict[str, Any], has_a_level: bool) -> None:
    """The line the runtime writes for an exception the handler let out. Older runtimes call its
    level `log_level`, which Lambda's filter takes for none."""
    if os.environ["AWS_LAMBDA_LOG_FORMAT"] == "JSON":
        stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time()))
        key = "level" if has_a_level else "log_level"
        print(json.dumps({"timestamp": stamp, key: "ERROR", **error}), flush=True)
        return
    trace = "".join(error["stackTrace"])
    print(f"[ERROR] {error['errorType']}: {error['errorMessage']}\nTraceback: {trace}", flush=True)


def _stamp(record: logging.LogRecord, request_id: str) -> bool:
    record.aws_request_id = request_id
    return True


class _Json(logging.Formatter):
    """One JSON object a line; `extra` keys beside the standard ones.

    No fallback for values JSON does not know: as in Lambda, such a record is lost with a
    "--- Logging error ---" on stderr, and a test can see it.
    """

    def format(self, record: logging.LogRecord) -> str:
        fields = {
            "timestamp": self.formatTime(record, "%Y-%m-%dT%H:%M:%SZ"),
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
            **self._exception(record),
            "requestId": getattr(record, "aws_request_id", None),
        }
        extra = {
            key: value
            for key, value in record.__dict__.items()
            if key not in _RESERVED and key not in fields
        }
        known = {key: value for key, value in fields.items() if value is not None}
        return json.dumps(known | extra, ensure_ascii=False) + "\n"

    def _exception(self, record: logging.LogRecord) -> dict[str, Any]:
        if not record.exc_info or record.exc_info[0] is None:
            return {}
        kind, error, trace = record.exc_info
        return {
            "errorType": kind.__name__,
            "errorMessage": str(error),
            "stackTrace": traceback.format_tb(trace),
            "location": f"{record.pathname}:{record.funcName}:{record.lineno}",
        }

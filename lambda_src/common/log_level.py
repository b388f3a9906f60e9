"""The level of what the functions log.

Applied here and not by Lambda: its filter takes every line without a level for INFO, and a metric
is such a line (docs/aws-behaviour.md#logs-of-a-function).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from common.environment import one_of

# Terraform's words, which are Lambda's, to Python's.
_LEVELS = {
    "DEBUG": logging.DEBUG,
    "INFO": logging.INFO,
    "WARN": logging.WARNING,
    "ERROR": logging.ERROR,
}


def apply(environment: Mapping[str, str]) -> None:
    """Log from LOG_LEVEL on; BadEnvironmentError when it is missing or no level."""
    level = _LEVELS[one_of(environment, "LOG_LEVEL", _LEVELS)]
    root = logging.getLogger()
    root.setLevel(level)
    for handler in root.handlers:  # what a library's logger with a level of its own lets through
        handler.setLevel(level)

"""Metrics out of log lines: CloudWatch's embedded metric format.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from lab.cloudwatch.metrics import STANDARD
from lab.context import Lab


def is_meant(line: str) -> bool:
    """Whether a line wants to be metrics."""
    return '"_aws"' in line


def take(lab: Lab, log_group: str, lines: Iterable[str]) -> None:
    """Store what the lines that reached the log group say.

    A line that is not what the specification asks for is a log line only, and counts as
    AWS/Logs `EMFValidationErrors`.
    """
    for line in lines:
        if not is_meant(line):
            continue
        try:
            _take(lab, json.loads(line))
        except (KeyError, TypeError, ValueError):
            lab.metrics.count("AWS/Logs", "EMFValidationErrors", LogGroupName=log_group)


def _take(lab: Lab, root: dict[str, Any]) -> None:
    at = root["_aws"]["Timestamp"] / 1000
    for directive in root["_aws"]["CloudWatchMetrics"]:
        for names in directive["Dimensions"]:
            dimensions = {name: root[name] for name in names}
            for metric in directive["Metrics"]:
                target = root[metric["Name"]]
                for value in target if isinstance(target, list) else [target]:
                    lab.metrics.record(
                        directive["Namespace"],
                        metric["Name"],
                        float(value),
                        dimensions,
                        unit=metric.get("Unit", "None"),
                        resolution=metric.get("StorageResolution", STANDARD),
                        at=at,
                    )

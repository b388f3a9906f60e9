"""Metrics, as lines of CloudWatch's embedded metric format: no call to an API, no SDK."""

from __future__ import annotations

import json


def emit_metric(
    namespace: str,
    dimensions: dict[str, str],
    at: float,
    values: dict[str, float],
    *,
    by_the_second: bool = False,
) -> None:
    """Print one EMF line: metrics `values` at time `at`, in seconds since the Unix epoch.

    dimensions: what they are metrics of, by the dimensions' names.
    by_the_second: stored so, and not by the minute, as alarms of a shorter period need
    (docs/aws-behaviour.md#alarms-of-short-periods).

    Printed, not logged: JSON logging would wrap the line into a message
    (docs/aws-behaviour.md#metrics-in-log-lines).
    """
    line = {
        "_aws": {
            "Timestamp": int(at * 1000),
            "CloudWatchMetrics": [
                {
                    "Namespace": namespace,
                    "Dimensions": [list(dimensions)],
                    "Metrics": [_metric(name, by_the_second) for name in values],
                }
            ],
        },
        **dimensions,
        **values,
    }
    print(json.dumps(line), flush=True)


def _metric(name: str, by_the_second: bool) -> dict[str, str | int]:
    described = {"Name": name, "Unit": "Seconds" if name.endswith("Seconds") else "Count"}
    return described | ({"StorageResolution": 1} if by_the_second else {})

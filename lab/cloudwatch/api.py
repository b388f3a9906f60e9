"""moto's CloudWatch API over the lab's metrics and alarms.

docs/aws-behaviour.md#state-of-an-alarm
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from moto.cloudwatch.exceptions import ResourceNotFound
from moto.cloudwatch.models import Alarm, CloudWatchBackend, MetricDatum, MetricDatumBase

from lab import context
from lab.cloudwatch import checks, evaluation, history
from lab.cloudwatch.metrics import STANDARD
from lab.errors import NotModelled
from lab.patching import replace

_moto_put = CloudWatchBackend.put_metric_alarm
# What makes up an alarm's state.
_KEPT = (
    "state_value",
    "state_reason",
    "state_reason_data",
    "state_updated_timestamp",
    "state_transitioned_timestamp",
)
_moto_set_state = CloudWatchBackend.set_alarm_state


def _put_metric_alarm(backend: CloudWatchBackend, name: str, *args: Any, **kwargs: Any) -> Alarm:
    """A new alarm knows nothing yet; a changed one keeps its state, and since when it has it."""
    checks.check({"name": name} | kwargs)
    known = backend.alarms.get(name)
    alarm = _moto_put(backend, name, *args, **kwargs)
    if known:
        for attribute in _KEPT:
            setattr(alarm, attribute, getattr(known, attribute))
    else:
        alarm.state_value = evaluation.INSUFFICIENT_DATA
        alarm.state_transitioned_timestamp = alarm.state_updated_timestamp  # type: ignore[attr-defined]
    context.current().alarms.follow()
    return alarm


def _set_alarm_state(
    backend: CloudWatchBackend, alarm_name: str, reason: str, reason_data: str, state_value: str
) -> None:
    """A state set by hand lasts until the next evaluation, and acts like any other."""
    known = backend.alarms.get(alarm_name)
    if known is None:
        raise ResourceNotFound
    before = {attribute: getattr(known, attribute) for attribute in _KEPT}
    _moto_set_state(backend, alarm_name, reason, reason_data, state_value)  # or it is refused
    for attribute, value in before.items():
        setattr(known, attribute, value)
    context.current().alarms.move(known, state_value, reason, reason_data or "{}")


def _put_metric_data(
    _backend: CloudWatchBackend, namespace: str, metric_data: list[dict[str, Any]]
) -> None:
    for datum in metric_data:
        if "Value" not in datum:
            raise NotModelled(f"cloudwatch:PutMetricData of {sorted(datum)}: one Value only")
        at = datum.get("Timestamp")
        context.current().metrics.record(
            namespace,
            datum["MetricName"],
            float(datum["Value"]),
            {each["Name"]: each["Value"] for each in datum.get("Dimensions", ())},
            unit=datum.get("Unit", "None"),
            resolution=datum.get("StorageResolution", STANDARD),
            at=at.replace(tzinfo=at.tzinfo or UTC).timestamp() if at else None,
        )


def _get_all_metrics(_backend: CloudWatchBackend) -> list[MetricDatumBase]:
    """What GetMetricStatistics, GetMetricData and ListMetrics answer from."""
    return [
        MetricDatum(
            namespace,
            name,
            found.value,
            [{"Name": key, "Value": value} for key, value in dimensions.items()],
            datetime.fromtimestamp(found.at, UTC).replace(tzinfo=None),
            found.unit,
        )
        for namespace, name, dimensions, found in context.current().metrics.all()
    ]


def install() -> None:
    replace(CloudWatchBackend, "put_metric_alarm", _put_metric_alarm)
    replace(CloudWatchBackend, "set_alarm_state", _set_alarm_state)
    replace(CloudWatchBackend, "put_metric_data", _put_metric_data)
    replace(CloudWatchBackend, "get_all_metrics", _get_all_metrics)
    history.install()

"""moto's CloudWatch API over the lab's metrics and alarms."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from moto.cloudwatch.exceptions import ResourceNotFound
from moto.cloudwatch.models import Alarm, CloudWatchBackend, MetricDatum, MetricDatumBase

from lab import context
from lab.cloudwatch import alarms, evaluation
from lab.errors import NotModelled
from lab.patching import replace

_moto_put = CloudWatchBackend.put_metric_alarm
_moto_set_state = CloudWatchBackend.set_alarm_state


def _put_metric_alarm(backend: CloudWatchBackend, name: str, *args: Any, **kwargs: Any) -> Alarm:
    """A new alarm knows nothing yet; a changed one keeps its state."""
    alarms.check({"name": name} | kwargs)
    known = backend.alarms.get(name)
    alarm = _moto_put(backend, name, *args, **kwargs)
    alarm.state_value = known.state_value if known else evaluation.INSUFFICIENT_DATA
    context.current().alarms.follow()
    return alarm


def _set_alarm_state(
    backend: CloudWatchBackend, alarm_name: str, reason: str, reason_data: str, state_value: str
) -> None:
    """A state set by hand lasts until the next evaluation, and acts like any other."""
    known = backend.alarms.get(alarm_name)
    if known is None:
        raise ResourceNotFound
    before = known.state_value
    _moto_set_state(backend, alarm_name, reason, reason_data, state_value)
    known.state_value = before
    context.current().alarms.move(known, state_value, reason)


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

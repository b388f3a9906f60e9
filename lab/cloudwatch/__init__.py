"""CloudWatch of the lab: metrics as services and EMF lines write them, and alarms that evaluate.

`lab.metrics` is the store; `lab.alarms` evaluates moto's metric alarms every minute of the lab's
clock and publishes to their topics. Composite alarms are stored, never evaluated.
"""

from lab.cloudwatch import api
from lab.cloudwatch.alarms import Alarms
from lab.cloudwatch.metrics import Metrics

__all__ = ["Alarms", "Metrics", "install"]


def install() -> None:
    """Patch moto, once per process."""
    api.install()

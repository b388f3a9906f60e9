"""Auto Scaling as AWS does it, over moto's store: lifecycle, hooks, health, replacement, AZ choice.

`Groups` holds one `Engine` per group; `lab.groups` is where tests and the demo find them.
"""

from lab.autoscaling import api, store
from lab.autoscaling.groups import Groups

__all__ = ["Groups", "install"]


def install() -> None:
    store.install()
    api.install()

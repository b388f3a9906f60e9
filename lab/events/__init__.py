"""EventBridge as AWS does it, over moto's rules: matching, schedules, delivery, dead letters.

`lab.events.emit` publishes; `drop`, `hold`, `delay`, `duplicate` and `refuse` interfere.
"""

from lab.events import api
from lab.events.bus import EventBridge

__all__ = ["EventBridge", "install"]


def install() -> None:
    api.install()

"""What whoever uses the lab does to chosen events: EventBridge is best effort.

docs/aws-behaviour.md#delivery-of-events
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from moto.events.models import EventPattern

Event = dict[str, Any]
Pattern = dict[str, Any]
Kind = Literal["drop", "hold", "delay", "duplicate", "refuse"]


@dataclass
class Interference:
    """One of the kinds, for the next `count` events that `pattern` matches.

    drop       the event is lost
    hold       it waits until it is released
    delay      it arrives `seconds` later
    duplicate  every target gets it twice, the second time `seconds` later
    refuse     the target throttles its next `count` deliveries, which are then tried again
    """

    kind: Kind
    pattern: Pattern  # EventBridge's; {} means every event
    count: int = 1
    seconds: float = 0.0
    matcher: EventPattern = field(init=False)

    def __post_init__(self) -> None:
        self.matcher = EventPattern(None, self.pattern)

    def takes(self, kind: Kind, event: Event) -> bool:
        """True, and one less to come, when it applies to this event."""
        if kind != self.kind or self.count < 1 or not self.matcher.matches_event(event):  # type: ignore[arg-type]
            return False
        self.count -= 1
        return True

"""The event bus: what comes in is matched against moto's rules and goes out to their targets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from moto.events.models import Rule, events_backends
from moto.moto_api._internal import mock_random

from lab.context import Lab
from lab.events.delivery import Deliveries
from lab.events.effect import Effect
from lab.events.interference import Event, Interference, Kind, Pattern
from lab.events.patterns import differs
from lab.events.schedules import Schedules


class EventBridge:
    """`lab.events`. Callers hold the lab's lock.

    Interferences take an EventBridge pattern, e.g. ``{"detail-type": ["Scheduled Event"]}``, and
    apply to the next `count` events it matches.
    """

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self._deliveries = Deliveries(lab)
        self._interferences: list[Interference] = []
        self._held: list[Callable[[], None]] = []
        self.schedules = Schedules(lab, self._fire)
        self.effect = Effect(lab)
        self.published: list[Event] = []  # every event, in order, also the lost ones

    def emit(self, source: str, detail_type: str, detail: Event, resources: list[str]) -> Event:
        """An AWS service publishes to the default bus. Returns the event."""
        return self.publish(source, detail_type, detail, resources)

    def publish(
        self,
        source: str,
        detail_type: str,
        detail: Event,
        resources: list[str],
        *,
        bus: str = "default",
        event_id: str | None = None,
    ) -> Event:
        event = self._event(source, detail_type, detail, resources, event_id)
        self._lab.timeline.add("EventBridge", f"{detail_type} from {source}", event=event)
        self._let_go(event, lambda: self._route(event, bus))
        return event

    # --- interferences ---------------------------------------------------------------------

    def drop(self, pattern: Pattern, count: int = 1) -> None:
        self._interfere(Interference("drop", pattern, count))

    def hold(self, pattern: Pattern, count: int = 1) -> None:
        self._interfere(Interference("hold", pattern, count))

    def release(self) -> None:
        """Let all held events go, oldest first; events to come are held no longer."""
        for onwards in self._end_of_hold():
            onwards()

    def discard(self) -> None:
        """All held events are lost; events to come are held no longer."""
        self._end_of_hold()

    def _end_of_hold(self) -> list[Callable[[], None]]:
        self._interferences = [each for each in self._interferences if each.kind != "hold"]
        held, self._held = self._held, []
        return held

    def delay(self, pattern: Pattern, seconds: float, count: int = 1) -> None:
        self._interfere(Interference("delay", pattern, count, seconds))

    def duplicate(self, pattern: Pattern, count: int = 1, seconds: float = 0.0) -> None:
        self._interfere(Interference("duplicate", pattern, count, seconds))

    def refuse(self, pattern: Pattern, count: int = 1) -> None:
        self._interfere(Interference("refuse", pattern, count))

    def takes(self, kind: Kind, event: Event) -> bool:
        return self._taken(kind, event) is not None

    def _interfere(self, interference: Interference) -> None:
        self._interferences.append(interference)

    def _taken(self, kind: Kind, event: Event) -> Interference | None:
        return next((each for each in self._interferences if each.takes(kind, event)), None)

    # --- matching --------------------------------------------------------------------------

    def _route(self, event: Event, bus: str) -> None:
        matching = [
            rule
            for rule in self._rules(bus)
            if rule.state != "DISABLED" and self._matches(rule, event)
        ]
        self._send(matching, event)

    def _matches(self, rule: Rule, event: Event) -> bool:
        met = self.effect.of(rule)
        # moto lets the empty pattern of a scheduled rule match everything.
        if met is None or not met.event_pattern.get_pattern():
            return False
        if differs(met.event_pattern.get_pattern(), event):
            return False
        return met.event_pattern.matches_event(event)  # type: ignore[arg-type]

    def _send(self, rules: list[Rule], event: Event) -> None:
        delay = self._taken("delay", event)
        late = delay.seconds if delay else 0.0
        again = self._taken("duplicate", event)
        deliveries = [(each, target) for each in rules for target in each.targets]
        for rule, target in deliveries:
            self._deliveries.begin(rule, target, event, late)
            if again:
                self._deliveries.begin(rule, target, event, late + again.seconds)
            elif self._chance(self._lab.switches.event_duplicate_probability):
                self._deliveries.begin(rule, target, event, late)

    def _rules(self, bus: str) -> list[Rule]:
        backend = events_backends[self._lab.account][self._lab.region]
        return list(backend.event_buses[bus].rules.values())

    def _fire(self, rule: Rule) -> None:
        """A schedule is due. Its event goes to its own rule's targets only."""
        event = self._event("aws.events", "Scheduled Event", {}, [rule.arn], None)
        self._let_go(event, lambda: self._send([rule], event))

    def _let_go(self, event: Event, onwards: Callable[[], None]) -> None:
        """Send the event `onwards`, unless it is lost or held."""
        what = f"event {event['detail-type']}"
        if self.takes("drop", event) or self._lost():
            self._lab.timeline.add("fault", f"{what} is lost", event=event["id"])
        elif self.takes("hold", event):
            self._held.append(onwards)
            self._lab.timeline.add("fault", f"{what} is held", event=event["id"])
        else:
            onwards()

    def _lost(self) -> bool:
        return self._chance(self._lab.switches.event_loss_probability)

    def _chance(self, probability: float) -> bool:
        return probability > 0 and self._lab.rng.random() < probability

    def _event(
        self,
        source: str,
        detail_type: str,
        detail: Event,
        resources: list[str],
        event_id: str | None,
    ) -> Event:
        at = datetime.fromtimestamp(self._lab.clock.now(), UTC)
        event = {
            "version": "0",
            "id": event_id or str(mock_random.uuid4()),
            "detail-type": detail_type,
            "source": source,
            "account": self._lab.account,
            "time": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "region": self._lab.region,
            "resources": resources,
            "detail": detail,
        }
        self.published.append(event)
        return event

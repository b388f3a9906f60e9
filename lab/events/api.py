"""moto's EventBridge API over the lab's bus: what is put takes effect, schedules included."""

from __future__ import annotations

import json
from typing import Any

from moto.events.models import EventPattern, EventsBackend, Rule, events_backends
from moto.events.responses import EventsHandler

from lab import context
from lab.errors import NotModelled
from lab.events import patterns
from lab.events.bus import EventBridge
from lab.events.schedules import period_seconds
from lab.events.targets import check_supported
from lab.patching import replace
from lab.switches import Switches


class Backend(EventsBackend):
    """moto's store; events and schedules are the lab's."""

    def put_rule(self, *args: Any, **kwargs: Any) -> Rule:
        """The rule is replaced as a whole, but for its targets and its tags."""
        name, bus = args[0], self._normalize_event_bus_arn(kwargs.get("event_bus_arn"))
        before = self._get_event_bus(bus).rules.get(name)
        if before:
            kwargs["tags"] = None
        if kwargs.get("scheduled_expression"):
            period_seconds(kwargs["scheduled_expression"])
        if kwargs.get("event_pattern"):
            patterns.check(kwargs["event_pattern"], _switches().event_pattern_characters)
        rule = super().put_rule(*args, **kwargs)
        _bus().schedules.follow(rule)
        _bus().effect.put(rule, before)
        return rule

    def enable_rule(self, name: str, event_bus_arn: str | None) -> bool:
        done = super().enable_rule(name, event_bus_arn)
        self._follow(name, event_bus_arn, done)
        return done

    def disable_rule(self, name: str, event_bus_arn: str | None) -> bool:
        done = super().disable_rule(name, event_bus_arn)
        self._follow(name, event_bus_arn, done)
        return done

    def delete_rule(self, name: str, event_bus_arn: str | None) -> None:
        rule = self._get_event_bus(self._normalize_event_bus_arn(event_bus_arn)).rules.get(name)
        super().delete_rule(name, event_bus_arn)
        if rule:
            _bus().schedules.forget(rule.arn)

    def put_targets(
        self, name: str, event_bus_arn: str | None, targets: list[dict[str, Any]]
    ) -> None:
        for target in targets:
            check_supported(target["Arn"])
        super().put_targets(name, event_bus_arn, targets)

    def put_events(self, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """moto checks the entries; those it accepts are published."""
        entries = super().put_events(events)
        for entry, event in zip(entries, events, strict=True):
            if "EventId" in entry:
                _bus().publish(
                    event["Source"],
                    event["DetailType"],
                    json.loads(event["Detail"]),
                    event.get("Resources", []),
                    bus=self._normalize_event_bus_arn(event.get("EventBusName")),
                    event_id=entry["EventId"],
                )
        return entries

    def create_archive(self, *_: Any, **__: Any) -> Any:
        raise NotModelled("EventBridge archives")

    def start_replay(self, *_: Any, **__: Any) -> Any:
        raise NotModelled("EventBridge replays")

    def _follow(self, name: str, event_bus_arn: str | None, found: bool) -> None:
        if found:
            _bus().schedules.follow(self.describe_rule(name, event_bus_arn))


def _switches() -> Switches:
    return context.current().switches


def _bus() -> EventBridge:
    bus = context.current().events
    assert isinstance(bus, EventBridge)
    return bus


# moto derives the service's URLs from the backend's module.
Backend.__module__ = EventsBackend.__module__


def _delivered_by_the_lab(*_: Any, **__: Any) -> None:
    """moto's own delivery knows no Lambda target and no dead letters."""


def _test_event_pattern(handler: EventsHandler) -> tuple[str, dict[str, Any]]:
    pattern = EventPattern.load(handler._get_param("EventPattern"))
    matches = pattern.matches_event(json.loads(handler._get_param("Event")))
    return json.dumps({"Result": matches}), handler.response_headers


def install() -> None:
    events_backends.backend = Backend
    replace(EventsHandler, "test_event_pattern", _test_event_pattern)
    replace(Rule, "send_to_targets", _delivered_by_the_lab)

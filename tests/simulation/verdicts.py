"""Whether an instance may be replaced as its service is silent, and whether it has to be.

By what the prober saw of it and when it got the VIP: not by what the handler reads of alarms.
"""

from __future__ import annotations

import re
from itertools import groupby

from lab.cloudwatch.evaluation import ALARM
from lab.timeline import Entry
from tests.support.oracle import Oracle
from tests.support.service import Round, Service

# Seconds from what the handler saw to its mark.
FRESH = 45.0
# Seconds from the end of a period until the alarm knows of it, and a little more.
TOLD = 20.0
HOUR = 3600.0
_ATTACHING = re.compile(r"attaching eni-[0-9a-f]+ to (i-[0-9a-f]+)")


class Verdicts:
    """service: None where nobody asks one."""

    def __init__(self, oracle: Oracle, service: Service | None) -> None:
        self._oracle = oracle
        self._service = service
        self._lab = oracle.lab
        self._got: dict[str, float] = {}  # when each instance got the VIP for the last time
        self._marked: dict[str, float] = {}  # when each that ran was marked
        for entry in self._lab.timeline.entries:
            self._changed(entry)
        self._lab.timeline.listeners.append(self._changed)

    def marked(self, instance: str) -> None:
        """An instance that runs was marked."""
        self._marked.setdefault(instance, self._lab.clock.now())

    def too_many(self, instance: str) -> bool:
        """Whether one more than the limit would be marked within an hour."""
        since = self._lab.clock.now() - HOUR
        others = [at for each, at in self._marked.items() if each != instance and at > since]
        return len(others) >= self._limit

    def why_not(self, instance: str) -> str:
        """Why it may not be replaced for its service's silence now; empty if it may."""
        service, now = self._service, self._lab.clock.now()
        if service is None:
            return "nobody asks its service"
        if now < self._got.get(instance, now) + self._grace:
            return "it may still boot"
        changed = service.changed_at if service.changed_at < now - FRESH else 0.0
        rounds = self._rounds(service, instance, changed)
        if not any(each.passed for each in rounds):
            return "its check never passed on it"
        since = now - FRESH - service.periods * service.period
        if sum(not each.passed and each.at > since for each in rounds) < service.to_alarm:
            return "its service answers"
        return "" if self._rang(service, now - FRESH) else "no alarm rings"

    def overdue(self) -> str:
        """Who has to be replaced, as its service is silent and is known to have answered."""
        service = self._service
        if service is None or len(self._marked) >= self._limit:
            return ""
        rightful = self._oracle.rightful_holder()
        holder = rightful.instance_id if rightful else ""
        silent = holder in self._got and not service.answers_on(holder)
        known = silent and self._is_known(service, holder)
        return f"the service of {holder} is silent" if known else ""

    def _is_known(self, service: Service, holder: str) -> bool:
        """Whether the alarm was OK on it for certain, by questions to it alone."""
        since = max(self._got[holder], service.changed_at) + service.known_after + TOLD
        rounds = self._rounds(service, holder, service.changed_at)
        runs = groupby(rounds, lambda each: each.passed)
        passed = [list(rounds) for has, rounds in runs if has]
        return any(len(run) >= service.periods and run[-1].at >= since for run in passed)

    @property
    def _grace(self) -> float:
        return float(self._oracle.environment["HEALTH_CHECK_GRACE_SECONDS"])

    @property
    def _limit(self) -> int:
        return int(self._oracle.environment["MAX_REPLACEMENTS_PER_HOUR"])

    def _rounds(self, service: Service, instance: str, changed: float) -> list[Round]:
        """What was asked of it since it got the VIP, and since the check was changed."""
        since = max(self._got.get(instance, 0.0), changed)
        return [each for each in service.rounds if each.on == instance and each.at > since]

    def _rang(self, service: Service, since: float) -> bool:
        """Whether the alarm has rung at any time since then."""
        changes = [each for each in self._lab.alarms.changes if each.alarm == service.alarm]
        left = [each.before.value for each in changes if each.at >= since]
        return ALARM in [*left, *(each.now.value for each in changes[-1:])]

    def _changed(self, entry: Entry) -> None:
        if found := _ATTACHING.fullmatch(entry.what):
            self._got[found[1]] = entry.at

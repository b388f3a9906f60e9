"""One case, from its trigger to its verdict."""

from __future__ import annotations

import random
from contextlib import suppress
from typing import Any

from botocore.exceptions import ClientError

from tests.heal.actions import AUDIT, LAUNCH, TERMINATE
from tests.lab.clock import SimulatedClock
from tests.lab.deployment import Deployment
from tests.lab.record import Call
from tests.prove import stage, verdict
from tests.prove.asked import Asked
from tests.prove.baton import Baton
from tests.prove.case import Case, Outcome
from tests.prove.hands import HAPPENINGS, MEDDLING, STALE
from tests.prove.strikes import strike
from tests.prove.truth import Truth
from tests.prove.watch import Watch

# Virtual seconds after which a world that is not healed counts as lost.
LIMIT = 1800.0
# Longer than two periods of the audit: in this time a healed world is only read.
QUIET = 130.0
STUTTER_SECONDS = 20.0
PATTERNS = {"launch": LAUNCH, "terminate": TERMINATE, "audit": AUDIT}
MANY = 1000
MISSING_AUDITS = 9
SECOND_COPY_SECONDS = {"twice": 1.0, "twice, late": 70.0}


class Play:
    """A prepared world in which one case is played. Only once: it leaves its traces."""

    def __init__(self, deployed: Deployment, case: Case, neighbours: set[str]) -> None:
        self.deployed = deployed
        self.lab = deployed.lab
        self.case = case
        self.path = stage.PATHS[case.path]
        self.neighbours = neighbours
        self.truth = Truth(deployed)
        hands = self.path.hands or any(name in MEDDLING for name, _ in case.world)
        moving = any(name not in STALE for name, _ in case.world)
        self.watch = Watch(self.truth, neighbours, hands=hands, moving=moving)
        self.chance = random.Random(case.seed)

    def run(self) -> Outcome:
        """Play it. What did not hold is in the outcome; a bug of the proof is raised."""
        switches = self.lab.switches
        assert isinstance(self.lab.clock, SimulatedClock)
        assert isinstance(switches, Asked)
        self._arrange()
        switches.start_noting()
        neighbours = stage.fingerprint(self.deployed, self.neighbours)
        began = self.lab.clock.now()
        before = {each.instance_id for each in self.truth.members}
        first_entry = len(self.lab.timeline.entries)
        self._set_off()
        end = verdict.End(self.truth, self.path, self.case, before)
        reached = self.lab.clock.run_until(end.reached, LIMIT)
        healed, calls = self.lab.clock.now() - began, list(self.watch.calls)
        self.lab.faults.clear()
        self.lab.clock.advance(QUIET)
        wrong = (
            self.watch.violation
            or ("" if reached else f"not healed after {LIMIT:.0f} s: {end.missing()}")
            or end.missing()
            or self._left_alone(len(calls))
            or self._neighbour_changed(neighbours)
            or verdict.hooks(self.lab.timeline.entries[first_entry:], self.case)
            or verdict.in_place(calls, healed, self.case)
            or verdict.calm(self.lab.timeline.entries[first_entry:], self.case)
            or verdict.false_alarm(self.deployed, self.case)
            or verdict.gaps(self.lab)
        )
        launched = verdict.launched(self.lab.timeline.entries[first_entry:])
        if not wrong and end.first_must_do and launched > 1:
            wrong = f"it took {launched} launches"
        return Outcome(
            case=self.case,
            wrong=wrong,
            seconds=healed,
            calls=len(calls),
            launches=launched,
            by_audit=verdict.by_audit(self.lab, calls),
            actions=tuple(call.action for call in calls),
            handlers=tuple(tuple(each) for each in self.baton.actions) if self.baton else (),
            hook_seconds=verdict.longest_hook(self.lab.timeline.entries[first_entry:]),
            asked=tuple(sorted(switches.noted())),
        )

    def _arrange(self) -> None:
        """Faults, events and schedule of the case."""
        case, lab = self.case, self.lab
        lab.rng.seed(case.seed)
        random.seed(case.seed)
        for name, value in ((stage.BRISK if case.brisk else {}) | case.switches).items():
            value = tuple(value) if isinstance(value, list) else value
            assert hasattr(lab.switches, name), name
            setattr(lab.switches, name, value)
        for kind, nth in case.strikes:
            lab.faults.inject(strike(kind, nth))
        for kind, fate in case.events.items():
            self._interfere(PATTERNS[kind], fate, kind)
        self.baton = baton = Baton(lab, case.baton, case.turns) if case.baton else None

        def before(call: Call) -> None:
            if case.stutter and call.caller.kind == "lambda":
                self._stutter()
            if baton:
                baton.before_call(call)
            self.watch.before(call)

        lab.before_call = before
        for name, seconds in case.world:
            self._schedule(name, seconds)

    def _interfere(self, pattern: Any, fate: str, kind: str) -> None:
        events = self.lab.events
        if fate == "missing":
            events.drop(pattern, count=MISSING_AUDITS if kind == "audit" else 1)
        elif fate in SECOND_COPY_SECONDS:
            events.duplicate(pattern, count=MANY, seconds=SECOND_COPY_SECONDS[fate])
        else:
            events.delay(pattern, seconds=float(fate.removeprefix("late ")), count=1)

    def _stutter(self) -> None:
        if self.chance.random() < self.case.stutter:
            self.lab.clock.sleep(self.chance.uniform(0, STUTTER_SECONDS))

    def _schedule(self, name: str, seconds: float) -> None:
        def happen() -> None:
            # AWS refuses people too, or what they would change is not there.
            with suppress(ClientError, KeyError, ValueError):
                HAPPENINGS[name](self.deployed)

        self.lab.clock.call_later(seconds, happen, name)

    def _set_off(self) -> None:
        with suppress(ClientError):
            self.path.trigger(self.deployed)

    def _left_alone(self, calls: int) -> str:
        written = [
            call.action
            for call in self.watch.calls[calls:]
            if not call.action.startswith("Describe") and call.finished_at and not call.error
        ]
        return f"a healed world was changed: {written}" if written else ""

    def _neighbour_changed(self, before: str) -> str:
        after = stage.fingerprint(self.deployed, self.neighbours)
        return "" if before == after else f"the neighbour changed: {before} -> {after}"

"""One case, from its trigger to its outcome."""

from __future__ import annotations

import random
from contextlib import suppress

from botocore.exceptions import ClientError

from lab.clock import SimulatedClock
from lab.pipeline.call_log import Call
from lab.pipeline.throttle import READS
from tests.simulation import alarm_calls, final_checks, folded, scenarios
from tests.simulation.call_faults import call_fault
from tests.simulation.case import Case, Outcome
from tests.simulation.environment_faults import ENVIRONMENT_FAULTS, MANUAL_CHANGES, STALE_EVENTS
from tests.simulation.invariants import Invariants
from tests.simulation.scheduler import Scheduler
from tests.simulation.silence import SERVICE_FAULTS, service_of
from tests.simulation.switch_usage import TrackedSwitches
from tests.simulation.verdicts import Verdicts
from tests.support.deployment import Deployment
from tests.support.event_shapes import AUDIT, LAUNCH, STATE_CHANGES, TERMINATE
from tests.support.oracle import Oracle

# Virtual seconds after which a world that is not healed counts as failed.
LIMIT = 1800.0
# Longer than two periods of the audit: in this time a healed world is only read.
QUIET = 130.0
PAUSE_SECONDS = 20.0
PATTERNS = {
    "launch": LAUNCH,
    "terminate": TERMINATE,
    "state change": STATE_CHANGES,
    "audit": AUDIT,
}
MANY = 1000
MISSING_AUDITS = 9
MISSING_OR_LATE = ("missing", "late 70", "late 300", "late 560")
# What follows the instances, also when the last one has left: the rule by which EC2 tells, and who
# is protected.
FOLLOWS = ("PutRule", "SetInstanceProtection")
SECOND_COPY_SECONDS = {"twice": 1.0, "twice, late": 70.0}


class CaseRun:
    """A prepared world in which one case is run. Only once: it leaves its traces."""

    def __init__(self, deployed: Deployment, case: Case, neighbours: set[str]) -> None:
        self.deployed = deployed
        self.lab = deployed.lab
        self.case = case
        self.scenario = scenarios.SCENARIOS[case.scenario]
        self.neighbours = neighbours
        self.oracle = Oracle(deployed.lab, deployed.environment, self.scenario.blocked)
        faults = {name for name, _ in case.environment_faults}
        self.verdicts = Verdicts(self.oracle, service_of(deployed))
        self.invariants = Invariants(
            self.oracle,
            neighbours,
            self.verdicts,
            manual_changes=self.scenario.manual_changes or bool(faults & MANUAL_CHANGES.keys()),
            moving=bool(faults - STALE_EVENTS.keys()) or self.scenario.failures > 1,
        )
        folded.watch(self.oracle, self.invariants.fail)
        self.rng = random.Random(case.seed)

    def run(self) -> Outcome:
        """Run it. What did not hold is in the outcome; a bug of the simulation is raised."""
        switches = self.lab.switches
        assert isinstance(self.lab.clock, SimulatedClock)
        assert isinstance(switches, TrackedSwitches)
        self._arrange()
        switches.start_tracking()
        neighbours = scenarios.fingerprint(self.deployed, self.neighbours)
        began = self.lab.clock.now()
        before = self._held_before()
        first_entry = len(self.lab.timeline.entries)
        self._set_off()
        end = final_checks.FinalState(self.oracle, self.scenario, self.case, before, self.verdicts)
        reached = self.lab.clock.run_until(end.reached, LIMIT)
        healed, calls = self.lab.clock.now() - began, list(self.invariants.calls)
        self.lab.faults.clear()
        self.lab.clock.advance(QUIET)
        failure = (
            self.invariants.violation
            or ("" if reached else f"not healed after {LIMIT:.0f} s: {end.missing()}")
            or end.missing()
            or self._untold()
            or self._changed_again(len(calls))
            or self._neighbour_changed(neighbours)
            or final_checks.hooks(self.lab.timeline.entries[first_entry:], self.case)
            or final_checks.in_place(calls, healed, self.case)
            or final_checks.undisturbed(self.lab.timeline.entries[first_entry:], self.case)
            or final_checks.false_alarm(self.deployed, self.case)
            or final_checks.moves(self.lab.timeline.entries[first_entry:], self.scenario, self.case)
            or final_checks.gaps(self.lab)
        )
        launched = final_checks.launched(self.lab.timeline.entries[first_entry:])
        if not failure and end.first_must_do and launched > self.scenario.failures:
            failure = f"it took {launched} launches"
        return Outcome(
            case=self.case,
            failure=failure,
            seconds=healed,
            calls=len(calls),
            launches=launched,
            by_audit=final_checks.by_audit(self.lab, calls),
            actions=tuple(call.action for call in calls),
            handler_calls=self.scheduler.calls if self.scheduler else (),
            hook_seconds=final_checks.longest_hook(self.lab.timeline.entries[first_entry:]),
            switches_used=tuple(sorted(switches.used())),
        )

    def _held_before(self) -> set[str]:
        """Who has the VIP beside a standby; else who is in the group."""
        members = {each.instance_id for each in self.oracle.members}
        holders = {str(each.instance.id) for each in self.oracle.attached()}
        return members & holders if len(members) > 1 else members

    def _arrange(self) -> None:
        """Switches, faults and schedule of the case."""
        case, lab = self.case, self.lab
        lab.rng.seed(case.seed)
        random.seed(case.seed)
        for name, value in ((scenarios.FAST if case.fast else {}) | case.switches).items():
            value = tuple(value) if isinstance(value, list) else value
            assert hasattr(lab.switches, name), name
            setattr(lab.switches, name, value)
        for kind, nth in case.call_faults:
            lab.faults.inject(call_fault(kind, nth))
        for kind, fault in case.event_faults.items():
            self._disturb_events(kind, fault)
        scheduler = Scheduler(lab, case.handlers, case.turns) if case.handlers else None
        self.scheduler = scheduler

        def before(call: Call) -> None:
            if case.pause_probability and call.caller.kind == "lambda":
                self._pause()
            if scheduler:
                scheduler.before_call(call)
            self.invariants.before(call)

        lab.before_call = before
        for name, seconds in case.environment_faults:
            self._schedule(name, seconds)

    def _disturb_events(self, kind: str, fault: str) -> None:
        events = self.lab.events
        if kind == "alarm":
            alarm_calls.disturb(self.lab, _arrivals(fault))
        elif fault == "missing":
            events.drop(PATTERNS[kind], count=MISSING_AUDITS if kind == "audit" else 1)
        elif fault in SECOND_COPY_SECONDS:
            events.duplicate(PATTERNS[kind], count=MANY, seconds=SECOND_COPY_SECONDS[fault])
        else:
            events.delay(PATTERNS[kind], seconds=_late(fault), count=1)

    def _pause(self) -> None:
        if self.rng.random() < self.case.pause_probability:
            self.lab.clock.sleep(self.rng.uniform(0, PAUSE_SECONDS))

    def _schedule(self, name: str, seconds: float) -> None:
        def disturb() -> None:
            # AWS refuses people too, or what they would change is not there.
            with suppress(ClientError, KeyError, ValueError):
                (ENVIRONMENT_FAULTS | SERVICE_FAULTS)[name](self.deployed)

        self.lab.clock.call_later(seconds, disturb, name)

    def _set_off(self) -> None:
        with suppress(ClientError):
            self.scenario.trigger(self.deployed)

    def _changed_again(self, calls: int) -> str:
        written = [
            call.action
            for call in self.invariants.calls[calls:]
            if not call.action.startswith((*READS, *FOLLOWS))
            and call.finished_at
            and not call.error
        ]
        return f"a healed world was changed: {written}" if written else ""

    def _untold(self) -> str:
        """Whether EC2 would not tell of those in service, or another one than the holder is
        protected beside a standby, although audits have come that may change it."""
        silent = self.case.event_faults.get("audit") in MISSING_OR_LATE
        return (
            ""
            if silent or self.oracle.left_alone
            else self.oracle.why_not_told() or self.oracle.why_not_protected()
        )

    def _neighbour_changed(self, before: str) -> str:
        after = scenarios.fingerprint(self.deployed, self.neighbours)
        return "" if before == after else f"the neighbour changed: {before} -> {after}"


def _arrivals(fault: str) -> tuple[float, ...]:
    """How late an event arrives, in seconds, each time that it does."""
    if fault == "missing":
        return ()
    second = SECOND_COPY_SECONDS.get(fault)
    return (_late(fault),) if second is None else (0.0, second)


def _late(fault: str) -> float:
    return float(fault.removeprefix("late "))

"""What must hold in the end, and within which time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from lab.autoscaling.states import Member
from lab.context import Lab
from lab.pipeline.call_log import Call
from lab.pipeline.throttle import READS
from lab.timeline import Entry
from tests.simulation.case import Case
from tests.simulation.environment_faults import MANUAL_CHANGES
from tests.simulation.scenarios import SCENARIOS, SWEPT, Scenario
from tests.simulation.scheduler import role_of
from tests.simulation.silence import LASTS, SERVICE_FAULTS
from tests.simulation.verdicts import Verdicts
from tests.support.console_user import REPAIRS
from tests.support.deployment import Deployment
from tests.support.oracle import Oracle

# Virtual seconds a terminate hook may wait when nothing but a hanging detach is in its way: the
# guest's time, Force and what it is given, and the polls in between.
UNDISTURBED_HOOK = 60.0
# Where its event is lost or late, or the environment gets in the way: until the next audit but
# one, or Lambda's second retry, has answered it.
DISTURBED_HOOK = 330.0
# For each handler that a call fault hits: until the next audit stands in.
PERIOD = 60.0
# Seconds after which Terraform sweeps, and a little more.
SWEEP = 130.0
# Faults of the environment that ask for another launch, or for another end.
ENDS_DOWN = ("group deleted",)
NEW_INSTANCE = ("to the warm pool", "newcomer leaves")
KILLS_THE_FIRST = (
    "newcomer dies",
    "newcomer stops",
    "zone down",
    "zone takes no subnet",
    *ENDS_DOWN,
    *NEW_INSTANCE,
)
REPLACED_BY_A_PERSON = ("forced detach hangs",)
NEEDS_A_PERSON = ("foreign interface", "CIDR taken", "forced detach hangs")
IGNORED_STATES = ("Warmed:Stopped",)
# What makes an event useless; and how many call faults leave too few of ten audits.
TOO_LATE = ("missing", "late 560")
MANY_CALL_FAULTS = 3
# Virtual seconds until that is done: the audit's period, and what an audit takes.
REPAIRED = PERIOD + 20.0

_NEEDS_YOU = re.compile(r"needs? you$")
_LAUNCHED = re.compile(r"launches (i-[0-9a-f]+) in ")
_ATTACHING = re.compile(r"attaching eni-[0-9a-f]+ to (i-[0-9a-f]+)")
_HOOK = re.compile(r"hook (\S+) of (i-[0-9a-f]+): (.+)")


class FinalState:
    """The state a case has to come to."""

    def __init__(
        self,
        oracle: Oracle,
        scenario: Scenario,
        case: Case,
        before: set[str],
        verdicts: Verdicts,
    ) -> None:
        self.oracle = oracle
        self.verdicts = verdicts
        self.lab = oracle.lab
        faults = {name for name, _ in case.environment_faults}
        self.swept = case.scenario == "sweep" or bool(faults & set(ENDS_DOWN))
        self.goal = "down" if faults & set(ENDS_DOWN) else scenario.goal
        if faults & set(NEW_INSTANCE) and self.goal == "same":
            self.goal = "held"
        if faults & set(REPLACED_BY_A_PERSON) and self.goal == "same" and case.scenario in SWEPT:
            self.goal = "served"
        replaceable = {*KILLS_THE_FIRST, *MANUAL_CHANGES, *SERVICE_FAULTS}
        several_ways = scenario.has_standby or scenario.check is not None
        if several_ways and faults & replaceable and self.goal != "down":
            self.goal = "served"  # it may have been the other one that was hit
        self.before = before
        self.instances = scenario.instances
        ends = [at + LASTS.get(name, 0.0) for name, at in case.environment_faults]
        self.after = max([scenario.lasts, *ends])
        self.began = self.lab.clock.now()
        self.first_must_do = not faults & set(KILLS_THE_FIRST) and not _no_event_in_time(case)

    def reached(self) -> bool:
        """Whether the goal is reached and nothing is at work any more."""
        clock = self.lab.clock
        if clock.now() < self.began + self.after + 1 or not self.lab.lambdas.idle():
            return False
        if self.swept and clock.now() < self.began + SWEEP:
            return False  # the sweep of Terraform comes when the instances are gone
        return not self.missing()

    def missing(self) -> str:
        """What is missing; empty when the world is as it should be."""
        members = [m for m in self.oracle.members if str(m.lifecycle_state) not in IGNORED_STATES]
        if self.goal == "down":
            alive = ", ".join(f"{m.instance_id} {m.lifecycle_state}" for m in members)
            oracle = self.oracle
            return alive or (oracle.nothing_swept_left() if self.swept else oracle.nothing_left())
        if len(members) != self.instances or not all(self._serves(m) for m in members):
            return ", ".join(f"{m.instance_id} {m.lifecycle_state}" for m in members) or "nobody"
        holders = {str(each.instance.id) for each in self.oracle.attached()}
        serving = [m.instance_id for m in members if len(members) == 1 or m.instance_id in holders]
        if not serving:
            return "nobody holds the VIP"
        if self.goal == "held" and serving[0] in self.before:
            return f"{serving[0]} was not replaced"
        if self.goal == "same" and serving[0] not in self.before:
            return f"{serving[0]} replaced the one that served"
        return self.oracle.why_not_serving(serving[0]) or self.verdicts.overdue()

    def _serves(self, member: Member) -> bool:
        return member.in_service and member.healthy and self.lab.ec2.is_well(member.instance_id)


def launched(entries: Sequence[Entry]) -> int:
    """How many instances the group launched."""
    ids = {found[1] for each in entries if (found := _LAUNCHED.search(each.what))}
    return len(ids)


def by_audit(lab: Lab, calls: Sequence[Call]) -> bool:
    """Whether an audit completed the newcomer's launch."""
    kinds = {
        str(each.detail.get("request_id")): role_of(each.detail.get("event"))
        for each in lab.timeline.entries
        if each.what == "runs"
    }
    answers = [
        call for call in calls if call.action == "CompleteLifecycleAction" and call.error is None
    ]
    return bool(answers) and kinds.get(str(answers[-1].caller.request_id)) == "audit"


def longest_hook(entries: Sequence[Entry]) -> float:
    """The longest time that a terminate hook held its instance."""
    began: dict[str, float] = {}
    longest = 0.0
    for each in entries:
        instance = str(each.detail.get("instance"))
        if each.what.startswith("starts hook") and each.what.endswith("-terminate"):
            began[instance] = each.at
        found = _HOOK.match(each.what)
        if found and found[1].endswith("-terminate") and instance in began:
            longest = max(longest, each.at - began[instance])
    return longest


def hooks(entries: Sequence[Entry], case: Case) -> str:
    """No hook waits without an end: no time-out, and terminate hooks are answered in their time."""
    for each in entries:
        if each.what.endswith("timed out") and not _no_event_in_time(case):
            return f"at {each.at:.1f}: {each.what}"
    slow = replace(case, call_faults=()).disturbed or case.scenario == "no lifecycle event"
    bound = DISTURBED_HOOK if slow else UNDISTURBED_HOOK
    bound += PERIOD * len(case.call_faults)
    longest = longest_hook(entries)
    if longest > bound and not _no_event_in_time(case):
        return f"a terminate hook waited {longest:.0f} s, more than {bound:.0f} s"
    return ""


def in_place(calls: Sequence[Call], seconds: float, case: Case) -> str:
    """A VIP at rest is repaired within one audit, and what is healthy of it is not touched."""
    faults = {name for name, _ in case.environment_faults}
    if case.scenario != "at rest" or not faults <= REPAIRS.keys():
        return ""
    allowed = {"Publish"}.union(*(REPAIRS[name] for name in faults))
    written = [call.action for call in calls if not call.action.startswith(READS)]
    if needless := set(written) - allowed:
        return f"a repair in place makes {sorted(needless)}"
    took = seconds - max(at for _, at in case.environment_faults)
    return f"repaired after {took:.0f} s, more than {REPAIRED:.0f} s" if took > REPAIRED else ""


def undisturbed(entries: Sequence[Entry], case: Case) -> str:
    """Without a fault no function fails, and no instance is rebooted twice."""
    if case.disturbed:
        return ""
    failed = [each.what for each in entries if each.what.startswith("fails")]
    reboots = [each.what for each in entries if each.what.endswith("reboots")]
    if len(reboots) > 1:
        return f"{len(reboots)} reboots"
    return f"a function fails: {failed[0]}" if failed else ""


def moves(entries: Sequence[Entry], scenario: Scenario, case: Case) -> str:
    """With a standby the VIP moves once for each holder that fails, whatever fails of the calls."""
    if not scenario.has_standby or case.environment_faults:
        return ""
    attached = [found[1] for each in entries if (found := _ATTACHING.match(each.what))]
    onto = [each for each, _ in groupby(attached)]
    allowed = 0 if scenario.goal == "same" else scenario.failures
    return f"the VIP moved to {onto}" if len(onto) > allowed else ""


def false_alarm(deployed: Deployment, case: Case) -> str:
    """A person is called only when something is in the way that the handler cannot remove."""
    faults = {name for name, _ in case.environment_faults}
    scenario = SCENARIOS[case.scenario]
    serves_there = case.scenario == "launch before terminate" or scenario.has_standby
    stuck = serves_there and "zone takes no subnet" in faults
    if stuck or scenario.blocked or faults & set(NEEDS_A_PERSON):
        return ""
    calls = [subject for subject, _ in deployed.mailed() if _NEEDS_YOU.search(subject)]
    return f"a person is called needlessly: {calls[0]}" if calls else ""


def _no_event_in_time(case: Case) -> bool:
    """Nobody told the handler in time, nor woke it: then the hook's own time-out is the answer.

    Nor did those help that were to wake it, when a call fault hit each of them.
    """
    untold = all(case.event_faults.get(kind) in TOO_LATE for kind in ("launch", "terminate"))
    many = len(case.call_faults) >= MANY_CALL_FAULTS
    return case.event_faults.get("audit") == "missing" or (untold and many)


def gaps(lab: Lab) -> str:
    """What the lab does not model: a result that rests on it says nothing."""
    return (
        f"the lab has a gap: {lab.gaps.all[0].where}: {lab.gaps.all[0].what}"
        if lab.gaps.all
        else ""
    )

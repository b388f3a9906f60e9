"""What must hold in the end, and within which time."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tests.lab.deployment import Deployment
from tests.lab.lab import Lab
from tests.lab.record import Call
from tests.lab.throttle import READS
from tests.lab.timeline import Entry
from tests.prove.baton import role_of
from tests.prove.case import Case
from tests.prove.stage import Path
from tests.prove.truth import Truth

# Virtual seconds a terminate hook may wait when nothing but a hanging detach is in its way: the
# guest's time, Force and what it is given, and the polls in between.
CALM_HOOK = 60.0
# Where its event is lost or late, or the world gets in the way: until the next audit but one, or
# Lambda's second retry, has answered it.
DISTURBED_HOOK = 330.0
# For each handler that is struck: until the next audit stands in.
PERIOD = 60.0
# Seconds after which Terraform sweeps, and a little more.
SWEEP = 130.0
# What happens to the world and asks for another launch, or for another end.
ENDS_DOWN = ("group deleted",)
NEW_INSTANCE = ("to the warm pool",)
KILLS_THE_FIRST = (
    "newcomer dies",
    "newcomer stops",
    "zone down",
    "zone takes no subnet",
    *ENDS_DOWN,
    *NEW_INSTANCE,
)
CALLS_FOR_A_PERSON = ("foreign interface", "CIDR taken", "deaf to force")
IGNORED = ("Warmed:Stopped",)
# Fates of an event that is of no use any more; and strikes that leave of ten audits too few.
TOO_LATE = ("missing", "late 560")
MANY_STRIKES = 3
# What undoes each change by hand: in place, and nothing else.
ADDRESS, ATTRIBUTE = "AssociateAddress", "ModifyNetworkInterfaceAttribute"
ATTACH = "AttachNetworkInterface"
REPAIRS = {
    "detach": {ATTACH},
    "delete_the_interface": {"CreateNetworkInterface", ADDRESS, ATTRIBUTE, ATTACH},
    "move_the_elastic_ip": {ADDRESS},
    "disassociate_the_elastic_ip": {ADDRESS},
    "drop_the_route_table": {"AssociateRouteTable"},
    "give_another_route_table": {"ReplaceRouteTableAssociation"},
    "check_source_and_destination": {ATTRIBUTE},
    "change_the_security_groups": {ATTRIBUTE},
}
# Virtual seconds until that is done: the audit's period, and what an audit takes.
REPAIRED = PERIOD + 20.0

_LAUNCHED = re.compile(r"launches (i-[0-9a-f]+) in ")
_HOOK = re.compile(r"hook (\S+) of (i-[0-9a-f]+): (.+)")


class End:
    """The state a case has to come to."""

    def __init__(self, truth: Truth, path: Path, case: Case, before: set[str]) -> None:
        self.truth = truth
        self.lab = truth.lab
        happened = {name for name, _ in case.world}
        self.swept = case.path == "sweep" or bool(happened & set(ENDS_DOWN))
        self.goal = "down" if happened & set(ENDS_DOWN) else path.goal
        if happened & set(NEW_INSTANCE) and self.goal == "same":
            self.goal = "held"
        self.before = before
        self.after = max([seconds for _, seconds in case.world], default=0.0)
        self.began = self.lab.clock.now()
        self.first_must_do = not happened & set(KILLS_THE_FIRST) and not _unheard(case)

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
        members = [m for m in self.truth.members if str(m.lifecycle_state) not in IGNORED]
        if self.goal == "down":
            alive = ", ".join(f"{m.instance_id} {m.lifecycle_state}" for m in members)
            return alive or self.truth.nothing_left()
        if len(members) != 1 or not members[0].in_service:
            return ", ".join(f"{m.instance_id} {m.lifecycle_state}" for m in members) or "nobody"
        (only,) = members
        if self.goal == "held" and only.instance_id in self.before:
            return f"{only.instance_id} was not replaced"
        if self.goal == "same" and only.instance_id not in self.before:
            return f"{only.instance_id} replaced the one that served"
        return self.truth.wholly_on(only.instance_id)


def launched(entries: Sequence[Entry]) -> int:
    """How many instances the group launched."""
    ids = {found[1] for each in entries if (found := _LAUNCHED.search(each.what))}
    return len(ids)


def by_audit(lab: Lab, calls: Sequence[Call]) -> bool:
    """Whether the answer that let the newcomer in came from an audit."""
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
    """No hook waits for ever: no time-out, and terminate hooks are answered in their time."""
    for each in entries:
        if each.what.endswith("timed out") and not _unheard(case):
            return f"at {each.at:.1f}: {each.what}"
    disturbed = case.events or case.stutter or case.baton or case.world
    bound = DISTURBED_HOOK if disturbed or case.path == "no lifecycle event" else CALM_HOOK
    bound += PERIOD * len(case.strikes)
    longest = longest_hook(entries)
    if longest > bound and not _unheard(case):
        return f"a terminate hook waited {longest:.0f} s, more than {bound:.0f} s"
    return ""


def in_place(calls: Sequence[Call], seconds: float, case: Case) -> str:
    """A VIP at rest is repaired within one audit, and what is healthy of it is not touched."""
    happened = {name for name, _ in case.world}
    if case.path != "at rest" or not happened <= REPAIRS.keys():
        return ""
    allowed = {"Publish"}.union(*(REPAIRS[name] for name in happened))
    written = [call.action for call in calls if not call.action.startswith(READS)]
    if needless := set(written) - allowed:
        return f"a repair in place makes {sorted(needless)}"
    took = seconds - max(at for _, at in case.world)
    return f"repaired after {took:.0f} s, more than {REPAIRED:.0f} s" if took > REPAIRED else ""


def calm(entries: Sequence[Entry], case: Case) -> str:
    """Without a fault no function fails, and no instance is rebooted twice."""
    if case.strikes or case.events or case.stutter or case.baton or case.world:
        return ""
    failed = [each.what for each in entries if each.what.startswith("fails")]
    reboots = [each.what for each in entries if each.what.endswith("reboots")]
    if len(reboots) > 1:
        return f"{len(reboots)} reboots"
    return f"a function fails: {failed[0]}" if failed else ""


def false_alarm(deployed: Deployment, case: Case) -> str:
    """A person is called only when something is in the way that the handler cannot remove."""
    happened = {name for name, _ in case.world}
    stuck = case.path == "launch before terminate" and "zone takes no subnet" in happened
    if stuck or happened & set(CALLS_FOR_A_PERSON):
        return ""
    calls = [subject for subject, _ in deployed.mailed() if "needs you" in subject]
    return f"a person is called in vain: {calls[0]}" if calls else ""


def _unheard(case: Case) -> bool:
    """Nobody told the handler in time, nor woke it: then the hook's own time-out is the answer.

    Nor did those help that were to wake it, when each of them was struck.
    """
    late = [fate for fate in (case.events.get(kind) for kind in ("launch", "terminate")) if fate]
    untold = len(late) == 2 and all(fate in TOO_LATE for fate in late)
    return case.events.get("audit") == "missing" or (untold and len(case.strikes) >= MANY_STRIKES)


def gaps(lab: Lab) -> str:
    """What the lab does not model: a result that rests on it proves nothing."""
    return (
        f"the lab has a gap: {lab.gaps.all[0].where}: {lab.gaps.all[0].what}"
        if lab.gaps.all
        else ""
    )

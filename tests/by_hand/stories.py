"""What is told of a case: it is mended, or the deployment is destroyed at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lab.frozen import FrozenLab
from lab.pipeline.throttle import READS
from tests.by_hand.case import Case
from tests.by_hand.person import Person
from tests.support.running import TOLD_POLICIES, Running
from tests.support.served_lab import serve
from tests.support.terraform import Plan, TerraformError

# With everything that the module makes; nothing is brought.
EVERYTHING: dict[str, Any] = {
    "enable_ssm_endpoints": True,
    "jump_host_cidrs": ["203.0.113.0/24"],
    "notification_emails": {"noc": "noc@example.com"},
    # Nobody answers it, and nothing is done for that.
    "service_checks": {"vip": [{"type": "sip"}]},
    "service_check_interval_seconds": 30,
}
# Real time, of one story: the provider tries to delete a subnet for 20 minutes.
LONGEST_SECONDS = 3000.0
ALARM_SECONDS = 900  # lab time; CloudWatch looks back over more periods than the alarm's own


class Stories:
    """One deployment from which each story begins anew."""

    def __init__(self, running: Running, standing: FrozenLab) -> None:
        self.running = running
        self._standing = standing
        self._state = running.terraform.project / "terraform.tfstate"
        self._deployed = self._state.read_bytes()

    def tell(self, story: Callable[..., None], *arguments: Any) -> None:
        """Call `story` with the deployment and `arguments`, in a fork of the lab."""
        try:
            self._standing.tell(lambda: _told(story, self.running, *arguments), LONGEST_SECONDS)
        finally:
            self._state.write_bytes(self._deployed)


@contextmanager
def deployed(work: Path) -> Iterator[Stories]:
    """Deploy, and stand still as soon as it serves."""
    with serve() as served:
        running = Running(served, work, **EVERYTHING)
        with served.frozen() as standing:
            yield Stories(running, standing)


def mended(running: Running, case: Case) -> None:
    """It is noticed by whom the case names, and mended by what it names."""
    person = Person(running)
    first = len(running.served.lab.call_log.calls)
    if not _done(person, case):
        return
    if case.alarm:
        goes_to_alarm(running, case.alarm)
    if case.audit:
        running.served.wait(lambda: handler_acted(running, first), "a repair by the audit")
        serves(running)
    if case.apply_says:
        with pytest.raises(TerraformError, match=case.apply_says):
            running.terraform.apply()
    if case.types and not case.shows and not case.apply_says:
        assert running.terraform.plan().empty
    if case.types:
        case.types(person)
    applied(running, [case])
    person.clear_away()


def mended_together(running: Running, cases: Sequence[Case]) -> None:
    """As `mended`, for cases that do not get in each other's way: one plan shows all of them."""
    person = Person(running)
    applied(running, [each for each in cases if _done(person, each)])


def destroyed(running: Running, cases: Iterable[Case]) -> None:
    """A destroy at once ends, or says what to do, and ends when that has been done."""
    person = Person(running)
    done = [each for each in cases if _done(person, each)]
    for case in done:
        if case.destroy_says:
            with pytest.raises(TerraformError, match=case.destroy_says):
                running.terraform.destroy()
            assert case.destroy_types
            case.destroy_types(person)
    running.terraform.destroy()
    person.clear_away()
    assert running.served.left_over() == []


def applied(running: Running, cases: Sequence[Case]) -> None:
    """The plan shows what the cases name and nothing else; after its apply all serves."""
    saved = running.terraform.work / "saved.tfplan"
    shown = running.terraform.plan(saved)
    assert {address for case in cases for address in case.shows} <= set(shown.changes)
    assert unexpected(shown, cases) == []
    if shown.changes:
        running.terraform.apply_saved(saved)
    serves(running, lost=any(case.loses for case in cases))
    if shown.changes:
        assert running.terraform.plan().changes == ()


def unexpected(shown: Plan, cases: Sequence[Case]) -> list[str]:
    """Changes that no case names."""
    named = {address for case in cases for address in case.shows}
    dragged = tuple(address for case in cases for address in (*TOLD_POLICIES, *case.drags))
    return [each for each in shown.changes if each not in named and not each.startswith(dragged)]


def serves(running: Running, *, lost: bool = False) -> None:
    """The VIP is wholly on an instance in service, with the addresses of before."""
    running.served.wait(lambda: running.served.vip(running.name).whole, "the VIP in service")
    vip = running.vip
    assert (vip.private_ip, vip.public_ip) == running.served.promised(running.terraform.outputs())
    assert ((vip.private_ip, vip.public_ip) == running.addresses) is not lost


def goes_to_alarm(running: Running, name: str) -> None:
    def raised() -> bool:
        cloudwatch = running.served.client("cloudwatch")
        (alarm,) = cloudwatch.describe_alarms(AlarmNames=[f"{running.name}-{name}"])["MetricAlarms"]
        return bool(alarm["StateValue"] == "ALARM")

    assert running.served.lab.clock.run_until(raised, ALARM_SECONDS), f"{name} is silent"


def handler_acted(running: Running, after: int) -> bool:
    calls = running.served.lab.call_log.of("ec2", kind="lambda", after=after)
    return any(not call.action.startswith(READS) for call in calls)


def _done(person: Person, case: Case) -> bool:
    """Do it. False if AWS refuses it, as the case says."""
    if not case.refused:
        case.do(person)
        return True
    with pytest.raises(ClientError, match=case.refused):
        case.do(person)
    return False


def _told(story: Callable[..., None], running: Running, *arguments: Any) -> str:
    story(running, *arguments)
    running.served.lab.gaps.check()
    return "as it should be"

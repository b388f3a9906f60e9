"""The fault matrix: every path, every call that it makes, every kind of fault."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tests.prove import pool
from tests.prove.case import Case, Outcome
from tests.prove.stage import MATRIX
from tests.prove.strikes import KINDS

# The lab's named switches, each in the position that is not the lab's default. Latencies of
# consistency are seconds. What IAM may check besides is not among them: here the role may do all,
# and the deploy tests have the module's own policies.
SWITCHES: dict[str, Any] = {
    "same_route_table_again_succeeds": False,
    "attach_to_pending_succeeds": True,
    "detach_again_succeeds": True,
    "impaired_guest_hangs_detach": False,
    "detach_while_shutting_down": "refused",
    "detach_while_shutting_down ": "hangs",
    "interfaces_freed_while_shutting_down": True,
    "interface_status_follows_attachment": True,
    "same_association_id_on_repeat": False,
    "describe_page_size": 1,
    "unknown_after_create_seconds": [1.0, 4.0],
    "stale_describe_seconds": [1.0, 4.0],
    "event_carries_empty_notification_metadata": True,
    "terminate_hook_after_launch_abandon": False,
    "terminate_hook_after_outside_termination": False,
    "replacement_may_exceed_max_size": False,
    "account_launch_before_terminate": True,
    "leaving_instances_fill_their_az": False,
    "pending_wait_is_health_checked": True,
    "grace_defers_unhealthy_mark": True,
    "scale_in_interrupts_launch_hook": True,
    "iam_denies_missing_resources": True,
    "throttling": False,
}

DEATHS = ("killed before", "killed after", "function's time-out")
# How many in a row. Nobody audits what Terraform destroys: after Lambda's two retries its destroy
# fails, and a person repeats it.
AUDITED_DEATHS, SWEEP_DEATHS = 5, 2
# Calls from one death to the next: a look, and what it leads to. And to that of another case.
BETWEEN_DEATHS, BETWEEN_FIRST_DEATHS = 7, 4


def flipped(name: str) -> dict[str, Any]:
    """The switch of that name in its other position."""
    return {name.strip(): SWITCHES[name]}


def calm(*, brisk: bool) -> list[Case]:
    """Each path without a fault; its outcome tells which calls there are to strike."""
    return [Case(path, brisk=brisk) for path in MATRIX]


def calm_flipped() -> list[Case]:
    return [Case(path, switches=flipped(name)) for path in MATRIX for name in SWITCHES]


def strikes(outcomes: Sequence[Outcome]) -> Iterator[Case]:
    """Every kind of fault at every call of each calm outcome."""
    for outcome in outcomes:
        for nth in range(1, len(outcome.actions) + 1):
            for kind in KINDS:
                yield dataclasses.replace(outcome.case, strikes=((kind, nth),))


def deaths(outcomes: Sequence[Outcome]) -> Iterator[Case]:
    """Handlers that end in mid-work, several in a row: whoever makes the calls."""
    for outcome in outcomes:
        many = SWEEP_DEATHS if outcome.case.path == "sweep" else AUDITED_DEATHS
        for kind in DEATHS:
            for nth in range(1, len(outcome.actions) + 1, BETWEEN_FIRST_DEATHS):
                numbers = range(nth, nth + many * BETWEEN_DEATHS, BETWEEN_DEATHS)
                yield dataclasses.replace(outcome.case, strikes=tuple((kind, n) for n in numbers))


def flips(outcomes: Iterable[Outcome]) -> Iterator[Case]:
    """Each of these cases again for each switch that it asks, with that switch flipped."""
    for outcome in outcomes:
        for name in SWITCHES:
            if name.strip() in outcome.asked:
                yield dataclasses.replace(outcome.case, switches=flipped(name))


def stratified(outcomes: Sequence[Outcome], *, reads: bool = True) -> list[Case]:
    """Every change, and the first of each kind of look, with the kinds of fault in turn."""
    kinds = list(KINDS)
    return [
        dataclasses.replace(outcome.case, strikes=((kinds[(place + turn) % len(kinds)], nth),))
        for turn, outcome in enumerate(outcomes)
        for place, nth in enumerate(_places(outcome.actions, reads=reads))
    ]


class NotCalm(Exception):
    """A case without a fault fails: there is nothing to begin with."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(f"{outcome.wrong}\n{outcome.case.line}")
        self.outcome = outcome


def played(cases: Sequence[Case]) -> list[Outcome]:
    """The calm outcomes of `cases`; NotCalm if one of them is not calm."""
    outcomes = []
    for outcome in pool.run(cases):
        if not outcome.ok:
            raise NotCalm(outcome)
        outcomes.append(outcome)
    return outcomes


def _places(actions: Sequence[str], *, reads: bool) -> Iterator[int]:
    """Numbers of calls that are not mere repetitions: first of their kind, or after another one."""
    seen: set[tuple[str, str]] = set()
    for nth, action in enumerate(actions, 1):
        pair = (actions[nth - 2] if nth > 1 else "", action)
        if pair not in seen and (reads or not action.startswith("Describe")):
            yield nth
        seen.add(pair)

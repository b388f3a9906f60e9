"""The fault matrix: every scenario, every call that it makes, every kind of call fault."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from lab.pipeline.throttle import READS
from tests.simulation import pool
from tests.simulation.call_faults import CALL_FAULTS
from tests.simulation.case import Case, Outcome
from tests.simulation.scenarios import MATRIX, PAIRED, SWEPT
from tests.support.switch_positions import POSITIONS

# Those of the lab's switches that a heal may depend on. What IAM may check besides is not among
# them: here the role may do all, and the deploy tests have the module's own policies.
SWITCHES = (
    "same_route_table_again_succeeds",
    "attach_to_pending_succeeds",
    "detach_again_succeeds",
    "impaired_guest_hangs_detach",
    "detach_while_shutting_down",
    "interfaces_freed_while_shutting_down",
    "interface_status_follows_attachment",
    "same_association_id_on_repeat",
    "describe_page_size",
    "unknown_after_create_seconds",
    "stale_describe_seconds",
    "event_carries_empty_notification_metadata",
    "terminate_hook_after_launch_abandon",
    "terminate_hook_after_outside_termination",
    "replacement_may_exceed_max_size",
    "account_launch_before_terminate",
    "leaving_instances_fill_their_az",
    "pending_wait_is_health_checked",
    "grace_defers_unhealthy_mark",
    "scale_in_interrupts_launch_hook",
    "iam_denies_missing_resources",
    "throttling",
)
# Each in every position that is not the lab's default; a range as JSON has it.
FLIPS: tuple[dict[str, Any], ...] = tuple(
    {name: list(value) if isinstance(value, tuple) else value}
    for name in SWITCHES
    for value in POSITIONS[name]
)

WORK_BEGINS = 8.0  # seconds from the trigger: while a VIP is on its way

CRASHES = ("killed before", "killed after", "function's time-out")
# How many in a row. Nobody audits what Terraform destroys: after Lambda's two retries its destroy
# fails, and a person repeats it.
AUDITED_CRASHES, SWEEP_CRASHES = 5, 2
# Calls from one crash to the next: a look, and what it leads to. And to that of another case.
BETWEEN_CRASHES, BETWEEN_FIRST_CRASHES = 7, 4


def baseline(*, fast: bool) -> list[Case]:
    """Each scenario without a fault; its outcome tells which calls it makes."""
    return [Case(scenario, fast=fast) for scenario in MATRIX]


def baseline_flipped() -> list[Case]:
    return [Case(scenario, switches=flip) for scenario in MATRIX for flip in FLIPS]


def in_maintenance() -> list[Case]:
    """Each scenario, and in the midst of it somebody begins to work on the instance."""
    return [
        Case(scenario, environment_faults=(("maintenance", WORK_BEGINS),)) for scenario in MATRIX
    ]


def sick() -> list[Case]:
    """An instance whose status checks fail; before Auto Scaling minds, and about when it does."""
    notices: tuple[dict[str, Any], ...] = ({"impaired_notice_seconds": [900.0, 900.0]}, {})
    return [Case("impaired", switches=switches) for switches in notices]


def slow_shutdowns() -> list[Case]:
    """A guest that takes a quarter of an hour to shut down, and does not let go until then."""
    takes: dict[str, Any] = {"shutting_down_seconds": [900.0, 900.0]}
    return [
        Case("slow shutdown", switches=takes | {"detach_while_shutting_down": detach})
        for detach in POSITIONS["detach_while_shutting_down"]
    ]


def paired() -> list[Case]:
    """A hot standby; once beside an old holder that does not let go."""
    hangs: dict[str, Any] = {"impaired_guest_hangs_detach": True}
    return [*map(Case, PAIRED), Case("holder is sick", switches=hangs)]


def call_faults(outcomes: Sequence[Outcome]) -> Iterator[Case]:
    """Every kind of fault at every call of each baseline outcome."""
    for outcome in outcomes:
        for nth in range(1, len(outcome.actions) + 1):
            for kind in CALL_FAULTS:
                yield dataclasses.replace(outcome.case, call_faults=((kind, nth),))


def crashes(outcomes: Sequence[Outcome]) -> Iterator[Case]:
    """Handlers that end before their work does, several in a row: whoever makes the calls."""
    for outcome in outcomes:
        many = SWEEP_CRASHES if outcome.case.scenario in SWEPT else AUDITED_CRASHES
        for kind in CRASHES:
            for nth in range(1, len(outcome.actions) + 1, BETWEEN_FIRST_CRASHES):
                numbers = range(nth, nth + many * BETWEEN_CRASHES, BETWEEN_CRASHES)
                faults = tuple((kind, n) for n in numbers)
                yield dataclasses.replace(outcome.case, call_faults=faults)


def flips(outcomes: Iterable[Outcome]) -> Iterator[Case]:
    """Each of these cases again for each switch that it reads, with that switch flipped."""
    for outcome in outcomes:
        for flip in FLIPS:
            if flip.keys() <= set(outcome.switches_used):
                yield dataclasses.replace(outcome.case, switches=flip)


def stratified(outcomes: Sequence[Outcome], *, reads: bool = True) -> list[Case]:
    """Every change, and the first of each kind of look, with the kinds of fault in turn."""
    kinds = list(CALL_FAULTS)
    return [
        dataclasses.replace(outcome.case, call_faults=((kinds[(place + turn) % len(kinds)], nth),))
        for turn, outcome in enumerate(outcomes)
        for place, nth in enumerate(_places(outcome.actions, reads=reads))
    ]


class BaselineError(Exception):
    """A case without a fault fails: there is nothing to add faults to."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(f"{outcome.failure}\n{outcome.case.line}")
        self.outcome = outcome


def baseline_outcomes(cases: Sequence[Case]) -> list[Outcome]:
    """The outcomes of `cases`, none of which has a fault; BaselineError if one of them fails."""
    outcomes = []
    for outcome in pool.run(cases):
        if not outcome.ok:
            raise BaselineError(outcome)
        outcomes.append(outcome)
    return outcomes


def _places(actions: Sequence[str], *, reads: bool) -> Iterator[int]:
    """Numbers of calls that are not mere repetitions: first of their kind, or after another one."""
    seen: set[tuple[str, str]] = set()
    for nth, action in enumerate(actions, 1):
        pair = (actions[nth - 2] if nth > 1 else "", action)
        if pair not in seen and (reads or not action.startswith(READS)):
            yield nth
        seen.add(pair)

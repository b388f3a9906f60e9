"""The parts of the simulation that are run case by case."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from tests.simulation import (
    environment_cases,
    event_cases,
    fold_cases,
    interleavings,
    matrix,
    pool,
    random_cases,
    service_cases,
)
from tests.simulation.case import Case, Outcome

Cases = Callable[[], Iterable[Case]]
SEEDS = 4000  # or as `make simulate SEEDS=…` says
DEEP_SEEDS = range(SEEDS + 1, 20_001)  # those that the whole has not had
SILENT_SEEDS = range(1, 1001)
# The stratified part lies apart from the seeds of the whole, so that both find something.
FEW_SEEDS = range(1_000_001, 1_000_041)
# Each of these showed a fault of the handler, or of the simulation, which a commit has mended.
REGRESSIONS = (
    # A look over nine seconds: the old subnet beside the new interface.
    Case("other zone", call_faults=(("very slow to answer", 21),)),
    Case("reboot", call_faults=(("very slow", 26),)),
    Case("reboot", call_faults=(("very slow to answer", 25),)),
    # The same, at the calls that such a look makes since calls are folded.
    Case("reboot", call_faults=(("very slow to answer", 14),)),
    Case("reboot", call_faults=(("very slow to answer", 22),)),
    Case("reboot", call_faults=(("very slow", 23),)),
    # A look that began before the leaver left gave the VIP back to it; one stale read released it.
    Case(
        "launch before terminate",
        switches={"stale_describe_seconds": [1.0, 4.0]},
        call_faults=(("very slow to answer", 25),),
    ),
    # A read refused in the middle: the group of before judged the subnet of now.
    Case(
        "other zone",
        seed=12648,
        fast=False,
        switches={"iam_denies_missing_resources": True, "throttling": False},
        call_faults=(
            ("very slow to answer", 77),
            ("internal error", 51),
            ("throttled past the SDK's retries", 14),
        ),
        event_faults={"terminate": "twice"},
    ),
    # A newcomer marked unhealthy in its hook, and a lost end of a root volume's replacement.
    Case(
        "no lifecycle event",
        seed=10667,
        switches={"pending_wait_is_health_checked": True},
        call_faults=(("answer lost", 44), ("answer lost", 38)),
        event_faults={"audit": "late 560"},
        environment_faults=(("zone down", 50.6), ("zone up", 450.6)),
        pause_probability=0.1,
    ),
    Case(
        "audit", event_faults={"terminate": "late 560"}, environment_faults=(("root volume", 6.8),)
    ),
    # A newcomer that is stopped waited for its hook's whole time-out.
    Case("replaced", environment_faults=(("newcomer stops", 14.0),)),
    # Nobody heard of the leaver, and even Force did not free the interface.
    Case("no lifecycle event", environment_faults=(("forced detach hangs", 0.0),)),
    # An audit told of a zone's obstacle that it had got round by then.
    Case(
        "take-over",
        seed=101,
        fast=False,
        switches={
            "detach_again_succeeds": True,
            "stale_describe_seconds": [1.0, 4.0],
            "terminate_hook_after_outside_termination": False,
            "grace_defers_unhealthy_mark": True,
        },
        event_faults={"launch": "missing", "audit": "late 70"},
        environment_faults=(("zone takes no subnet", 24.3),),
    ),
    # A newcomer that began to leave was released with what it got after the handler's look.
    Case("other zone", seed=3, environment_faults=(("newcomer leaves", 16.0),)),
    Case("replaced", seed=2, environment_faults=(("newcomer leaves", 14.75),)),
    Case("replaced", seed=4, environment_faults=(("newcomer leaves", 11.25),)),
    # The leaver's handler attached, and nobody rebooted until it could not be alive any more.
    Case("reboot", switches={"stale_describe_seconds": [0.2, 1.0]}),
    # The holder came back with a new root volume, and a newer one that entered service was elected.
    Case(
        "launch before terminate",
        seed=17496,
        fast=False,
        switches={"interfaces_freed_while_shutting_down": True},
        event_faults={"launch": "late 15", "audit": "twice"},
        handlers=("terminate", "terminate", "terminate"),
        turns=(5, 6, 22, 19, 7, 1, 12, 18, 16, 23, 17, 25),
        environment_faults=(("root volume", 23.5),),
    ),
    # A leaver that held nothing was kept while its successor's subnet was built.
    Case(
        "take-over",
        seed=18265,
        fast=False,
        switches={
            "same_route_table_again_succeeds": False,
            "detach_while_shutting_down": "refused",
            "interfaces_freed_while_shutting_down": True,
            "interface_status_follows_attachment": True,
            "unknown_after_create_seconds": [1.0, 4.0],
            "stale_describe_seconds": [1.0, 4.0],
        },
    ),
    # It stopped between the last look and the answer; nothing had happened since it held the VIP.
    Case(
        "first launch",
        seed=12231,
        switches={
            "same_route_table_again_succeeds": False,
            "interfaces_freed_while_shutting_down": True,
            "interface_status_follows_attachment": True,
            "describe_page_size": 1,
            "unknown_after_create_seconds": [1.0, 4.0],
            "terminate_hook_after_outside_termination": False,
            "leaving_instances_fill_their_az": False,
            "throttling": False,
        },
        call_faults=(("answer lost each time", 37),),
        handlers=("terminate", "terminate", "audit"),
        turns=(2, 19, 23, 20, 16, 2, 5, 22, 17, 21, 12, 7),
        environment_faults=(("newcomer stops", 50.3),),
        pause_probability=0.1,
    ),
    # Each of Lambda's three attempts at the sweep failed: a person destroys again.
    Case(
        "sweep",
        seed=16376,
        fast=False,
        switches={
            "detach_while_shutting_down": "hangs",
            "stale_describe_seconds": [1.0, 4.0],
            "leaving_instances_fill_their_az": False,
            "grace_defers_unhealthy_mark": True,
        },
        call_faults=(
            ("answer lost each time", 66),
            ("function's time-out", 73),
            ("answer lost", 74),
        ),
        event_faults={"launch": "twice, late"},
        environment_faults=(("foreign interface", 42.5),),
    ),
    # The sweep left its routes in others' tables, leading nowhere.
    Case("several VIPs", environment_faults=(("group deleted", 60.0),)),
    # A stranger in the way of one VIP: the sweep told of it and left the other VIP where it was.
    Case(
        "a VIP in the way",
        seed=2137,
        fast=False,
        switches={
            "interface_status_follows_attachment": True,
            "describe_page_size": 1,
            "replacement_may_exceed_max_size": False,
            "leaving_instances_fill_their_az": False,
            "scale_in_interrupts_launch_hook": True,
        },
        call_faults=(("killed after", 80), ("very slow to answer", 72)),
        event_faults={"audit": "late 15"},
        environment_faults=(("group deleted", 41.6),),
        pause_probability=0.1,
    ),
    Case(
        "a VIP in the way",
        seed=13645,
        switches={"stale_describe_seconds": [1.0, 4.0]},
        environment_faults=(("group deleted", 31.4),),
    ),
    # A removed VIP that even Force does not take off: the end of its instance does.
    Case(
        "a VIP removed",
        seed=558,
        switches={
            "same_route_table_again_succeeds": False,
            "detach_while_shutting_down": "hangs",
            "same_association_id_on_repeat": False,
            "describe_page_size": 1,
            "stale_describe_seconds": [1.0, 4.0],
            "terminate_hook_after_launch_abandon": False,
        },
        environment_faults=(("forced detach hangs", 1.1),),
    ),
    # A newcomer comes in while a removed VIP is still being taken down.
    Case(
        "a VIP removed",
        seed=2053,
        fast=False,
        switches={
            "same_route_table_again_succeeds": False,
            "attach_to_pending_succeeds": True,
            "describe_page_size": 1,
            "unknown_after_create_seconds": [1.0, 4.0],
            "stale_describe_seconds": [1.0, 4.0],
            "pending_wait_is_health_checked": True,
            "grace_defers_unhealthy_mark": True,
        },
        call_faults=(
            ("answer lost each time", 60),
            ("very slow", 105),
            ("very slow to answer", 40),
        ),
        event_faults={"audit": "twice"},
        handlers=("terminate", "terminate", "audit"),
        turns=(3, 7, 12, 10, 4, 14, 20, 18, 24, 4, 17, 19),
        environment_faults=(("newcomer leaves", 10.3),),
        pause_probability=0.1,
    ),
    Case(
        "a VIP removed",
        seed=2071,
        fast=False,
        switches={
            "attach_to_pending_succeeds": True,
            "detach_again_succeeds": True,
            "interfaces_freed_while_shutting_down": True,
            "interface_status_follows_attachment": True,
            "describe_page_size": 1,
            "pending_wait_is_health_checked": True,
            "grace_defers_unhealthy_mark": True,
        },
        call_faults=(("internal error", 22),),
        handlers=("audit", "launch", "launch"),
        turns=(15, 10, 13, 17, 13, 13, 12, 17, 2, 1, 9, 7),
        environment_faults=(("newcomer leaves", 20.2),),
    ),
    Case(
        "a VIP removed",
        seed=9367,
        switches={
            "attach_to_pending_succeeds": True,
            "detach_again_succeeds": True,
            "stale_describe_seconds": [1.0, 4.0],
            "event_carries_empty_notification_metadata": True,
            "scale_in_interrupts_launch_hook": True,
        },
        call_faults=(("function's time-out", 51),),
        event_faults={"launch": "late 70"},
        handlers=("audit", "launch", "audit"),
        turns=(6, 6, 7, 7, 18, 12, 18, 9, 1, 2, 4, 8),
        environment_faults=(("to the warm pool", 52.2),),
    ),
    # A stranger in the way of one VIP for a while: an instance with the other one is let in.
    Case(
        "several VIPs",
        seed=7739,
        switches={
            "attach_to_pending_succeeds": True,
            "describe_page_size": 1,
            "replacement_may_exceed_max_size": False,
            "grace_defers_unhealthy_mark": True,
        },
        event_faults={"audit": "late 15"},
        environment_faults=(("CIDR taken", 1.4),),
    ),
    Case(
        "several VIPs",
        seed=12776,
        fast=False,
        switches={
            "describe_page_size": 1,
            "stale_describe_seconds": [1.0, 4.0],
            "replacement_may_exceed_max_size": False,
            "pending_wait_is_health_checked": True,
            "throttling": False,
        },
        call_faults=(("internal error", 17),),
        handlers=("audit", "terminate", "terminate"),
        turns=(10, 9, 16, 12, 4, 17, 9, 20, 14, 2, 10, 6),
        environment_faults=(("foreign interface", 39.0),),
    ),
    # One VIP was taken off before the other one was whole, and a stale answer showed it on still.
    Case(
        "several VIPs",
        seed=17050,
        switches={
            "stale_describe_seconds": [1.0, 4.0],
            "account_launch_before_terminate": True,
            "grace_defers_unhealthy_mark": True,
        },
        event_faults={"audit": "late 560"},
        environment_faults=(("delete_the_interface", 45.9),),
    ),
    # An attach that EC2 refused, as another handler's was first, was taken for a second move.
    Case(
        "holder stops",
        seed=3000354,
        switches={
            "same_association_id_on_repeat": False,
            "unknown_after_create_seconds": [1.0, 4.0],
            "event_carries_empty_notification_metadata": True,
            "leaving_instances_fill_their_az": False,
            "pending_wait_is_health_checked": True,
            "grace_defers_unhealthy_mark": True,
            "scale_in_interrupts_launch_hook": True,
        },
        call_faults=(("internal error", 102), ("very slow", 85), ("answer lost", 85)),
        handlers=("launch", "audit", "launch"),
        turns=(3, 10, 23, 22, 20, 2, 3, 6, 23, 15, 12, 15),
        pause_probability=0.1,
    ),
    # The holder was protected when it had just gone to the warm pool.
    Case(
        "holder stops",
        seed=3001367,
        switches={
            "detach_while_shutting_down": "refused",
            "interface_status_follows_attachment": True,
            "terminate_hook_after_outside_termination": False,
            "scale_in_interrupts_launch_hook": True,
        },
        call_faults=(
            ("answer lost each time", 94),
            ("internal error", 18),
            ("answer lost each time", 87),
        ),
        event_faults={"terminate": "late 560"},
        environment_faults=(("to the warm pool", 25.9),),
    ),
    # The VIP was on a well one, and the other one was still sick: that is not healed.
    Case(
        "both are sick",
        seed=3005558,
        switches={
            "same_route_table_again_succeeds": False,
            "attach_to_pending_succeeds": True,
            "describe_page_size": 1,
            "terminate_hook_after_launch_abandon": False,
            "throttling": False,
        },
        event_faults={"launch": "twice"},
        environment_faults=(("stale launch event", 3.9),),
    ),
    # An alarm rang for what the audit had mended seconds before.
    Case("holder's service hangs", environment_faults=(("move_the_elastic_ip", 150.0),)),
    # The last answer before nobody asked was lost, and CloudWatch took it for the last word.
    Case(
        "at rest, checked",
        environment_faults=(("service hangs", 10.0), ("prober falls silent", 25.0)),
    ),
    # A mark whose answer was lost counts towards the storm limit: the simulation overlooked it.
    Case("service hangs on every one", call_faults=(("killed after", 17),)),
)


@dataclass(frozen=True)
class Part:
    """One row of the page."""

    name: str
    says: str
    cases: Cases


def whole(seeds: int = SEEDS) -> tuple[Part, ...]:
    """What `make simulate` runs, with so many random cases."""
    return (
        Part("Regressions", "cases that failed once", lambda: REGRESSIONS),
        Part(
            "Baseline",
            "each scenario without faults, fast and at AWS's own pace, each switch flipped",
            baseline,
        ),
        Part("Fault matrix", "each scenario x each call x each call fault", whole_matrix),
        Part(
            "Crashes",
            "each scenario, five handlers in a row killed or out of time (two of a sweep)",
            crashes,
        ),
        Part(
            "Switches",
            "each switch flipped x each scenario x each changing call, the call faults in turn",
            lambda: matrix.stratified(
                matrix.baseline_outcomes(matrix.baseline_flipped()), reads=False
            ),
        ),
        Part("Event faults", "each event on time, twice, late, missing; stale ones", event_faults),
        Part(
            "Told early",
            "EC2's word of the instance on time, twice, late, missing; a newcomer that ends, too",
            event_cases.told,
        ),
        Part(
            "Interleavings",
            "two handlers, up to two preemptions, before and after each changing call",
            lambda: interleaved(interleavings.alone(), reads=False),
        ),
        Part(
            "Folding",
            "the elected one leaves at every moment of a detach; another handler runs at every "
            "call; effects show late; answers that tell an id are lost",
            folding,
        ),
        Part(
            "Environment faults",
            "what people, zones and guests do meanwhile, at many moments",
            environment_cases.cases,
        ),
        Part(
            "Maintenance",
            "each scenario, in the midst of it somebody begins to work on the instance x each kind "
            "of call, the call faults in turn",
            lambda: matrix.stratified(worked_on()),
        ),
        Part(
            "Sick and slow",
            "status checks that fail, and guests that shut down too slowly x each call x each call "
            "fault",
            lambda: matrix.call_faults(sick_and_slow()),
        ),
        Part(
            "Hot standby",
            "holder and standby fail, one or both are sick, one hands over, the standby is "
            "switched off x each call x each call fault",
            lambda: matrix.call_faults(paired()),
        ),
        Part(
            "Interleavings with a standby",
            "two handlers that make one move, up to two preemptions, as above",
            lambda: interleaved(interleavings.alone_with_a_standby(), reads=False),
        ),
        Part(
            "Random cases",
            "three handlers, faults of calls, events and environment, flipped switches",
            lambda: random_cases.cases(range(1, seeds + 1)),
        ),
        Part(
            "Silent service",
            "it hangs, alone and beside a standby, on one, on both, on every new one; it flaps, "
            "its check goes wrong x each call x each call fault; its check is wrong, is not asked, "
            "the standby cannot take over yet x each kind of call, the call faults in turn",
            silent_calls,
        ),
        Part(
            "Silent service, meanwhile",
            "it hangs, flaps and comes back, its check goes wrong, nobody asks, at many moments of "
            "calm and of heals; other faults of the environment; its alarm twice, late, missing; "
            "each switch flipped; at random",
            silent_meanwhile,
        ),
    )


def deep() -> tuple[Part, ...]:
    """What `make simulate-deep` runs: products of which `whole` has a part."""
    return (
        Part(
            "Switches",
            "each switch flipped x each scenario x each call x each call fault, where it is read",
            lambda: matrix.flips(pool.run(whole_matrix())),
        ),
        Part(
            "Interleavings",
            "two handlers, up to two preemptions, at each call",
            lambda: interleaved(interleavings.alone(), reads=True),
        ),
        Part(
            "Random cases",
            "three handlers, faults of calls, events and environment, flipped switches",
            lambda: random_cases.cases(DEEP_SEEDS),
        ),
    )


def few() -> tuple[Part, ...]:
    """What `make test` runs: a few of each."""
    return (
        Part("Regressions", "all", lambda: REGRESSIONS),
        # Some mutants are killed by these alone, and tried on the parts in this order.
        Part("Silent service", "some", lambda: _thinned(matrix.stratified(silent()), 60)),
        Part("Silent service, meanwhile", "some", lambda: _thinned(silent_meanwhile(), 80)),
        Part("Baseline", "at AWS's own pace", lambda: matrix.baseline(fast=False)),
        Part(
            "Fault matrix",
            "changes and the first of each kind of look, the call faults in turn",
            lambda: matrix.stratified(fast_baseline()),
        ),
        Part("Crashes", "some", lambda: _thinned(crashes(), 40)),
        Part("Switches", "flipped, nothing else", lambda: _thinned(matrix.baseline_flipped(), 60)),
        Part("Event faults", "some", lambda: _thinned(event_faults(), 60)),
        Part("Told early", "some", lambda: _thinned(event_cases.told(), 40)),
        Part(
            "Interleavings",
            "some",
            lambda: _thinned(interleaved(interleavings.alone(), reads=False), 60),
        ),
        Part("Folding", "some", lambda: _thinned(folding(), 80)),
        Part("Environment faults", "some", lambda: _thinned(environment_cases.cases(), 80)),
        Part(
            "Maintenance",
            "some",
            lambda: [
                *_thinned(environment_cases.in_maintenance(), 40),
                *_thinned(matrix.stratified(worked_on()), 40),
            ],
        ),
        Part("Sick and slow", "some", lambda: matrix.stratified(sick_and_slow())),
        Part("Hot standby", "some", lambda: _thinned(matrix.stratified(paired()), 100)),
        Part(
            "Interleavings with a standby",
            "some",
            lambda: _thinned(interleaved(interleavings.alone_with_a_standby(), reads=False), 30),
        ),
        Part("Random cases", "some", lambda: random_cases.cases(FEW_SEEDS)),
    )


def baseline() -> list[Case]:
    return [*matrix.baseline(fast=True), *matrix.baseline(fast=False), *matrix.baseline_flipped()]


@cache
def fast_baseline() -> tuple[Outcome, ...]:
    """Each scenario, fast: its outcome tells which calls it makes. Run once."""
    return tuple(matrix.baseline_outcomes(matrix.baseline(fast=True)))


@cache
def worked_on() -> tuple[Outcome, ...]:
    """Each scenario with somebody at work on the instance."""
    return tuple(matrix.baseline_outcomes(matrix.in_maintenance()))


@cache
def sick_and_slow() -> tuple[Outcome, ...]:
    """What is left to time or to Auto Scaling unless somebody asks for more."""
    return tuple(matrix.baseline_outcomes([*matrix.sick(), *matrix.slow_shutdowns()]))


@cache
def paired() -> tuple[Outcome, ...]:
    """What befalls two instances of which one holds the VIP."""
    return tuple(matrix.baseline_outcomes(matrix.paired()))


@cache
def silent() -> tuple[Outcome, ...]:
    """A service that does not answer, or whose check misleads."""
    return tuple(matrix.baseline_outcomes(service_cases.alone()))


def silent_calls() -> Iterable[Case]:
    at_once = [each for each in silent() if each.case.scenario in service_cases.AT_ONCE]
    yield from matrix.call_faults(at_once)
    yield from matrix.stratified([each for each in silent() if each not in at_once])


def silent_meanwhile() -> Iterable[Case]:
    yield from service_cases.flipped()
    yield from service_cases.at_any_moment()
    yield from service_cases.meanwhile()
    yield from service_cases.told()
    yield from service_cases.at_random(SILENT_SEEDS)


def whole_matrix() -> Iterable[Case]:
    return matrix.call_faults(fast_baseline())


def crashes() -> Iterable[Case]:
    return matrix.crashes(fast_baseline())


def event_faults() -> list[Case]:
    return [*event_cases.arrivals(), *event_cases.stale()]


def folding() -> Iterable[Case]:
    yield from fold_cases.leavers()
    yield from fold_cases.interrupted(matrix.baseline_outcomes(interleavings.alone()))
    yield from fold_cases.late()
    yield from fold_cases.lost_answers(fast_baseline())


def interleaved(alone: Sequence[Case], *, reads: bool) -> Iterable[Case]:
    return interleavings.cases(matrix.baseline_outcomes(alone), reads=reads)


def _thinned(cases: Iterable[Case], count: int) -> list[Case]:
    """So many of them, chosen evenly by a fixed seed."""
    every = list(cases)
    return random.Random(1).sample(every, min(count, len(every)))

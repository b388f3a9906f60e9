"""The parts of the proof that are played case by case."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from tests.prove import chance, matrix, orders, pool, worldly
from tests.prove.case import Case, Outcome

Cases = Callable[[], Iterable[Case]]
SEEDS = 4000  # or as `make prove SEEDS=…` says
DEEP_SEEDS = range(1, 20_001)
# The stratified part lies apart from the seeds of the whole, so that both find something.
FEW_SEEDS = range(1_000_001, 1_000_041)
# Each of these showed a fault of the handler, which a commit has mended.
FOUND = (
    # A look over nine seconds: the old subnet beside the new interface.
    Case("other zone", strikes=(("very slow to answer", 21),)),
    Case("reboot", strikes=(("very slow", 26),)),
    Case("reboot", strikes=(("very slow to answer", 25),)),
    # A look that began before the leaver left gave the VIP back to it; one stale read let it go.
    Case(
        "launch before terminate",
        switches={"stale_describe_seconds": [1.0, 4.0]},
        strikes=(("very slow to answer", 25),),
    ),
    # A read refused in the middle: the group of before judged the subnet of now.
    Case(
        "other zone",
        seed=12648,
        brisk=False,
        switches={"iam_denies_missing_resources": True, "throttling": False},
        strikes=(
            ("very slow to answer", 77),
            ("internal error", 51),
            ("throttled past the SDK's retries", 14),
        ),
        events={"terminate": "twice"},
    ),
    # A newcomer marked unhealthy in its hook, and a lost end of a root volume's replacement.
    Case(
        "no lifecycle event",
        seed=10667,
        switches={"pending_wait_is_health_checked": True},
        strikes=(("answer lost", 44), ("answer lost", 38)),
        events={"audit": "late 560"},
        world=(("zone down", 50.6), ("zone up", 450.6)),
        stutter=0.1,
    ),
    Case("audit", events={"terminate": "late 560"}, world=(("root volume", 6.8),)),
    # A newcomer that is stopped waited for its hook's whole time-out.
    Case("replaced", world=(("newcomer stops", 14.0),)),
    # Nobody heard of the leaver, and even Force did not free the interface.
    Case("no lifecycle event", world=(("deaf to force", 0.0),)),
    # An audit told of a zone's obstacle that it had got round by then.
    Case(
        "take-over",
        seed=101,
        brisk=False,
        switches={
            "detach_again_succeeds": True,
            "stale_describe_seconds": [1.0, 4.0],
            "terminate_hook_after_outside_termination": False,
            "grace_defers_unhealthy_mark": True,
        },
        events={"launch": "missing", "audit": "late 70"},
        world=(("zone takes no subnet", 24.3),),
    ),
)


@dataclass(frozen=True)
class Part:
    """One row of the page."""

    name: str
    says: str
    cases: Cases


def whole(seeds: int = SEEDS) -> tuple[Part, ...]:
    """What `make prove` plays, with so many histories at random."""
    return (
        Part("Found before", "cases that failed once", lambda: FOUND),
        Part("Calm", "each path, brisk and at AWS's own pace, each switch flipped", calm),
        Part("Fault matrix", "each path x each call x each fault", whole_matrix),
        Part(
            "Deaths",
            "each path, five handlers in a row killed or out of time (two of a sweep)",
            deaths,
        ),
        Part(
            "Switches",
            "each switch flipped x each path x each changing call, the faults in turn",
            lambda: matrix.stratified(matrix.played(matrix.calm_flipped()), reads=False),
        ),
        Part("Arrivals", "each event on time, twice, late, missing; stale ones", arrivals),
        Part(
            "Interleavings",
            "two handlers, up to two preemptions, before and after each changing call",
            lambda: interleaved(reads=False),
        ),
        Part("World", "what happens meanwhile, at many moments", worldly.cases),
        Part(
            "Chance",
            "three handlers, faults, fates, switches and misfortunes at random",
            lambda: chance.cases(range(1, seeds + 1)),
        ),
    )


def deep() -> tuple[Part, ...]:
    """What `make prove-deep` plays: products of which `whole` has a part."""
    return (
        Part(
            "Switches",
            "each switch flipped x each path x each call x each fault, where the lab asks it",
            lambda: matrix.flips(pool.run(whole_matrix())),
        ),
        Part(
            "Interleavings",
            "two handlers, up to two preemptions, at each call",
            lambda: interleaved(reads=True),
        ),
        Part(
            "Chance",
            "three handlers, faults, fates, switches and misfortunes at random",
            lambda: chance.cases(DEEP_SEEDS),
        ),
    )


def few() -> tuple[Part, ...]:
    """What `make test` plays: a few of each."""
    return (
        Part("Found before", "all", lambda: FOUND),
        Part("Calm", "at AWS's own pace", lambda: matrix.calm(brisk=False)),
        Part(
            "Fault matrix",
            "changes and the first of each kind of look, the faults in turn",
            lambda: matrix.stratified(undisturbed()),
        ),
        Part("Deaths", "some", lambda: _thinned(deaths(), 40)),
        Part("Switches", "flipped, nothing else", lambda: _thinned(matrix.calm_flipped(), 60)),
        Part("Arrivals", "some", lambda: _thinned(arrivals(), 60)),
        Part("Interleavings", "some", lambda: _thinned(interleaved(reads=False), 60)),
        Part("World", "some", lambda: _thinned(worldly.cases(), 80)),
        Part("Chance", "some", lambda: chance.cases(FEW_SEEDS)),
    )


def calm() -> list[Case]:
    return [*matrix.calm(brisk=True), *matrix.calm(brisk=False), *matrix.calm_flipped()]


@cache
def undisturbed() -> tuple[Outcome, ...]:
    """Each path, brisk: its outcome tells which calls there are to strike. Played once."""
    return tuple(matrix.played(matrix.calm(brisk=True)))


def whole_matrix() -> Iterable[Case]:
    return matrix.strikes(undisturbed())


def deaths() -> Iterable[Case]:
    return matrix.deaths(undisturbed())


def arrivals() -> list[Case]:
    return [*orders.arrivals(), *orders.stale()]


def interleaved(*, reads: bool) -> Iterable[Case]:
    return orders.interleavings(matrix.played(orders.alone()), reads=reads)


def _thinned(cases: Iterable[Case], count: int) -> list[Case]:
    """So many of them, chosen evenly by a fixed seed."""
    every = list(cases)
    return random.Random(1).sample(every, min(count, len(every)))

"""The parts of the proof that are played case by case: all of each, or a stratified few."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tests.prove import chance, matrix, orders, worldly
from tests.prove.case import Case

Cases = Callable[[], Iterable[Case]]
SEEDS = 1500
# The stratified part lies apart from the seeds of the whole, so that both find something.
FEW_SEEDS = range(1_000_001, 1_000_041)
# Each of these showed a fault of the handler, which a commit has mended.
FOUND = (
    # A look over nine seconds: the old subnet beside the new interface.
    Case("other zone", strikes=(("very slow to answer", 21),)),
    Case("reboot", strikes=(("very slow", 26),)),
    Case("reboot", strikes=(("very slow to answer", 25),)),
    # A newcomer that is stopped waited for its hook's whole time-out.
    Case("replaced", world=(("newcomer stops", 14.0),)),
    # Nobody heard of the leaver, and even Force did not free the interface.
    Case("no lifecycle event", world=(("deaf to force", 0.0),)),
)


@dataclass(frozen=True)
class Part:
    """`whole` is played by `make prove`, `few` by `make test`."""

    name: str
    says: str
    whole: Cases
    few: Cases


def parts(seeds: int = SEEDS) -> tuple[Part, ...]:
    """All parts, with so many histories at random."""
    return (
        Part("Found before", "cases that failed once", lambda: FOUND, lambda: FOUND),
        Part("Calm", "each path, brisk and at AWS's own pace, each switch flipped", calm, few_calm),
        Part("Fault matrix", "each path x each call x each fault", whole_matrix, few_of_the_matrix),
        Part(
            "Switches",
            "each switch flipped x each path x each changing call, the faults in turn",
            flipped,
            few_flipped,
        ),
        Part(
            "Arrivals",
            "each event on time, twice, late, missing; stale ones",
            arrivals,
            few_arrivals,
        ),
        Part("Interleavings", "two handlers, up to two preemptions", interleaved, few_interleaved),
        Part("World", "what happens meanwhile, at many moments", worldly.cases, few_of_the_world),
        Part(
            "Chance",
            "three handlers, faults, fates, switches and misfortunes at random",
            lambda: chance.cases(range(1, seeds + 1)),
            lambda: chance.cases(FEW_SEEDS),
        ),
    )


def calm() -> list[Case]:
    return [*matrix.calm(brisk=True), *matrix.calm(brisk=False), *matrix.calm_flipped()]


def few_calm() -> list[Case]:
    return matrix.calm(brisk=False)


def whole_matrix() -> Iterable[Case]:
    return matrix.strikes(matrix.played(matrix.calm(brisk=True)))


def few_of_the_matrix() -> Iterable[Case]:
    return matrix.stratified(matrix.played(matrix.calm(brisk=True)))


def flipped() -> Iterable[Case]:
    return matrix.stratified(matrix.played(matrix.calm_flipped()), reads=False)


def few_flipped() -> list[Case]:
    """Every switch, in some of the paths."""
    return _thinned(matrix.calm_flipped(), 60)


def arrivals() -> list[Case]:
    return [*orders.arrivals(), *orders.stale()]


def few_arrivals() -> list[Case]:
    return _thinned(arrivals(), 60)


def interleaved() -> Iterable[Case]:
    return orders.interleavings(matrix.played(orders.alone()))


def few_interleaved() -> list[Case]:
    return _thinned(list(interleaved()), 60)


def few_of_the_world() -> list[Case]:
    return _thinned(list(worldly.cases()), 80)


def _thinned(cases: Sequence[Case], count: int) -> list[Case]:
    """So many of them, chosen evenly by a fixed seed."""
    return random.Random(1).sample(list(cases), min(count, len(cases)))

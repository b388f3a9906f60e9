"""Try to kill one mutant: model checking, then the stratified part until one case fails, storm.

`python -m tests.simulation.kill_mutant [CASE]`, on whatever handler PYTHONPATH leads to. The case
comes before all that: it killed the mutant the last time. Prints one JSON object.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator

from tests.simulation import model_checking, pool, storm
from tests.simulation.case import Case, Outcome, from_json
from tests.simulation.matrix import BaselineError
from tests.simulation.parts import Cases, few


def kill(first: Case | None = None) -> dict[str, str]:
    """What kills the handler; empty when nothing does."""
    if first and (killer := _killer(_run(lambda: [first]))):
        return killer
    try:
        model_checking.check(every=False)
    except Exception as error:  # a mutant may break the planner in any way
        return {"by": "model checking of the planner", "failure": str(error)}
    if killer := _killer(_outcomes()):
        return killer
    found = storm.run(storm.HALF)
    if found.failure:
        return {"by": f"storm of {storm.HALF}", "failure": found.failure}
    return {}


def _killer(outcomes: Iterable[Outcome]) -> dict[str, str]:
    """The first case that fails; empty when all hold."""
    for outcome in outcomes:
        # A case that breaks off says only that the world was not what it begins with.
        if not outcome.ok and not outcome.failure.startswith(pool.BROKEN):
            return {"by": outcome.case.line, "failure": outcome.failure}
    return {}


def _outcomes() -> Iterator[Outcome]:
    for part in few():
        yield from _run(part.cases)


def _run(cases: Cases) -> Iterator[Outcome]:
    try:
        yield from pool.run(cases(), workers=1)
    except BaselineError as failing:
        yield failing.outcome
    except Exception as broken:  # in the warm-up that every case begins with
        yield Outcome(Case("first launch"), failure=f"the warm-up fails: {broken}")


if __name__ == "__main__":
    given = [from_json(text) for text in sys.argv[1:]]
    print(json.dumps(kill(*given)), flush=True)
    sys.exit(0)

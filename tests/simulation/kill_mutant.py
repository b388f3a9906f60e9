"""Try to kill one mutant: model checking, then the stratified part until one case fails, storm.

`python -m tests.simulation.kill_mutant`, on whatever handler PYTHONPATH leads to. Prints one JSON
object.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

from tests.simulation import model_checking, pool, storm
from tests.simulation.case import Case, Outcome
from tests.simulation.matrix import BaselineError
from tests.simulation.parts import few


def kill() -> dict[str, str]:
    """What kills the handler; empty when nothing does."""
    try:
        model_checking.check(every=False)
    except Exception as error:  # a mutant may break the planner in any way
        return {"by": "model checking of the planner", "failure": str(error)}
    for outcome in _outcomes():
        # A case that breaks off says only that the world was not what it begins with.
        if not outcome.ok and not outcome.failure.startswith(pool.BROKEN):
            return {"by": outcome.case.line, "failure": outcome.failure}
    found = storm.run(storm.FEW)
    if found.failure:
        return {"by": f"storm of {storm.FEW}", "failure": found.failure}
    return {}


def _outcomes() -> Iterator[Outcome]:
    for part in few():
        try:
            yield from pool.run(part.cases(), workers=1)
        except BaselineError as failing:
            yield failing.outcome
        except Exception as broken:  # in the warm-up that every case begins with
            yield Outcome(Case("first launch"), failure=f"the warm-up fails: {broken}")


if __name__ == "__main__":
    print(json.dumps(kill()), flush=True)
    sys.exit(0)

"""The hunt for one mutant: planner's model, then the stratified part until one case fails, storm.

`python -m tests.prove.hunt`, on whatever handler PYTHONPATH leads to. Prints one JSON object.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

from tests.prove import planner, pool, storm
from tests.prove.case import Case, Outcome
from tests.prove.matrix import NotCalm
from tests.prove.parts import few


def hunt() -> dict[str, str]:
    """By what the handler is caught; empty when by nothing."""
    try:
        planner.check(every=False)
    except Exception as wrong:  # a mutant may break the planner in any way
        return {"by": "worlds of the planner", "wrong": str(wrong)}
    for outcome in _outcomes():
        if not outcome.ok:
            return {"by": outcome.case.line, "wrong": outcome.wrong}
    tempest = storm.play(storm.FEW)
    if tempest.wrong:
        return {"by": f"storm of {storm.FEW}", "wrong": tempest.wrong}
    return {}


def _outcomes() -> Iterator[Outcome]:
    for part in few():
        try:
            yield from pool.run(part.cases(), workers=1)
        except NotCalm as not_calm:
            yield not_calm.outcome
        except Exception as broken:  # in the warm-up that every history begins with
            yield Outcome(Case("first launch"), wrong=f"the warm-up fails: {broken}")


if __name__ == "__main__":
    print(json.dumps(hunt()), flush=True)
    sys.exit(0)

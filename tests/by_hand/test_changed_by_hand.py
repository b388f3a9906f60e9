"""What somebody deleted or changed by hand: many things at once, and what destroy stumbles over.

All of it, one at a time, is `test_every_resource.py`; the table is in docs/failure-modes.md.
"""

from __future__ import annotations

from pathlib import Path

from tests.by_hand import stories
from tests.by_hand.case import Case
from tests.by_hand.person import attributes
from tests.by_hand.table import CASES, untried

TOGETHER = [case for case in CASES if not case.alone]


def named(thing: str, did: str) -> Case:
    (found,) = [case for case in CASES if case.thing.endswith(thing) and case.did == did]
    return found


FUNCTION_DELETED = named('function.this["hook_handler"]', "deleted")
IN_STANDBY = named("instance", "in Standby")


def test_changes_by_hand(tmp_path: Path) -> None:
    with stories.deployed(tmp_path) as deployed:
        assert untried(set(attributes(deployed.running))) == set()
        deployed.tell(stories.mended_together, TOGETHER)
        deployed.tell(stories.destroyed, TOGETHER)
        deployed.tell(stories.destroyed, [FUNCTION_DELETED])
        deployed.tell(stories.destroyed, [IN_STANDBY])

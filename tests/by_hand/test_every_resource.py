"""Each resource of the module, and each thing that its handler made, changed by hand one at a time.

One deployment a process; every test goes on from it in a fork of the lab. It takes hours of CPU
time: `make test-by-hand`, every night. A part of it is `test_changed_by_hand.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.by_hand import stories
from tests.by_hand.case import Case
from tests.by_hand.stories import Stories
from tests.by_hand.table import CASES

POSSIBLE = [case for case in CASES if not case.refused and not case.destroy_first]


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stories]:
    with stories.deployed(tmp_path_factory.mktemp("deployed")) as found:
        yield found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_it_is_noticed_and_mended(deployed: Stories, case: Case) -> None:
    deployed.tell(stories.mended, case)


@pytest.mark.parametrize("case", POSSIBLE, ids=lambda case: case.name)
def test_a_destroy_at_once_ends(deployed: Stories, case: Case) -> None:
    deployed.tell(stories.destroyed, [case])

"""What is counted."""

from __future__ import annotations

from tests.bench.cost import cost
from tests.bench.story import attached, detached, told


def test_polls_are_counted_apart() -> None:
    """Three looks of three calls, three changes, two polls; two seconds wasted before Attach."""
    story = told()
    detached(story, 5, 9)
    for at in (7, 8):
        eni = [{"Name": "network-interface-id", "Values": ["eni-1"]}]
        story.call(at, at, "t", "DescribeNetworkInterfaces", Filters=eni)
    answer = attached(story, 22, 26)
    made = story.happened.calls
    found = cost(story.happened, made, answer, began=0.0, ended=answer.at + 1)
    assert (found.calls, found.polls, found.changes) == (12, 2, 3)
    assert found.seconds == answer.at + 1
    assert found.path == 20 + 4 + 2 + 1
    assert found.ratio == found.seconds / found.path

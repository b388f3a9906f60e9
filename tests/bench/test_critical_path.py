"""What is on the path, and what is not."""

from __future__ import annotations

import pytest

from tests.bench.story import HOOK, Story, attached, detached, told
from tests.support.event_shapes import LAUNCH_ACTION, TERMINATE_ACTION


@pytest.fixture
def story() -> Story:
    return told()


def test_what_the_handler_waits_besides_is_no_path(story: Story) -> None:
    """Told at 2, a look of 1; off after 4; running at 20, attached after 6, a look of 2, in
    service after 5: 33. The two seconds before the attachment and the nine after it are its own."""
    detached(story, 5, 9)
    answer = attached(story, 25, 31)
    assert story.path(answer, answer.at + 5) == 20 + 6 + 2 + 5


def test_in_another_zone_each_call_needs_the_one_before(story: Story) -> None:
    """2 + 1, off after 14 and 3 s in use: 20; then 1, 1, 2, 4: 28; attached after 6."""
    detached(story, 5, 19)
    story.call(25, 26, "t", "DeleteNetworkInterface")
    story.call(27, 28, "t", "DeleteSubnet")
    story.call(29, 30, "t", "CreateSubnet")
    story.entry(31, "subnet subnet-1 available")
    story.call(32, 33, "t", "CreateNetworkInterface")
    story.entry(36, "interface eni-2 available")
    answer = attached(story, 40, 46)
    assert story.path(answer, answer.at + 5) == 20 + 1 + 1 + 2 + 4 + 6 + 2 + 5


def test_a_subnet_needs_the_zone_of_the_newcomer() -> None:
    story = told(known=50)
    detached(story, 3, 4)
    story.call(55, 56, "t", "CreateSubnet")
    story.entry(56, "subnet subnet-1 available")
    answer = attached(story, 60, 66)
    assert story.path(answer, answer.at + 5) == 50 + 1 + 6 + 2 + 5


def test_a_guest_that_leaves_is_granted_ten_seconds() -> None:
    """Forced after 27: what counts is the call, ten seconds, and the 4 from Force to being off."""
    story = told(leaver=12)
    detached(story, 13, 44)
    story.call(40, 41, "t", "DetachNetworkInterface", Force=True)
    answer = attached(story, 50, 56)
    assert story.path(answer, answer.at + 5) == 13 + 1 + 10 + 4 + 6 + 2 + 5


def test_of_a_lost_event_the_hook_counts() -> None:
    """Nobody is told of the leaver. The launch's handler, told at 21, has it off after 28."""
    story = told(leaver=None)
    answer = attached(story, 140, 146)
    story.call(102, 103, "l", "DetachNetworkInterface")
    story.entry(130, "eni-1 detached from i-old", in_use_until=133.0)
    assert story.path(answer, answer.at + 5) == 1 + 1 + 28 + 6 + 2 + 5


def test_nobody_waits_for_a_handler_that_is_told_later() -> None:
    """The launch's handler takes it off at once; the leaver's event comes at 200."""
    story = told(leaver=None)
    answer = attached(story, 40, 46)
    story.call(24, 25, "l", "DetachNetworkInterface")
    story.entry(30, "eni-1 detached from i-old", in_use_until=33.0)
    story.woken(200, TERMINATE_ACTION)
    story.look(200, 202, "t")
    assert story.path(answer, answer.at + 5) == 21 + 1 + 6 + 6 + 2 + 5


def test_a_reboot_has_its_delay_and_its_minute(story: Story) -> None:
    """Running at 20, 30 s of delay while it is attached, the call, a minute: 111, look, answer."""
    detached(story, 5, 9)
    story.woken(21, LAUNCH_ACTION)
    story.look(21, 22, "l")
    story.call(25, 26, "l", "AttachNetworkInterface", InstanceId="i-new")
    story.entry(31, "eni-1 attached to i-new")
    story.call(70, 71, "l", "RebootInstances", InstanceIds=["i-new"])
    story.look(150, 152, "l")
    answer = story.call(152, 153, "l", HOOK, LifecycleHookName="sbc-launch")
    story.ec2.initializing_until["i-new"] = 140.0
    assert story.path(answer, answer.at + 5) == 20 + 30 + 1 + 60 + 2 + 5
    story.ec2.initializing_until["i-new"] = 90.0
    assert story.path(answer, answer.at + 5) == 20 + 30 + 20 + 2 + 5


def test_the_answer_needs_the_newcomers_hook(story: Story) -> None:
    """The leaver's handler has attached it by 22. That of the launch is told at 60."""
    detached(story, 5, 9)
    story.call(20, 21, "t", "AttachNetworkInterface", InstanceId="i-new")
    story.entry(22, "eni-1 attached to i-new")
    story.woken(60, LAUNCH_ACTION)
    story.look(60, 62, "l")
    answer = story.call(62, 63, "l", HOOK, LifecycleHookName="sbc-launch")
    assert story.path(answer, answer.at + 5) == 60 + 2 + 5

"""What is on the path: told by hand, second by second."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from lab.pipeline.call_log import Call, CallLog
from lab.pipeline.principals import Caller
from lab.timeline import Entry, Timeline
from tests.bench.critical_path import critical_path
from tests.bench.happened import Happened
from tests.support.event_shapes import LAUNCH_ACTION, TERMINATE_ACTION

HOOK = "CompleteLifecycleAction"
RUNS = {TERMINATE_ACTION: "t", LAUNCH_ACTION: "l"}


class Story:
    """A lab in which all that happens is what is told here."""

    def __init__(self) -> None:
        self.timeline, self.call_log = Timeline(lambda: 0.0), CallLog()
        self.ec2 = SimpleNamespace(initializing_until={"i-new": 0.0})
        self.clock = SimpleNamespace(now=lambda: 0.0)
        environment = {"REBOOT_DELAY_SECONDS": "30"}
        deployed = SimpleNamespace(name="sbc", lab=self, environment=environment)
        self.happened = Happened(cast(Any, deployed))

    def entry(self, at: float, what: str, **detail: Any) -> None:
        self.timeline.entries.append(Entry(0, at, "", what, detail))

    def woken(self, at: float, kind: str) -> None:
        self.entry(at, "runs", request_id=RUNS[kind], event={"detail-type": kind})

    def call(self, at: float, until: float, who: str, action: str, **params: Any) -> Call:
        """Made by the invocation `who`, and accepted."""
        caller = Caller("lambda", "sbc-hook-handler", who, None)
        call = self.call_log.begin(at, caller, "ec2", action, params, "")
        self.call_log.finish(call, until, None)
        return call

    def look(self, at: float, until: float, who: str) -> None:
        self.call(at, at, who, "DescribeSubnets", Filters=[{"Name": "vpc-id"}])
        self.call(until, until, who, "DescribeInstances", Filters=[{"Name": "instance-id"}])

    def path(self, answer: Call, ended: float) -> float:
        return critical_path(self.happened, answer, began=0.0, ended=ended)


def told(leaver: float | None = 2, known: float = 4) -> Story:
    """The leaver's hook begins at 1, its event comes at `leaver` or never. The newcomer is known
    at `known`; it runs, and its hook begins, at 20."""
    story = Story()
    story.entry(1, "starts hook sbc-terminate")
    if leaver is not None:
        story.woken(leaver, TERMINATE_ACTION)
        story.look(leaver, leaver + 1, "t")
    story.entry(known, "launches i-new in eu-west-1b")
    story.entry(20, "instance i-new running")
    story.entry(20, "starts hook sbc-launch")
    return story


@pytest.fixture
def story() -> Story:
    return told()


def attached(story: Story, attach: float, arrived: float) -> Call:
    """The end of each story: the launch's handler attaches, looks for two seconds and answers.

    In service five seconds after the answer.
    """
    story.woken(21, LAUNCH_ACTION)
    story.look(21, 23, "l")
    story.call(attach, attach + 1, "l", "AttachNetworkInterface", InstanceId="i-new")
    story.entry(arrived, "eni-1 attached to i-new")
    story.look(arrived + 9, arrived + 11, "l")
    name = {"LifecycleHookName": "sbc-launch"}
    return story.call(arrived + 11, arrived + 12, "l", HOOK, **name)


def detached(story: Story, at: float, off: float) -> None:
    story.call(at, at + 1, "t", "DetachNetworkInterface")
    story.entry(off, "eni-1 detached from i-old", in_use_until=off + 3)


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
    assert story.path(answer, answer.at + 5) == 1 + 2 + 28 + 6 + 2 + 5


def test_nobody_waits_for_a_handler_that_is_told_later() -> None:
    """The launch's handler takes it off at once; the leaver's event comes at 200."""
    story = told(leaver=None)
    answer = attached(story, 40, 46)
    story.call(24, 25, "l", "DetachNetworkInterface")
    story.entry(30, "eni-1 detached from i-old", in_use_until=33.0)
    story.woken(200, TERMINATE_ACTION)
    story.look(200, 202, "t")
    assert story.path(answer, answer.at + 5) == 21 + 2 + 6 + 6 + 2 + 5


def test_a_reboot_has_its_delay_and_its_minute(story: Story) -> None:
    """Running at 20, 30 s of delay while it is attached, the call, a minute: 111, look, answer."""
    detached(story, 5, 9)
    story.woken(21, LAUNCH_ACTION)
    story.look(21, 23, "l")
    story.call(25, 26, "l", "AttachNetworkInterface", InstanceId="i-new")
    story.entry(31, "eni-1 attached to i-new")
    story.call(70, 71, "l", "RebootInstances", InstanceIds=["i-new"])
    story.look(150, 152, "l")
    answer = story.call(152, 153, "l", HOOK, LifecycleHookName="sbc-launch")
    story.ec2.initializing_until["i-new"] = 140.0
    assert story.path(answer, answer.at + 5) == 20 + 30 + 1 + 60 + 2 + 5
    story.ec2.initializing_until["i-new"] = 90.0
    assert story.path(answer, answer.at + 5) == 20 + 30 + 20 + 2 + 5

"""A heal told by hand, second by second, for tests of what is read from one."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

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
        self.call(until, until, who, "DescribeAutoScalingGroups")
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


def attached(story: Story, attach: float, arrived: float) -> Call:
    """The end of each story: the launch's handler attaches, looks for two seconds and answers.

    In service five seconds after the answer.
    """
    story.woken(21, LAUNCH_ACTION)
    story.look(21, 22, "l")
    story.call(attach, attach + 1, "l", "AttachNetworkInterface", InstanceId="i-new")
    story.entry(arrived, "eni-1 attached to i-new")
    story.look(arrived + 9, arrived + 11, "l")
    name = {"LifecycleHookName": "sbc-launch"}
    return story.call(arrived + 11, arrived + 12, "l", HOOK, **name)


def detached(story: Story, at: float, off: float) -> None:
    story.call(at, at + 1, "t", "DetachNetworkInterface")
    story.entry(off, "eni-1 detached from i-old", in_use_until=off + 3)

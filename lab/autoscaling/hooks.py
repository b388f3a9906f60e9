"""Lifecycle hooks and the actions they start: tokens, heartbeats, time-outs.

docs/aws-behaviour.md#lifecycle-hooks
docs/aws-behaviour.md#completing-a-lifecycle-action
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from moto.moto_api._internal import mock_random

from lab.autoscaling.states import Member
from lab.clock import Timer
from lab.context import Lab
from lab.errors import AwsError

LAUNCHING = "autoscaling:EC2_INSTANCE_LAUNCHING"
TERMINATING = "autoscaling:EC2_INSTANCE_TERMINATING"
CONTINUE, ABANDON = "CONTINUE", "ABANDON"

MAX_GLOBAL_TIMEOUT_SECONDS = 48 * 3600
HEARTBEATS_IN_GLOBAL_TIMEOUT = 100


@dataclass
class Hook:
    """A lifecycle hook as PutLifecycleHook stores and DescribeLifecycleHooks shows it."""

    lifecycle_hook_name: str
    auto_scaling_group_name: str
    lifecycle_transition: str
    heartbeat_timeout: int = 3600
    default_result: str = ABANDON
    notification_metadata: str | None = None
    role_arn: str | None = None

    @property
    def global_timeout(self) -> int:
        """Seconds an action may last at most, however often it heartbeats."""
        return min(
            MAX_GLOBAL_TIMEOUT_SECONDS, HEARTBEATS_IN_GLOBAL_TIMEOUT * self.heartbeat_timeout
        )


@dataclass(frozen=True)
class Journey:
    """Where the instance comes from and where it goes: what a hook's event says."""

    transition: str
    origin: str
    destination: str
    action: str | None = None


LAUNCH = Journey(LAUNCHING, "EC2", "AutoScalingGroup")
TERMINATION = Journey(TERMINATING, "AutoScalingGroup", "EC2")


@dataclass(eq=False)
class Action:
    """One hook at work on one instance."""

    hook: Hook
    member: Member
    token: str
    started_at: float
    timer: Timer | None = None


@dataclass(eq=False)
class Wait:
    """An instance in a `:Wait` state, with the actions that hold it there."""

    journey: Journey
    then: Callable[[str | None], None]
    actions: list[Action] = field(default_factory=list)


class LifecycleActions:
    """The open lifecycle actions of one group.

    `announce` is told of every action begun, so that its event can be sent.
    """

    def __init__(self, lab: Lab, announce: Callable[[Action, Journey], None]) -> None:
        self._lab = lab
        self._announce = announce
        self._waits: dict[Member, Wait] = {}

    def begin(
        self,
        member: Member,
        hooks: list[Hook],
        journey: Journey,
        then: Callable[[str | None], None],
    ) -> None:
        """Hold `member` until every hook is answered; `then` gets why it was abandoned, or None."""
        now = self._lab.clock.now()
        wait = Wait(journey, then)
        wait.actions = [Action(hook, member, str(mock_random.uuid4()), now) for hook in hooks]
        self._waits[member] = wait
        for action in wait.actions:
            self._arm(action)
            self._announce(action, journey)

    def complete(
        self, hook_name: str, token: str | None, instance_id: str | None, result: str
    ) -> None:
        """CompleteLifecycleAction. A closed or unknown action: ValidationError."""
        if result not in (CONTINUE, ABANDON):
            raise AwsError("ValidationError", f"Lifecycle action result {result!r} is invalid.")
        action = self._find(hook_name, token, instance_id)
        self._answer(action, result, "Lifecycle Action Completed with ABANDON Result")

    def heartbeat(self, hook_name: str, token: str | None, instance_id: str | None) -> None:
        """RecordLifecycleActionHeartbeat: the window starts anew, within the global time-out."""
        action = self._find(hook_name, token, instance_id)
        self._arm(action)
        self._tell(action, "heartbeat")

    def delete_hook(self, hook: Hook) -> None:
        """Outstanding actions end first: ABANDON for launching, CONTINUE for terminating (1.4)."""
        result = ABANDON if hook.lifecycle_transition == LAUNCHING else CONTINUE
        for wait in list(self._waits.values()):
            for action in [a for a in wait.actions if a.hook is hook]:
                if action in wait.actions:
                    self._answer(action, result, "Lifecycle Hook Deleted")

    def forget(self, member: Member) -> None:
        """The instance goes on without its hooks: nothing is answered, the tokens are void."""
        wait = self._waits.pop(member, None)
        for action in wait.actions if wait else []:
            self._disarm(action)

    def open_for(self, member: Member) -> list[Action]:
        wait = self._waits.get(member)
        return list(wait.actions) if wait else []

    def _find(self, hook_name: str, token: str | None, instance_id: str | None) -> Action:
        if not token and not instance_id:
            raise AwsError(
                "ValidationError", "Either LifecycleActionToken or InstanceId must be specified."
            )
        for member, wait in self._waits.items():
            for action in wait.actions:
                matches = action.token == token if token else member.instance_id == instance_id
                if matches and action.hook.lifecycle_hook_name == hook_name:
                    return action
        sought = f"token {token}" if token else f"instance ID {instance_id}"
        raise AwsError("ValidationError", f"No active Lifecycle Action found with {sought}")

    def _answer(self, action: Action, result: str, why: str) -> None:
        wait = self._waits[action.member]
        self._disarm(action)
        wait.actions.remove(action)
        self._tell(action, result)
        if result == ABANDON:
            # ABANDON stops the remaining hooks of the transition.
            self.forget(action.member)
            wait.then(f"Lifecycle Action with token {action.token} was abandoned: {why}")
        elif not wait.actions:
            del self._waits[action.member]
            wait.then(None)

    def _arm(self, action: Action) -> None:
        self._disarm(action)
        now = self._lab.clock.now()
        left = action.started_at + action.hook.global_timeout - now
        delay = min(action.hook.heartbeat_timeout, left)
        label = f"{action.hook.lifecycle_hook_name} of {action.member.instance_id} times out"
        action.timer = self._lab.clock.call_later(delay, lambda: self._time_out(action), label)

    def _disarm(self, action: Action) -> None:
        if action.timer:
            action.timer.cancel()
            action.timer = None

    def _time_out(self, action: Action) -> None:
        self._tell(action, "timed out")
        self._answer(action, action.hook.default_result, "Heartbeat Timeout")

    def _tell(self, action: Action, what: str) -> None:
        self._lab.timeline.add(
            "Auto Scaling",
            f"hook {action.hook.lifecycle_hook_name} of {action.member.instance_id}: {what}",
            group=action.hook.auto_scaling_group_name,
            instance=action.member.instance_id,
            hook=action.hook.lifecycle_hook_name,
            result=what,
        )

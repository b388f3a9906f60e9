"""An instance shuts down for as long as its guest takes, with the VIP's interface on it meanwhile.

EC2 may refuse to take the interface off until the end, or let that hang, and while it is there the
VIP's subnet can be built nowhere else (docs/aws-behaviour.md#interfaces-of-an-ending-instance).
What is on the instance is lost already, so after `end_slow_shutdown_after_seconds` it is ended
without its guest (docs/aws-behaviour.md#ending-a-slow-instance).
"""

from __future__ import annotations

from hook_handler.plan import Plan
from hook_handler.steps import AwaitDetach, Detach, EndShutdown
from hook_handler.world import World


class SlowShutdowns:
    """The memory of one invocation: since when, in seconds since the Unix epoch, it has seen whom
    shutting down. EC2 does not tell when that began.

    after: seconds of it that are too long; 0: none are.
    """

    def __init__(self, after: int) -> None:
        self._after = after
        self._since: dict[str, float] = {}

    def due(self, looked_at: World, plan: Plan, now: float) -> tuple[EndShutdown, ...]:
        """Whom to end. To be given what a look shows, never what was folded: that EC2 has begun to
        end the instance is the only fence."""
        if not self._after:
            return ()
        wanted = {step.attachment_id for step in plan if isinstance(step, Detach | AwaitDetach)}
        shutting_down = {
            each.instance_id
            for each in looked_at.attachments
            if each.attachment_id in wanted and each.instance_state == "shutting-down"
        }
        return tuple(
            EndShutdown(instance_id)
            for instance_id in sorted(shutting_down)
            if now - self._since.setdefault(instance_id, now) >= self._after
        )

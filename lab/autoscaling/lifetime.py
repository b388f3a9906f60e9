"""MaxInstanceLifetime: an instance that served long enough is replaced.

docs/aws-behaviour.md#instance-maintenance-policy
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.autoscaling import activities, maintenance
from lab.autoscaling.states import Member

if TYPE_CHECKING:
    from lab.autoscaling.engine import Engine


def watch(engine: Engine, member: Member) -> None:
    """Have the group looked at when the instance's time is up."""
    lifetime = engine.group.max_instance_lifetime
    if lifetime:
        engine.lab.clock.call_later(lifetime, engine.poke, f"lifetime of {member.instance_id}")


def replace_expired(engine: Engine) -> None:
    """One at a time, in the order of the maintenance policy."""
    lifetime = engine.group.max_instance_lifetime
    settled = engine.missing() <= 0 and all(member.in_service for member in engine.counted())
    if not lifetime or not settled or engine.suspended("Terminate"):
        return
    now = engine.lab.clock.now()
    expired = [member for member in engine.counted() if now - member.launched_at >= lifetime]
    if expired and not engine.retiring:
        engine.replace(
            expired[0],
            activities.lifetime_over(now),
            activities.lifetime_successor,
            launch_first=maintenance.launches_first(engine.lab, engine.group),
        )

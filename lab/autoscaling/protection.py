"""Protection of single instances from scaling in.

docs/aws-behaviour.md#protection-from-scaling-in
"""

from __future__ import annotations

from lab.autoscaling import checks
from lab.autoscaling.engine import Engine
from lab.autoscaling.states import Member, State
from lab.errors import AwsError

PROTECTABLE = (State.IN_SERVICE, State.ENTERING_STANDBY, State.STANDBY)
MOST_INSTANCES = 50


def set_all(engine: Engine, instance_ids: list[str], *, protected: bool) -> None:
    """SetInstanceProtection: all of them or, where one cannot be, none."""
    if len(instance_ids) > MOST_INSTANCES:
        raise AwsError(
            "LimitExceeded", f"You may specify at most {MOST_INSTANCES} instance IDs at a time."
        )
    members = checks.members(engine.group, instance_ids)
    for member in members:
        _require_protectable(member)
    for member in members:
        member.protected_from_scale_in = protected
    if not protected:
        engine.after(
            engine.lab.switches.unprotected_notice_seconds,
            engine.poke,
            f"protection was lifted in {engine.group.name}",
        )


def _require_protectable(member: Member) -> None:
    if member.lifecycle_state not in PROTECTABLE:
        raise checks.refuse(
            f"The instance {member.instance_id} is not in InService or EnteringStandby or Standby."
        )

"""When a VIP was last put right while an instance served with it: a tag on its interface.

What made the service silent until then was none of the instance's doing, and an alarm goes on to
tell of it for a while. The handler that repairs and the one that the alarm calls share no other
memory of it.
"""

from __future__ import annotations

import logging
from collections.abc import Set
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from common.failures import AwsFailure
from hook_handler.answers import REPAIRED_TAG

if TYPE_CHECKING:
    from hook_handler.assessment import Assessment
    from hook_handler.clients import Clients
    from hook_handler.config import Config
    from hook_handler.world import Interface

log = logging.getLogger(__name__)


def note(
    assessment: Assessment, changed: Set[str | None], config: Config, clients: Clients
) -> None:
    """Note that those VIPs, by their keys, were changed just now, if alarms are listened to.

    assessment: from before the change. Only for what hung on an instance in service then: of
    anything else the time of its attachment tells. Nothing waits for the note, so it is asked for
    once (CreateTags), and a refusal is logged.
    """
    if not config.service_alarm_arns or not assessment.holder_in_service:
        return
    ours = [each for each in assessment.world.interfaces if each.vip in changed]
    served = [each.interface_id for each in ours if _hangs(each, assessment)]
    if not served:
        return
    at = datetime.fromtimestamp(clients.runtime.now(), UTC).isoformat(timespec="seconds")
    try:
        clients.ec2.create_tags(Resources=served, Tags=[{"Key": REPAIRED_TAG, "Value": at}])
    except AwsFailure as error:
        log.warning("repair not noted", extra={"interfaces": served, "reason": str(error)})


def _hangs(interface: Interface, assessment: Assessment) -> bool:
    """Whether it hangs on the instance that should have it."""
    return interface.attachment is not None and assessment.elects(interface.attachment.instance_id)

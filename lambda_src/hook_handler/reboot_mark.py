"""What the handler writes into the VIP interface's description, and reads there again.

The one memory that handlers share: whether the instance was rebooted for an attachment. It goes
with the interface, and says nothing of any other attachment.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from hook_handler.steps import Begun

PLAIN = "Persistent VIP"

_BEGUN = re.compile(r"Persistent VIP, reboot (\d+) for (\S+) begun at (\S+)")


def rebooted(attachment_id: str) -> str:
    """The description once the instance was rebooted for that attachment."""
    return f"{PLAIN}, instance rebooted for {attachment_id}"


def rebooting(attachment_id: str, begun: Begun) -> str:
    """The description while somebody who did not attach it reboots the instance."""
    at = datetime.fromtimestamp(begun.at, UTC).isoformat(timespec="seconds")
    return f"{PLAIN}, reboot {begun.ordinal} for {attachment_id} begun at {at}"


def begun_for(attachment_id: str, description: str) -> Begun | None:
    """What the description says of a reboot for that attachment that was begun."""
    found = _BEGUN.fullmatch(description)
    if found is None or found[2] != attachment_id:
        return None
    try:
        return Begun(int(found[1]), datetime.fromisoformat(found[3]).timestamp())
    except ValueError:  # somebody else wrote that
        return None
